using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// Ruiz's iteration for the matrix [P A'; A 0]: every pass divides each row and column by the root of its largest absolute entry; the norms
/// converge to 1 linearly with ratio ½ (Ruiz, "A scaling algorithm to equilibrate both rows and columns norms in matrices", 2001).
/// </summary>
public static class RuizEquilibration
{
    /// <summary>The largest number of passes.</summary>
    public const int MaxPasses = 25;

    private const double Tolerance = 1e-3, SmallestFactor = 1e-4, LargestFactor = 1e4;

    /// <summary>Finds the factors.</summary>
    /// <param name="a">A, m × n.</param>
    /// <param name="p">The upper triangle of P, n × n, or null for P = 0.</param>
    /// <param name="rowGroups">
    /// One number a row: rows with the same nonnegative number share a factor, made from their largest norm, as a cone that is not a product of
    /// half-lines requires; rows with a negative number stand alone. Empty: all stand alone.
    /// </param>
    /// <param name="maxPasses">At most this many passes, 0 … 25; fewer when all norms are within 1e-3 of 1.</param>
    /// <returns>Factors between 1e-4 and 1e4; those of empty rows and columns are 1.</returns>
    /// <exception cref="ArgumentException">P is not n × n, or there is not a group for each row.</exception>
    public static RuizScaling Compute(SparseMatrix a, SparseMatrix? p = null, ReadOnlySpan<int> rowGroups = default, int maxPasses = MaxPasses)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentOutOfRangeException.ThrowIfNegative(maxPasses);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxPasses, MaxPasses);
        if (p is not null && (p.Rows != a.Columns || p.Columns != a.Columns))
            throw new ArgumentException($"P is {p.Rows} × {p.Columns} but A has {a.Columns} columns.", nameof(p));
        if (!rowGroups.IsEmpty && rowGroups.Length != a.Rows)
            throw new ArgumentException($"A has {a.Rows} rows; there are {rowGroups.Length} row groups.", nameof(rowGroups));
        int groups = 0;
        foreach (int group in rowGroups)
            groups = Math.Max(groups, group + 1);
        double[] e = new double[a.Rows], d = new double[a.Columns];
        double[] rowNorms = new double[a.Rows], columnNorms = new double[a.Columns], groupNorms = new double[groups];
        Array.Fill(e, 1);
        Array.Fill(d, 1);
        int pass = 0;
        for (; pass < maxPasses; pass++)
        {
            Norms(a, p, e, d, rowNorms, columnNorms);
            ShareNorms(rowGroups, rowNorms, groupNorms);
            double worst = Math.Max(Update(rowNorms, e), Update(columnNorms, d));
            if (worst < Tolerance)
                break;
        }
        return new RuizScaling(e, d, pass);
    }

    /// <summary>
    /// The factor for the objective ½x'Px + c'x that brings max(‖c‖∞, mean column norm of P) to 1 (as in OSQP); 1 when both are zero.
    /// </summary>
    /// <param name="p">The upper triangle of P after scaling, or null.</param>
    /// <param name="c">c after scaling.</param>
    public static double CostScale(SparseMatrix? p, ReadOnlySpan<double> c)
    {
        double largest = 0;
        foreach (double x in c)
            largest = Math.Max(largest, Math.Abs(x));
        if (p is not null && p.Columns > 0)
        {
            double[] norms = new double[p.Columns], ones = new double[p.Columns];
            Array.Fill(ones, 1);
            SymmetricNorms(p, ones, norms);
            largest = Math.Max(largest, TensorPrimitives.Sum<double>(norms) / norms.Length);
        }
        return largest > 0 ? 1 / largest : 1;
    }

    private static void Norms(SparseMatrix a, SparseMatrix? p, double[] e, double[] d, double[] rowNorms, double[] columnNorms)
    {
        Array.Clear(rowNorms);
        Array.Clear(columnNorms);
        if (p is not null)
            SymmetricNorms(p, d, columnNorms);
        ReadOnlySpan<int> starts = a.ColumnStarts, rows = a.RowIndices;
        ReadOnlySpan<double> values = a.Values;
        for (int j = 0; j < d.Length; j++)
            for (int k = starts[j]; k < starts[j + 1]; k++)
            {
                int i = rows[k];
                double size = Math.Abs(values[k]) * e[i] * d[j];
                rowNorms[i] = Math.Max(rowNorms[i], size);
                columnNorms[j] = Math.Max(columnNorms[j], size);
            }
    }

    private static void SymmetricNorms(SparseMatrix p, double[] d, double[] norms)
    {
        ReadOnlySpan<int> starts = p.ColumnStarts, rows = p.RowIndices;
        ReadOnlySpan<double> values = p.Values;
        for (int j = 0; j < d.Length; j++)
            for (int k = starts[j]; k < starts[j + 1]; k++)
            {
                int i = rows[k];
                double size = Math.Abs(values[k]) * d[i] * d[j];
                norms[i] = Math.Max(norms[i], size);
                norms[j] = Math.Max(norms[j], size);
            }
    }

    private static void ShareNorms(ReadOnlySpan<int> rowGroups, double[] rowNorms, double[] groupNorms)
    {
        Array.Clear(groupNorms);
        for (int i = 0; i < rowGroups.Length; i++)
            if (rowGroups[i] >= 0)
                groupNorms[rowGroups[i]] = Math.Max(groupNorms[rowGroups[i]], rowNorms[i]);
        for (int i = 0; i < rowGroups.Length; i++)
            if (rowGroups[i] >= 0)
                rowNorms[i] = groupNorms[rowGroups[i]];
    }

    /// <summary>Divides the factors by the roots of the norms; returns the largest |1 − norm| of a factor that could still move.</summary>
    private static double Update(double[] norms, double[] factors)
    {
        double worst = 0;
        for (int i = 0; i < norms.Length; i++)
        {
            if (norms[i] == 0)
                continue;
            double updated = Math.Clamp(factors[i] / Math.Sqrt(norms[i]), SmallestFactor, LargestFactor);
            if (updated != factors[i])
                worst = Math.Max(worst, Math.Abs(1 - norms[i]));
            factors[i] = updated;
        }
        return worst;
    }
}
