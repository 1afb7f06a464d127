namespace Copositive.Numerics;

/// <summary>Positive factors that bring diag(RowScale) · A · diag(ColumnScale) near rows and columns of norm 1.</summary>
/// <param name="RowScale">E, one factor a row of A.</param>
/// <param name="ColumnScale">D, one factor a column of A; P becomes DPD.</param>
/// <param name="BlockFactors">
/// Of each block what its rows' factors are made of: the d of a congruence, the one factor of a shared scale, or nothing where rows are
/// scaled singly.
/// </param>
/// <param name="Passes">The number of passes made.</param>
public sealed record RuizScaling(double[] RowScale, double[] ColumnScale, double[][] BlockFactors, int Passes);
