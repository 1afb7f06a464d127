using MathNet.Numerics.LinearAlgebra;

namespace Copositive.Numerics.Tests;

public class DenseCholeskyTests
{
    private static readonly int[] Orders = [1, 2, 3, 7, 8, 9, 47, 95, 96, 97, 100, 150, 289];

    private static double[] PositiveDefinite(int n, int seed)
    {
        double[] b = TestMatrices.Random(n, n, seed), a = new double[n * n];
        Gemm.MultiplyAdd(n, n, n, 1, b, n, false, b, n, true, 0, a, n);
        for (int i = 0; i < n; i++)
            a[i * n + i] += 1;
        return a;
    }

    /// <summary>max |A − LL'| over the lower triangle, relative to max |A| of a positive definite A, which is on its diagonal.</summary>
    private static double BackwardError(double[] a, double[] l, int n)
    {
        double worst = 0, largest = 0;
        for (int i = 0; i < n; i++)
        {
            largest = Math.Max(largest, a[i * n + i]);
            for (int j = 0; j <= i; j++)
            {
                double sum = -a[i * n + j];
                for (int k = 0; k <= j; k++)
                    sum += l[i * n + k] * l[j * n + k];
                worst = double.IsNaN(sum) ? double.NaN : Math.Max(worst, Math.Abs(sum));
            }
        }
        return worst / largest;
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
    public void Backward_error_is_small_with_any_number_of_threads_and_row_distance([Values(1, 2, 5)] int threads)
    {
        using var team = new WorkerTeam(threads);
        foreach (int n in Orders)
        {
            int lda = n + 5;
            double[] a = PositiveDefinite(n, n), spaced = new double[n * lda], l = new double[n * n];
            Array.Fill(spaced, double.NaN);
            for (int i = 0; i < n; i++)
                a.AsSpan(i * n, i + 1).CopyTo(spaced.AsSpan(i * lda));
            double[] again = (double[])spaced.Clone();
            Assert.That(DenseCholesky.TryFactor(spaced, n, lda, out int failed, team));
            Assert.That(failed, Is.EqualTo(-1));
            Assert.That(DenseCholesky.TryFactor(again, n, lda, out _, team));
            Assert.That(again, Is.EqualTo(spaced), "bit-equal from run to run");
            for (int i = 0; i < n; i++)
            {
                Assert.That(spaced.AsSpan(i * lda + i + 1, lda - i - 1).ToArray(), Is.All.NaN);
                spaced.AsSpan(i * lda, i + 1).CopyTo(l.AsSpan(i * n));
            }
            // (n + 2) u max A by theory, and the test's own sums as much again.
            Assert.That(BackwardError(a, l, n), Is.LessThanOrEqualTo(2 * (n + 4) * 1.2e-16), $"n = {n}");
        }
    }

    [Test]
    public void Graded_and_ill_conditioned_matrices_have_a_small_backward_error()
    {
        // Hilbert's matrix is positive definite; at order 12 its smallest eigenvalue, 2.6e-17 relative to the largest, is just enough.
        const int hilbert = 12, graded = 150;
        var h = new double[hilbert * hilbert];
        for (int i = 0; i < hilbert; i++)
            for (int j = 0; j < hilbert; j++)
                h[i * hilbert + j] = 1.0 / (i + j + 1);
        double[] l = (double[])h.Clone();
        Assert.That(DenseCholesky.TryFactor(l, hilbert));
        Assert.That(BackwardError(h, l, hilbert), Is.LessThan(4e-15));
        // Scaling rows and columns by powers of two changes no rounding: the factor is the scaled one, bit for bit.
        double[] a = PositiveDefinite(graded, 3), scaled = (double[])a.Clone();
        for (int i = 0; i < graded; i++)
            for (int j = 0; j < graded; j++)
                scaled[i * graded + j] = Math.ScaleB(a[i * graded + j], -3 * (i + j));
        Assert.That(DenseCholesky.TryFactor(a, graded) && DenseCholesky.TryFactor(scaled, graded));
        for (int i = 0; i < graded; i++)
            for (int j = 0; j <= i; j++)
                Assert.That(scaled[i * graded + j], Is.EqualTo(Math.ScaleB(a[i * graded + j], -3 * i)));
    }

    [Test]
    public void Entries_of_any_size_are_handled([Values(1e-150, 1e150, 1e-300, 1e300)] double scale)
    {
        const int n = 110;
        double[] a = PositiveDefinite(n, 3), l = a.Select(x => x * scale).ToArray();
        a = (double[])l.Clone();
        Assert.That(DenseCholesky.TryFactor(l, n));
        Assert.That(BackwardError(a, l, n), Is.LessThan(3e-14));
    }

    [Test]
    public void The_factor_of_a_matrix_with_an_integer_factor_of_powers_of_two_is_exact()
    {
        const int n = 120;
        var random = new Random(2);
        double[] l = new double[n * n], a = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i; j++)
                l[i * n + j] = i == j ? 4 : random.Next(-3, 4);
        Gemm.SyrkLower(n, n, 1, l, n, false, 0, a, n);
        Assert.That(DenseCholesky.TryFactor(a, n));
        Assert.That(a, Is.EqualTo(l));
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
    public void Inverses_leave_a_small_residual_and_the_upper_triangle([Values(1, 2)] int threads)
    {
        using var team = new WorkerTeam(threads);
        foreach (int n in Orders)
        {
            double[] a = PositiveDefinite(n, n), l = (double[])a.Clone();
            for (int i = 0; i < n; i++)
                a.AsSpan(i * n + i, n - i).Fill(double.NaN);
            double[] original = PositiveDefinite(n, n);
            Assert.That(DenseCholesky.TryFactor(l, n));
            double[] inverse = (double[])l.Clone(), factorInverse = (double[])l.Clone();
            for (int i = 0; i < n; i++)
                for (int j = i + 1; j < n; j++)
                    inverse[i * n + j] = factorInverse[i * n + j] = double.NaN;
            DenseCholesky.InvertInPlace(inverse, n, n, team);
            DenseCholesky.InvertFactorInPlace(factorInverse, n, n, team);
            for (int i = 0; i < n; i++)
                for (int j = i + 1; j < n; j++)
                {
                    Assert.That(inverse[i * n + j], Is.NaN);
                    Assert.That(factorInverse[i * n + j], Is.NaN);
                    inverse[i * n + j] = inverse[j * n + i];
                    factorInverse[i * n + j] = l[i * n + j] = 0;
                }
            // |A⁻¹| ≤ 1 and |A| ≤ n: the products have errors of a small multiple of n² u κ, κ ≤ 4n.
            Assert.That(DistanceFromIdentity(n, original, inverse), Is.LessThan(1e-13 * n), $"n = {n}");
            Assert.That(DistanceFromIdentity(n, l, factorInverse), Is.LessThan(1e-13 * n), $"n = {n}");
        }
    }

    private static double DistanceFromIdentity(int n, double[] x, double[] y)
    {
        var product = new double[n * n];
        Gemm.MultiplyAdd(n, n, n, 1, x, n, false, y, n, false, 0, product, n);
        for (int i = 0; i < n; i++)
            product[i * n + i] -= 1;
        return product.Max(Math.Abs);
    }

    [Test]
    public void A_matrix_that_is_not_positive_definite_is_reported_with_its_pivot()
    {
        Assert.That(DenseCholesky.TryFactor([1, 0, 2, 1], 2), Is.False); // eigenvalues −1 and 3
        Assert.That(DenseCholesky.TryFactor([0], 1), Is.False);
        Assert.That(DenseCholesky.TryFactor([double.NaN], 1), Is.False);
        Assert.That(DenseCholesky.TryFactor([double.PositiveInfinity], 1), Is.False);
        Assert.That(DenseCholesky.TryFactor([], 0), Is.True);
        foreach (int n in new[] { 5, 96, 120, 300 })
            foreach (int bad in new[] { 0, n / 2, n - 1 })
                foreach (double entry in new[] { -1, 0, double.NaN, double.PositiveInfinity })
                {
                    double[] a = PositiveDefinite(n, 1);
                    a[bad * n + bad] = entry;
                    Assert.That(DenseCholesky.TryFactor(a, n, n, out int failed), Is.False);
                    Assert.That(failed, Is.EqualTo(bad), $"n = {n}");
                }
    }

    [Test]
    public void Nothing_is_allocated_when_warm()
    {
        const int n = 250;
        double[] a = PositiveDefinite(n, 1), work = new double[n * n];
        Assert.That(
            Allocation.Of(() =>
            {
                a.CopyTo(work, 0);
                DenseCholesky.TryFactor(work, n);
                DenseCholesky.InvertInPlace(work, n, n);
            }),
            Is.Zero);
    }

    [Test]
    public void Cancellation_and_wrong_lengths_are_refused()
    {
        var cancelled = new CancellationToken(true);
        double[] a = PositiveDefinite(150, 1);
        Assert.Throws<OperationCanceledException>(() => DenseCholesky.TryFactor(a, 150, 150, out _, null, cancelled));
        Assert.Throws<ArgumentException>(() => DenseCholesky.TryFactor(new double[8], 3));
        Assert.Throws<ArgumentException>(() => DenseCholesky.TryFactor(new double[9], 3, 2, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => DenseCholesky.TryFactor(new double[9], -1));
        Assert.Throws<ArgumentException>(() => DenseCholesky.SolveInPlace(new double[9], 3, new double[2]));
        Assert.Throws<ArgumentException>(() => DenseCholesky.InvertInPlace(new double[9], 3, 2));
    }
}
