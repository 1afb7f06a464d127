using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;

namespace Copositive.Solvers.Admm;

/// <summary>
/// The bounds l ≤ x ≤ u that nonnegative rows with a single entry state: αx_j + s = β, s ≥ 0 bounds x_j by β/α, above for α &gt; 0 and below
/// for α &lt; 0. Of several on a side the tightest binds, and its row takes the multiplier.
/// </summary>
internal sealed class ColumnBounds
{
    public ColumnBounds(int columns)
    {
        Lower = new double[columns];
        Upper = new double[columns];
        LowerRow = new int[columns];
        UpperRow = new int[columns];
        Array.Fill(Lower, double.NegativeInfinity);
        Array.Fill(Upper, double.PositiveInfinity);
        Array.Fill(LowerRow, -1);
        Array.Fill(UpperRow, -1);
    }

    /// <summary>l; −∞ where there is none.</summary>
    public double[] Lower { get; }

    /// <summary>u; ∞ where there is none.</summary>
    public double[] Upper { get; }

    /// <summary>The row that states l_j; −1 for none.</summary>
    public int[] LowerRow { get; }

    /// <summary>The row that states u_j; −1 for none.</summary>
    public int[] UpperRow { get; }

    public bool Has(int column) => LowerRow[column] >= 0 || UpperRow[column] >= 0;

    /// <summary>Whether some value meets both bounds.</summary>
    public bool IsConsistent(int column) => Lower[column] <= Upper[column];

    public double Clamp(int column, double value) => Math.Min(Math.Max(value, Lower[column]), Upper[column]);

    public void Remove(int column)
    {
        (Lower[column], Upper[column]) = (double.NegativeInfinity, double.PositiveInfinity);
        (LowerRow[column], UpperRow[column]) = (-1, -1);
    }

    /// <summary>All bounds of a program, and which rows state them.</summary>
    /// <param name="program">The program.</param>
    /// <param name="boundedColumn">Receives, for every row, the column that it bounds; −1 for rows that are no bounds.</param>
    public static ColumnBounds Find(ScaledProgram program, out int[] boundedColumn)
    {
        SparseMatrix rows = program.A.Transpose();
        var bounds = new ColumnBounds(program.Columns);
        boundedColumn = new int[program.Rows];
        Array.Fill(boundedColumn, -1);
        foreach (ConeBlock block in program.Source.Blocks)
        {
            if (block.Cone.Kind != ConeKind.Nonnegative) continue;
            for (int i = block.Start; i < block.End; i++)
            {
                int at = rows.ColumnStarts[i];
                if (rows.ColumnStarts[i + 1] != at + 1) continue;
                int j = boundedColumn[i] = rows.RowIndices[at];
                bounds.Tighten(j, i, rows.Values[at], program.B[i]);
            }
        }
        return bounds;
    }

    private void Tighten(int column, int row, double coefficient, double right)
    {
        double bound = right / coefficient;
        if (coefficient > 0 && (UpperRow[column] < 0 || bound < Upper[column])) (Upper[column], UpperRow[column]) = (bound, row);
        if (coefficient < 0 && (LowerRow[column] < 0 || bound > Lower[column])) (Lower[column], LowerRow[column]) = (bound, row);
    }
}
