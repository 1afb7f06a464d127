namespace Copositive.Numerics;

/// <summary>Positive factors that bring diag(RowScale) · A · diag(ColumnScale) near rows and columns of norm 1.</summary>
/// <param name="RowScale">E, one factor a row of A.</param>
/// <param name="ColumnScale">D, one factor a column of A; P becomes DPD.</param>
/// <param name="Passes">The number of passes made.</param>
public sealed record RuizScaling(double[] RowScale, double[] ColumnScale, int Passes);
