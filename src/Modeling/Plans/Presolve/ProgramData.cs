using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>Questions that the presolve rewrites ask of a program's data.</summary>
internal static class ProgramData
{
    private const double Rounding = 1e-14;

    /// <summary>Entry (row, column), which the matrix has.</summary>
    public static double Entry(this SparseMatrix a, int row, int column)
    {
        int start = a.ColumnStarts[column], count = a.ColumnStarts[column + 1] - start;
        return a.Values[start + a.RowIndices.Slice(start, count).BinarySearch(row)];
    }

    /// <summary>AᵀWy.</summary>
    public static double[] Combination(this ConicProgram program, ReadOnlySpan<double> y)
    {
        var weighted = new double[y.Length];
        for (int i = 0; i < y.Length; i++) weighted[i] = program.RowWeights[i] * y[i];
        var product = new double[program.Columns];
        program.A.TransposeMultiply(weighted, product);
        return product;
    }

    /// <summary>The kind of cone that each row lies in.</summary>
    public static ConeKind[] RowKinds(this ConicProgram program)
    {
        var kinds = new ConeKind[program.Rows];
        foreach (ConeBlock block in program.Blocks) Array.Fill(kinds, block.Cone.Kind, block.Start, block.Rows);
        return kinds;
    }

    /// <summary>The number of entries of each row.</summary>
    public static int[] RowCounts(this ConicProgram program)
    {
        var counts = new int[program.Rows];
        foreach (int row in program.A.RowIndices) counts[row]++;
        return counts;
    }

    /// <summary>Whether each column is in the quadratic objective.</summary>
    public static bool[] QuadraticColumns(this ConicProgram program)
    {
        var quadratic = new bool[program.Columns];
        if (program.P is not { } p) return quadratic;
        for (int j = 0; j < quadratic.Length; j++)
        {
            for (int k = p.ColumnStarts[j]; k < p.ColumnStarts[j + 1]; k++) quadratic[j] = quadratic[p.RowIndices[k]] = true;
        }
        return quadratic;
    }

    /// <summary>An array of trues.</summary>
    public static bool[] All(int count)
    {
        var all = new bool[count];
        Array.Fill(all, true);
        return all;
    }

    /// <summary>Sets sums to 0 whose terms cancelled but for rounding.</summary>
    /// <param name="sums">The sums.</param>
    /// <param name="terms">For every sum the magnitudes of its terms, added up.</param>
    public static void ClearCancelled(double[] sums, double[] terms)
    {
        for (int k = 0; k < sums.Length; k++)
        {
            if (Math.Abs(sums[k]) <= Rounding * terms[k]) sums[k] = 0;
        }
    }

    /// <summary>|v| + |A||x|: the magnitudes of the terms of v ± Ax; of v ± Px where the matrix is the upper triangle of P.</summary>
    public static double[] Magnitudes(ReadOnlySpan<double> v, SparseMatrix? a, double[] x, bool isSymmetric = false)
    {
        var terms = new double[v.Length];
        for (int i = 0; i < terms.Length; i++) terms[i] = Math.Abs(v[i]);
        for (int j = 0; j < a?.Columns; j++)
        {
            for (int k = a.ColumnStarts[j]; k < a.ColumnStarts[j + 1]; k++)
            {
                int i = a.RowIndices[k];
                terms[i] += Math.Abs(a.Values[k] * x[j]);
                if (isSymmetric && i != j) terms[j] += Math.Abs(a.Values[k] * x[i]);
            }
        }
        return terms;
    }

    /// <summary>Whether all entries are finite.</summary>
    public static bool AllFinite(double[] values) => Array.TrueForAll(values, double.IsFinite);
}
