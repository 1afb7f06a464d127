namespace Copositive.Numerics.Tests;

/// <summary>Systems for the Krylov methods.</summary>
internal static class KrylovSystems
{
    /// <summary>A dense row-major matrix.</summary>
    public readonly record struct Dense(double[] Values, int Order) : ILinearOperator
    {
        public void Apply(ReadOnlySpan<double> x, Span<double> y)
        {
            for (int i = 0; i < Order; i++)
            {
                double sum = 0;
                for (int j = 0; j < Order; j++)
                    sum += Values[i * Order + j] * x[j];
                y[i] = sum;
            }
        }
    }

    /// <summary>Q diag(values) Q with Q = I − 2vv'/v'v, which has these eigenvalues exactly but for rounding.</summary>
    public static Dense WithEigenvalues(double[] values, int seed)
    {
        int n = values.Length;
        double[] v = TestMatrices.Random(n, 1, seed), q = new double[n * n], a = new double[n * n];
        double square = v.Sum(t => t * t);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                q[i * n + j] = (i == j ? 1 : 0) - 2 * v[i] * v[j] / square;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                for (int k = 0; k < n; k++)
                    a[i * n + j] += q[i * n + k] * values[k] * q[k * n + j];
        return new Dense(a, n);
    }

    public static double[] Product<T>(T a, double[] x)
        where T : ILinearOperator
    {
        double[] y = new double[x.Length];
        a.Apply(x, y);
        return y;
    }

    /// <summary>The upper triangle of the k × k grid Laplacian with a diagonal larger by the shift.</summary>
    public static SparseMatrix Grid(int k, double shift)
    {
        List<int> rows = [], columns = [];
        List<double> values = [];
        for (int v = 0; v < k * k; v++)
        {
            foreach (int w in new[] { v - k, v % k > 0 ? v - 1 : -1 })
                if (w >= 0)
                {
                    rows.Add(w);
                    columns.Add(v);
                    values.Add(-1);
                }
            rows.Add(v);
            columns.Add(v);
            values.Add((v >= k ? 1 : 0) + (v < k * k - k ? 1 : 0) + (v % k > 0 ? 1 : 0) + (v % k < k - 1 ? 1 : 0) + shift);
        }
        return SparseMatrix.FromTriplets(k * k, k * k, rows.ToArray(), columns.ToArray(), values.ToArray());
    }
}
