using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.OrTools;

/// <summary>
/// Scales r_i, q_j, powers of two, such that the largest entry of each nonempty row and column of Ã = diag(1/r) A diag(1/q) is about 1, and
/// the change between x̃ = q∘x, ỹ = r∘y and x, y is exact. Entries of Ã below 1e-14, leftovers of cancellation beside the entries near
/// 1 of their row and of their column, are dropped: GLOP's own geometric scaling takes them seriously, and then cycles or misjudges.
/// (What it answers is checked with all entries.) A ray's residuals are judged in this scale, where no unit of measurement matters.
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
        RoundUp(rows);
        for (int j = 0; j < columns.Length; j++)
        {
            for (int k = a.ColumnStarts[j]; k < a.ColumnStarts[j + 1]; k++)
                columns[j] = Math.Max(columns[j], Math.Abs(values[k]) / rows[a.RowIndices[k]]);
        }
        RoundUp(columns);
        return new Equilibration(rows, columns, WithoutRounding(a.Scale(Inverses(rows), Inverses(columns))));
    }

    /// <summary>The program's A as it is.</summary>
    public static Equilibration None(ConicProgram program)
    {
        var rows = new double[program.Rows];
        var columns = new double[program.Columns];
        Array.Fill(rows, 1);
        Array.Fill(columns, 1);
        return new Equilibration(rows, columns, program.A);
    }

    /// <summary>The program, with the given cost in place of its own, over x̃: minimise (c/q)ᵀx̃ s.t. b/r − Ãx̃ ∈ K.</summary>
    public LinearData State(ConicProgram program, ReadOnlySpan<double> cost)
    {
        int m = program.Rows, n = program.Columns;
        var scaledCost = new double[n];
        for (int j = 0; j < n; j++) scaledCost[j] = cost[j] / Columns[j];
        var upper = new double[m];
        for (int i = 0; i < m; i++) upper[i] = program.B[i] / Rows[i];
        var lower = (double[])upper.Clone();
        foreach (ConeBlock block in program.Blocks)
        {
            if (block.Cone.Kind != ConeKind.Zero) lower.AsSpan(block.Start, block.Rows).Fill(double.NegativeInfinity);
        }
        var columnLower = new double[n];
        var columnUpper = new double[n];
        Array.Fill(columnLower, double.NegativeInfinity);
        Array.Fill(columnUpper, double.PositiveInfinity);
        return new LinearData(Scaled, scaledCost, lower, upper, columnLower, columnUpper);
    }

    /// <summary>x from x̃, in place.</summary>
    public double[] UnscaleColumns(double[] x) => Divide(x, Columns);

    /// <summary>y from ỹ, in place.</summary>
    public double[] UnscaleRows(double[] y) => Divide(y, Rows);

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
        return kept == a.NonzeroCount ? a : SparseMatrix.FromColumns(a.Rows, a.Columns, starts, indices[..kept], values[..kept]);
    }

    private static void RoundUp(double[] scales)
    {
        for (int i = 0; i < scales.Length; i++) scales[i] = scales[i] == 0 ? 1 : Math.ScaleB(1, Math.Clamp(Math.ILogB(scales[i]) + 1, -1000, 1000));
    }

    private static double[] Divide(double[] values, double[] scales)
    {
        for (int i = 0; i < values.Length; i++) values[i] /= scales[i];
        return values;
    }

    private static double[] Inverses(double[] scales) => Array.ConvertAll(scales, static s => 1 / s);
}
