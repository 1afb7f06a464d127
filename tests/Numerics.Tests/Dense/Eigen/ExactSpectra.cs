namespace Copositive.Numerics.Tests;

/// <summary>
/// Symmetric matrices, row-major, whose entries are exact in doubles and whose eigenvalues and projection on the semidefinite cone are
/// known exactly.
/// </summary>
public sealed record ExactSpectra(string Name, int Order, double[] Matrix, double[] Values, double[] Projection)
{
    /// <summary>All of them.</summary>
    public static IEnumerable<ExactSpectra> All()
    {
        foreach (int order in new[] { 1, 2, 4, 8, 16, 32, 64, 128, 256 })
        {
            yield return Hadamard($"Hadamard, distinct {order}", order, k => k % 2 == 0 ? k + 1 : -k);
            yield return Hadamard($"Hadamard, clustered {order}", order, k => k % 3 - 1);
            yield return Hadamard($"Hadamard, one negative {order}", order, k => k == 0 ? -3 : 5);
            yield return Hadamard($"Hadamard, graded {order}", order, k => Math.ScaleB(k % 2 == 0 ? 1 : -1, -(k % 20)));
            yield return Reflected($"reflected {order}", order, k => k % 2 == 0 ? k : -3 * k);
            yield return Reflected($"reflected, scaled up {order}", order, k => (k % 2 == 0 ? k + 1 : -k) * Math.ScaleB(1, 498));
            yield return Reflected($"reflected, scaled down {order}", order, k => (k % 2 == 0 ? k + 1 : -k) * Math.ScaleB(1, -498));
        }
        foreach (int order in new[] { 3, 7, 9, 25, 65, 129 })
            yield return CompleteGraph(order);
    }

    public override string ToString() => Name;

    /// <summary>
    /// H D H for Sylvester's Hadamard matrix, H_ij = (−1)^(ones in i AND j), with H² = nI: the eigenvalues are n d_k, all sums exact.
    /// </summary>
    private static ExactSpectra Hadamard(string name, int n, Func<int, double> d)
    {
        static double Sign(int i, int j) => int.PopCount(i & j) % 2 == 0 ? 1 : -1;
        return Make(name, n, k => n * d(k), (value, i, j) =>
        {
            double sum = 0;
            for (int k = 0; k < n; k++)
                sum += Sign(i, k) * value(d(k)) * Sign(k, j);
            return sum;
        });
    }

    /// <summary>
    /// R D R for the reflection R = I − (2/n) 11' with n a power of two: R D R = D − (2/n)(d_i + d_j) + (4/n²)Σd, exact, with the
    /// eigenvalues d_k.
    /// </summary>
    private static ExactSpectra Reflected(string name, int n, Func<int, double> d) => Make(name, n, d, (value, i, j) =>
    {
        double sum = 0;
        for (int k = 0; k < n; k++)
            sum += value(d(k));
        return (i == j ? value(d(i)) : 0) - 2.0 / n * (value(d(i)) + value(d(j))) + 4.0 / n / n * sum;
    });

    /// <summary>The adjacency matrix 11' − I, with the eigenvalues n − 1 and −1, n − 1 times; the positive part is ((n−1)/n) 11'.</summary>
    private static ExactSpectra CompleteGraph(int n)
    {
        double[] matrix = new double[n * n], values = new double[n], projection = new double[n * n];
        Array.Fill(matrix, 1);
        Array.Fill(projection, (n - 1.0) / n);
        for (int i = 0; i < n; i++)
            matrix[i * n + i] = 0;
        Array.Fill(values, -1);
        values[n - 1] = n - 1;
        return new ExactSpectra($"complete graph {n}", n, matrix, values, projection);
    }

    private static ExactSpectra Make(string name, int n, Func<int, double> eigenvalue, Func<Func<double, double>, int, int, double> entry)
    {
        double[] matrix = new double[n * n], values = new double[n], projection = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            values[i] = eigenvalue(i);
            for (int j = 0; j < n; j++)
            {
                matrix[i * n + j] = entry(x => x, i, j);
                projection[i * n + j] = entry(x => Math.Max(x, 0), i, j);
            }
        }
        Array.Sort(values);
        return new ExactSpectra(name, n, matrix, values, projection);
    }
}
