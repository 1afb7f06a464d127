namespace Copositive.Modeling;

/// <summary>A point and dual to start from; either may be null.</summary>
/// <param name="X">x, length n of the program that is solved (through a plan, the program as stated); finite.</param>
/// <param name="Y">y, length m, in the dual cone or near it; finite.</param>
public sealed record WarmStart(double[]? X, double[]? Y);
