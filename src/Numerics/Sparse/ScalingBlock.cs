namespace Copositive.Numerics;

/// <summary>Consecutive rows that <see cref="RuizEquilibration"/> scales together.</summary>
/// <param name="Start">The first row.</param>
/// <param name="Rows">The number of rows; n(n+1)/2 for <see cref="RowScaling.Congruence"/> of order n.</param>
/// <param name="Scaling">The factors allowed.</param>
public readonly record struct ScalingBlock(int Start, int Rows, RowScaling Scaling);
