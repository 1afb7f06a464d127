using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.OrTools;

/// <summary>
/// Positive scales r_i, q_j such that every nonempty row and column of Ã = diag(1/r) A diag(1/q) has entries of at most about 1 and largest
/// ones near it. A ray's residuals are judged in this scale, where no unit of measurement of a row or column matters. Entries of Ã below
/// 1e-14, leftovers of cancellation beside the entries near 1 of their row and of their column, are dropped: GLOP's own geometric scaling
/// would take them seriously and ruin the basis. (Rays are checked with all entries.)
/// </summary>
internal sealed class Equilibration
{
    private const double Rounding = 1e-14;

    private Equilibration(double[] rows, double[] columns, SparseMatrix scaled)
    {
        Rows = rows;
        Columns = columns;
        Scaled = scaled;
    }

    /// <summary>r_i; 1 for an empty row.</summary>
    public double[] Rows { get; }

    /// <summary>q_j; 1 for an empty column.</summary>
    public double[] Columns { get; }

    /// <summary>Ã.</summary>
    public SparseMatrix Scaled { get; }

    /// <summary>The scales of a program's A: first the largest entry of each row, then of each column of what that leaves.</summary>
    public static Equilibration Of(ConicProgram program)
    {
        SparseMatrix a = program.A;
        var rows = new double[a.Rows];
        var columns = new double[a.Columns];
        ReadOnlySpan<double> values = a.Values;
        for (int k = 0; k < values.Length; k++) rows[a.RowIndices[k]] = Math.Max(rows[a.RowIndices[k]], Math.Abs(values[k]));
        OnesForZeros(rows);
        for (int j = 0; j < columns.Length; j++)
        {
            for (int k = a.ColumnStarts[j]; k < a.ColumnStarts[j + 1]; k++)
                columns[j] = Math.Max(columns[j], Math.Abs(values[k]) / rows[a.RowIndices[k]]);
        }
        OnesForZeros(columns);
        return new Equilibration(rows, columns, WithoutRounding(a.Scale(Inverses(rows), Inverses(columns))));
    }

    private static SparseMatrix WithoutRounding(SparseMatrix a)
    {
        var starts = new int[a.Columns + 1];
        var indices = new int[a.NonzeroCount];
        var values = new double[a.NonzeroCount];
        int kept = 0;
        for (int j = 0; j < a.Columns; j++)
        {
            for (int k = a.ColumnStarts[j]; k < a.ColumnStarts[j + 1]; k++)
            {
                if (Math.Abs(a.Values[k]) < Rounding) continue;
                indices[kept] = a.RowIndices[k];
                values[kept++] = a.Values[k];
            }
            starts[j + 1] = kept;
        }
        return SparseMatrix.FromColumns(a.Rows, a.Columns, starts, indices[..kept], values[..kept]);
    }

    private static void OnesForZeros(double[] scales)
    {
        for (int i = 0; i < scales.Length; i++)
        {
            if (scales[i] == 0) scales[i] = 1;
        }
    }

    private static double[] Inverses(double[] scales) => Array.ConvertAll(scales, static s => 1 / s);
}
