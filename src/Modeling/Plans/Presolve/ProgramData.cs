using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>Questions that the presolve rewrites ask of a program's data.</summary>
internal static class ProgramData
{
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

    /// <summary>Whether all entries are finite.</summary>
    public static bool AllFinite(double[] values) => Array.TrueForAll(values, double.IsFinite);
}
