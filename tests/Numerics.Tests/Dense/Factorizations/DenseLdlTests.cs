using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Copositive.Numerics.Tests;

public class DenseLdlTests
{
    private static double[] Negated(double[] a) => a.Select(x => -x).ToArray();

    /// <summary>[[H, B'], [B, 0]] with H positive definite of order p and B of q rows: p positive and q negative eigenvalues.</summary>
    private static double[] SaddlePoint(int p, int q, int seed)
    {
        int n = p + q;
        double[] random = TestMatrices.Random(n, n, seed), a = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i && j < p; j++)
                a[i * n + j] = a[j * n + i] = i == j ? p : random[i * n + j];
        return a;
    }

    /// <summary>The largest column norm of AX − B relative to n (‖A‖ ‖x‖ + ‖b‖), by maxima.</summary>
    private static double Residual(int n, double[] a, double[] x, double[] b, int columns)
    {
        double worst = 0, size = a.Max(Math.Abs);
        for (int c = 0; c < columns; c++)
        {
            double largest = 0, error = 0, right = 0;
            for (int i = 0; i < n; i++)
            {
                double sum = -b[i * columns + c];
                for (int k = 0; k < n; k++)
                    sum += a[i * n + k] * x[k * columns + c];
                error = double.IsNaN(sum) ? double.NaN : Math.Max(error, Math.Abs(sum));
                largest = Math.Max(largest, Math.Abs(x[i * columns + c]));
                right = Math.Max(right, Math.Abs(b[i * columns + c]));
            }
            worst = Math.Max(worst, error / (n * size * largest + right));
        }
        return worst;
    }

    [Test]
    public void Solves_of_indefinite_systems_agree_with_MathNet([Values(1, 2, 3, 5, 10, 31, 32, 33, 34, 64, 80, 150)] int n)
    {
        for (int seed = 0; seed < 5; seed++)
        {
            double[] a = TestMatrices.RandomSymmetric(n, 10 * n + seed);
            if (seed == 3)
                for (int i = 0; i < n; i++)
                    a[i * n + i] = n == 1 ? 1 : 0; // no pivot of order 1 at the start
            var ldl = new DenseLdl(n);
            Assert.That(ldl.TryFactor(a));
            double[] b = TestMatrices.Random(n, 1, seed), x = (double[])b.Clone();
            ldl.SolveInPlace(x);
            Assert.That(Residual(n, a, x, b, 1), Is.LessThan(5e-15));
            Evd<double> oracle = Matrix<double>.Build.DenseOfRowMajor(n, n, a).Evd(Symmetricity.Symmetric);
            double[] values = oracle.EigenValues.Select(z => z.Real).ToArray();
            Assert.That(ldl.PositiveEigenvalues, Is.EqualTo(values.Count(v => v > 0)), "inertia");
            Assert.That(ldl.NegativeEigenvalues, Is.EqualTo(values.Count(v => v < 0)), "inertia");
        }
    }

    [Test]
    public void Many_right_hand_sides_agree_with_one([Values(1, 3)] int threads)
    {
        using var team = new WorkerTeam(threads);
        foreach (int n in new[] { 1, 2, 9, 33, 150 })
        {
            const int columns = 30;
            double[] a = SaddlePoint(n - n / 3, n / 3, n), b = TestMatrices.Random(n, columns, 4);
            double[] x = (double[])b.Clone(), y = (double[])b.Clone();
            for (int i = 0; i < n; i++)
                for (int j = i + 1; j < n; j++)
                    a[i * n + j] = double.NaN; // not read
            var ldl = new DenseLdl(n, team);
            Assert.That(ldl.TryFactor(a));
            ldl.SolveInPlace(x, columns, columns);
            for (int i = 0; i < n; i++)
                for (int j = i + 1; j < n; j++)
                    a[i * n + j] = a[j * n + i];
            Assert.That(Residual(n, a, x, b, columns), Is.LessThan(5e-15));
            Assert.That(ldl.TryFactor(a));
            ldl.SolveInPlace(y, columns, columns);
            Assert.That(y, Is.EqualTo(x), "bit-equal from run to run");
            double[] single = new double[n];
            for (int i = 0; i < n; i++)
                single[i] = b[i * columns + 7];
            ldl.SolveInPlace(single);
            for (int i = 0; i < n; i++)
                Assert.That(single[i], Is.EqualTo(x[i * columns + 7]).Within(1e-12));
        }
    }

    [Test]
    public void Saddle_points_have_the_inertia_of_their_blocks()
    {
        // H positive definite and B of full rank: p positive, q negative eigenvalues (Haynsworth).
        foreach ((int p, int q) in new[] { (1, 1), (20, 9), (60, 50), (100, 30) })
            foreach (int sign in new[] { 1, -1 })
            {
                double[] a = SaddlePoint(p, q, p);
                var ldl = new DenseLdl(p + q);
                Assert.That(ldl.TryFactor(sign > 0 ? a : Negated(a)));
                Assert.That(sign > 0 ? ldl.PositiveEigenvalues : ldl.NegativeEigenvalues, Is.EqualTo(p));
                Assert.That(sign > 0 ? ldl.NegativeEigenvalues : ldl.PositiveEigenvalues, Is.EqualTo(q));
                Assert.That(ldl.ZeroEigenvalues, Is.Zero);
            }
    }

    [Test]
    public void A_saddle_point_matrix_with_a_zero_block_is_solved()
    {
        // [[0, 1], [1, 0]] x = (2, 3) has x = (3, 2).
        var ldl = new DenseLdl(2);
        Assert.That(ldl.TryFactor([0, 1, 1, 0]));
        double[] b = [2, 3];
        ldl.SolveInPlace(b);
        Assert.That(b, Is.EqualTo(new[] { 3.0, 2.0 }));
    }

    [Test]
    public void Graded_and_structured_matrices_leave_a_small_residual(
        [Values("graded", "wilkinson", "arrow", "permutation", "huge", "tiny", "clustered", "tridiagonal")] string kind)
    {
        foreach (int n in new[] { 7, 40, 101 })
        {
            double[] a = TestMatrices.Make(kind, n, n), b = TestMatrices.Random(n, 1, 4);
            if (kind == "arrow")
                a[0] = 1; // its first pivot is 0, as made
            double size = a.Max(Math.Abs);
            b = b.Select(v => v * size).ToArray();
            double[] x = (double[])b.Clone();
            var ldl = new DenseLdl(n);
            Assert.That(ldl.TryFactor(a), $"{kind}, n = {n}");
            ldl.SolveInPlace(x);
            Assert.That(Residual(n, a, x, b, 1), Is.LessThan(5e-15), $"{kind}, n = {n}");
        }
    }

    [Test]
    public void Singular_matrices_are_reported_with_their_inertia()
    {
        Assert.That(new DenseLdl(2).TryFactor(new double[4]), Is.False);
        Assert.That(new DenseLdl(2).TryFactor([1, 1, 1, 1]), Is.False);
        Assert.That(new DenseLdl(0).TryFactor([]), Is.True);
        // −uu' for u of ones and twos is eliminated exactly: one negative eigenvalue, the others zero.
        const int n = 70;
        double[] a = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                a[i * n + j] = -(1 << (i % 2 + j % 2));
        var ldl = new DenseLdl(n);
        Assert.That(ldl.TryFactor(a), Is.False);
        Assert.That((ldl.PositiveEigenvalues, ldl.NegativeEigenvalues, ldl.ZeroEigenvalues), Is.EqualTo((0, 1, n - 1)));
        Assert.Throws<InvalidOperationException>(() => ldl.SolveInPlace(new double[n]));
        Assert.Throws<InvalidOperationException>(() => ldl.SolveInPlace(new double[n], 1, 1));
    }

    [Test]
    public void Entries_that_are_not_finite_are_reported(
        [Values(double.NaN, double.PositiveInfinity, double.NegativeInfinity)] double entry)
    {
        const int n = 50;
        foreach ((int i, int j) in new[] { (0, 0), (17, 3), (49, 48), (49, 49), (40, 40) })
        {
            double[] a = TestMatrices.RandomSymmetric(n, 3);
            a[i * n + j] = entry;
            var ldl = new DenseLdl(n);
            Assert.That(ldl.TryFactor(a), Is.False, $"({i}, {j})");
            Assert.That(ldl.PositiveEigenvalues + ldl.NegativeEigenvalues + ldl.ZeroEigenvalues, Is.Zero);
        }
    }

    [Test]
    public void Entries_of_any_size_are_handled([Values(1e-150, 1e150, 1e-290, 1e290)] double scale)
    {
        const int n = 45;
        double[] a = TestMatrices.RandomSymmetric(n, 4);
        var ldl = new DenseLdl(n);
        Assert.That(ldl.TryFactor(a));
        double[] x = TestMatrices.Random(n, 1, 1), y = (double[])x.Clone();
        ldl.SolveInPlace(x);
        Assert.That(ldl.TryFactor(a.Select(v => v * scale).ToArray()));
        ldl.SolveInPlace(y);
        Assert.That(y.Select(v => v * scale), Is.EqualTo(x).Within(1e-11 * x.Max(Math.Abs)));
    }

    [Test]
    public void Cancellation_and_wrong_lengths_are_refused_and_nothing_is_allocated_when_warm()
    {
        const int n = 70;
        double[] a = TestMatrices.RandomSymmetric(n, 4), b = TestMatrices.Random(n, 3, 1);
        var ldl = new DenseLdl(n);
        Assert.Throws<ArgumentException>(() => ldl.TryFactor(new double[n * n - 1]));
        Assert.Throws<OperationCanceledException>(() => ldl.TryFactor(a, new CancellationToken(true)));
        Assert.That(ldl.TryFactor(a));
        Assert.Throws<ArgumentException>(() => ldl.SolveInPlace(new double[n - 1]));
        Assert.Throws<ArgumentException>(() => ldl.SolveInPlace(b, 2, 3));
        Assert.That(
            Allocation.Of(() =>
            {
                ldl.TryFactor(a);
                ldl.SolveInPlace(b, 3, 3);
            }),
            Is.Zero);
    }
}
