namespace Copositive.Modeling;

/// <summary>
/// A point and dual to start from; either may be null. <see cref="SolveResult.ToWarmStart"/> makes one of a result, which also fits a
/// program that has changed since.
/// </summary>
/// <param name="X">x, length n of the program that is solved (through a plan, the program as stated); finite.</param>
/// <param name="Y">y, length m, in the dual cone or near it; finite.</param>
public sealed record WarmStart(double[]? X, double[]? Y)
{
    /// <summary>
    /// N of y = S + N on doubly nonnegative and completely positive blocks, length m; null where no split is known, and then N = 0.
    /// </summary>
    public double[]? DualNonnegativePart { get; init; }

    /// <summary>
    /// N of the slack s = S + N on SPN and copositive blocks, length m; null where no split is known, and then N = 0.
    /// </summary>
    public double[]? SlackNonnegativePart { get; init; }

    /// <summary>The program that the vectors belong to; null for the one that is solved.</summary>
    internal ConicProgram? Origin { get; init; }
}
