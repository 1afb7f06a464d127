using MathNet.Numerics.LinearAlgebra;

namespace Copositive.Numerics.Tests;

/// <summary>Symmetric sparse matrices, by their upper triangles, that the factorisations are tested with.</summary>
internal static class SparseSystems
{
    /// <summary>[H A'; A −G] with H, G positive diagonal plus sparse Gram matrices and sparse random A; upper triangle and signs.</summary>
    public static (SparseMatrix Upper, int[] Signs) QuasiDefinite(int n, int m, int perRow, int seed)
    {
        var random = new Random(seed);
        List<int> rows = [], columns = [];
        List<double> values = [];
        void Add(int i, int j, double v)
        {
            rows.Add(Math.Min(i, j));
            columns.Add(Math.Max(i, j));
            values.Add(v);
        }
        for (int j = 0; j < n; j++)
            Add(j, j, 1 + random.NextDouble());
        for (int k = 0; k < n / 3; k++)
        {
            int i = random.Next(n), j = random.Next(n);
            Add(i, i, 1);
            if (i == j)
                continue;
            Add(j, j, 1);
            Add(i, j, random.NextDouble());
        }
        for (int i = 0; i < m; i++)
        {
            Add(n + i, n + i, -0.1 - random.NextDouble());
            for (int k = 0; k < perRow; k++)
                Add(n + i, random.Next(n), 2 * random.NextDouble() - 1);
        }
        int[] signs = new int[n + m];
        Array.Fill(signs, 1, 0, n);
        Array.Fill(signs, -1, n, m);
        return (SparseMatrix.FromTriplets(n + m, n + m, rows.ToArray(), columns.ToArray(), values.ToArray()), signs);
    }

    public static Matrix<double> Dense(SparseMatrix upper)
    {
        Matrix<double> full = Matrix<double>.Build.Dense(upper.Rows, upper.Columns);
        for (int j = 0; j < upper.Columns; j++)
            for (int k = upper.ColumnStarts[j]; k < upper.ColumnStarts[j + 1]; k++)
                full[upper.RowIndices[k], j] = full[j, upper.RowIndices[k]] = upper.Values[k];
        return full;
    }

    /// <summary>A matrix without zeros: the factor is one block, in panels when it is wide.</summary>
    public static (SparseMatrix Upper, int[] Signs) FullQuasiDefinite(int n, int m)
    {
        int order = n + m;
        double[] a = TestMatrices.RandomSymmetric(order, order);
        List<int> rows = [], columns = [];
        List<double> values = [];
        for (int j = 0; j < order; j++)
            for (int i = 0; i <= j; i++)
            {
                rows.Add(i);
                columns.Add(j);
                // The diagonal dominates, so that H and G are positive definite.
                values.Add(i == j ? (j < n ? 1.0 : -1.0) * order : a[i * order + j]);
            }
        return (SparseMatrix.FromTriplets(order, order, rows.ToArray(), columns.ToArray(), values.ToArray()), [.. Enumerable.Repeat(1, n), .. Enumerable.Repeat(-1, m)]);
    }

    public static SparseMatrix GridLaplacian(int k)
    {
        List<int> rows = [], columns = [];
        List<double> values = [];
        void Edge(int v, int w)
        {
            rows.AddRange([v, w, v]);
            columns.AddRange([v, w, w]);
            values.AddRange([1, 1, -1]);
        }
        for (int i = 0; i < k; i++)
            for (int j = 0; j < k; j++)
            {
                if (i + 1 < k)
                    Edge(i * k + j, (i + 1) * k + j);
                if (j + 1 < k)
                    Edge(i * k + j, i * k + j + 1);
            }
        return SparseMatrix.FromTriplets(k * k, k * k, rows.ToArray(), columns.ToArray(), values.ToArray());
    }

    public static SparseMatrix Grid(int k)
    {
        List<int> rows = [], columns = [];
        List<double> values = [];
        for (int i = 0; i < k; i++)
            for (int j = 0; j < k; j++)
            {
                int v = i * k + j;
                rows.Add(v);
                columns.Add(v);
                values.Add(4.01);
                foreach (int w in new[] { i > 0 ? v - k : -1, j > 0 ? v - 1 : -1 })
                    if (w >= 0)
                    {
                        rows.Add(w);
                        columns.Add(v);
                        values.Add(-1);
                    }
            }
        return SparseMatrix.FromTriplets(k * k, k * k, rows.ToArray(), columns.ToArray(), values.ToArray());
    }

    /// <summary>The upper triangle of AA' + I for random A, a few entries a column, nearby and far: much fill, a bushy tree.</summary>
    public static SparseMatrix NormalEquations(int m, int n, int seed)
    {
        var random = new Random(seed);
        List<int> rows = [], columns = [];
        List<double> values = [];
        for (int j = 0; j < n; j++)
            for (int k = 0; k < 3; k++)
            {
                rows.Add(random.NextDouble() < 0.05 ? random.Next(m) : Math.Min(m - 1, (int)((long)j * m / n) + random.Next(12)));
                columns.Add(j);
                values.Add(2 * random.NextDouble() - 1);
            }
        var normal = new NormalMatrix(SparseMatrix.FromTriplets(m, n, rows.ToArray(), columns.ToArray(), values.ToArray()));
        double[] product = new double[normal.NonzeroCount];
        normal.Form([], product);
        normal.AddDiagonal(1, product);
        return normal.ToMatrix(product);
    }
}
