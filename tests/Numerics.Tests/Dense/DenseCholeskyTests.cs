using MathNet.Numerics.LinearAlgebra;

namespace Copositive.Numerics.Tests;

public class DenseCholeskyTests
{
    private static readonly int[] Orders = [1, 2, 3, 7, 47, 48, 49, 100, 150];

    private static double[] PositiveDefinite(int n, int seed)
    {
        double[] b = TestMatrices.Random(n, n, seed), a = new double[n * n];
        Gemm.MultiplyAdd(n, n, n, 1, b, n, false, b, n, true, 0, a, n);
        for (int i = 0; i < n; i++)
            a[i * n + i] += 1;
        return a;
    }

    [Test]
    public void Factor_agrees_with_MathNet_and_leaves_the_upper_triangle()
    {
        foreach (int n in Orders)
        {
            double[] a = PositiveDefinite(n, n), factor = (double[])a.Clone();
            for (int i = 0; i < n; i++)
                for (int j = i + 1; j < n; j++)
                    factor[i * n + j] = double.NaN;
            Assert.That(DenseCholesky.TryFactor(factor, n), $"n = {n}");
            Matrix<double> oracle = Matrix<double>.Build.DenseOfRowMajor(n, n, a).Cholesky().Factor;
            for (int i = 0; i < n; i++)
                for (int j = 0; j < n; j++)
                    Assert.That(factor[i * n + j], j <= i ? Is.EqualTo(oracle[i, j]).Within(1e-12 * n) : Is.NaN);
        }
    }

    [Test]
    public void Solves_leave_a_small_residual()
    {
        foreach (int n in Orders)
        {
            double[] a = PositiveDefinite(n, n), factor = (double[])a.Clone();
            Assert.That(DenseCholesky.TryFactor(factor, n));
            foreach (int columns in new[] { 1, 3, 30 })
            {
                double[] b = TestMatrices.Random(n, columns, 9), x = (double[])b.Clone(), r = (double[])b.Clone();
                DenseCholesky.SolveInPlace(factor, n, x, columns);
                Gemm.MultiplyAdd(n, columns, n, 1, a, n, false, x, columns, false, -1, r, columns);
                Assert.That(r.Max(Math.Abs), Is.LessThan(1e-12 * n));
                double[] single = new double[n];
                for (int i = 0; i < n; i++)
                    single[i] = b[i * columns];
                DenseCholesky.SolveInPlace(factor, n, single);
                for (int i = 0; i < n; i++)
                    Assert.That(single[i], Is.EqualTo(x[i * columns]).Within(1e-12 * n));
            }
        }
    }

    [Test]
    public void A_matrix_that_is_not_positive_definite_is_reported()
    {
        Assert.That(DenseCholesky.TryFactor([1, 0, 2, 1], 2), Is.False); // eigenvalues −1 and 3
        Assert.That(DenseCholesky.TryFactor([0], 1), Is.False);
        Assert.That(DenseCholesky.TryFactor([double.NaN], 1), Is.False);
        double[] a = PositiveDefinite(120, 1);
        a[119 * 120 + 119] = -1;
        Assert.That(DenseCholesky.TryFactor(a, 120), Is.False);
        Assert.That(DenseCholesky.TryFactor([], 0), Is.True);
    }
}
