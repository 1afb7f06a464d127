using Copositive.Numerics;

namespace Copositive.Solvers.Admm.Tests;

/// <summary>GMRES against direct solutions and what its residual says.</summary>
public sealed class GmresTests
{
    [TestCase(0.0)]
    [TestCase(0.3)]
    public void The_solution_is_that_of_dense_elimination(double mu)
    {
        const int n = 40;
        DenseMap map = Contraction(n, 0.8, 1);
        double[] f = Vector(n, 2), d = new double[n];
        double relative = new Gmres(n, n).Solve(map, mu, f, 1e-6, d);
        Assert.That(relative, Is.LessThanOrEqualTo(1e-6));
        // The products and the basis are in single precision, and ‖(μI − M)⁻¹‖ ≤ 1/(1 − 0.8).
        double[] expected = map.SolveShifted(mu, f);
        for (int i = 0; i < n; i++) Assert.That(d[i], Is.EqualTo(expected[i]).Within(2e-5));
    }

    [Test]
    public void The_residual_reported_is_that_of_the_solution()
    {
        const int n = 5000;
        DiagonalMap map = Spread(n);
        double[] f = Vector(n, 3), d = new double[n];
        var gmres = new Gmres(n, 30);
        double relative = gmres.Solve(map, 0, f, 1e-3, d), squares = 0, all = 0;
        for (int i = 0; i < n; i++)
        {
            squares += Math.Pow(f[i] + map[i] * d[i], 2);
            all += f[i] * f[i];
        }
        Assert.That(gmres.Steps, Is.InRange(2, 29));
        Assert.That(relative, Is.LessThanOrEqualTo(1e-3).And.EqualTo(Math.Sqrt(squares / all)).Within(1e-5));
    }

    /// <summary>Of a right-hand side in an invariant subspace of dimension 3, the Krylov space is that subspace.</summary>
    [Test]
    public void It_ends_with_an_invariant_subspace()
    {
        const int n = 3000;
        DiagonalMap map = new(n, i => -1 - i % 3);
        double[] f = Vector(n, 4), d = new double[n];
        var gmres = new Gmres(n, 50);
        gmres.Solve(map, 0, f, 1e-9, d);
        // Rounding in single precision may add steps, whose contributions are of its size.
        Assert.That(gmres.Steps, Is.LessThanOrEqualTo(6));
        for (int i = 0; i < n; i++) Assert.That(d[i], Is.EqualTo(f[i] / (1 + i % 3)).Within(1e-5));
    }

    /// <summary>M = −I + ε·noise makes all vectors nearly parallel: only a second pass keeps the basis orthogonal.</summary>
    [Test]
    public void The_basis_stays_orthonormal_under_cancellation()
    {
        const int n = 20_000, count = 12;
        var basis = new KrylovBasis(n, count);
        var random = new Random(5);
        float[] first = basis[0];
        for (int i = 0; i < n; i++) first[i] = 1;
        basis.Orthonormalize(0);
        for (int k = 1; k < count; k++)
        {
            float[] v = basis[k];
            for (int i = 0; i < n; i++) v[i] = basis[k - 1][i] + 1e-4f * (float)(random.NextDouble() - 0.5);
            basis.Orthonormalize(k);
        }
        for (int a = 0; a < count; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double inner = 0;
                for (int i = 0; i < n; i++) inner += (double)basis[a][i] * basis[b][i];
                Assert.That(inner, Is.EqualTo(a == b ? 1 : 0).Within(1e-5), $"vectors {a} and {b}");
            }
        }
    }

    [Test]
    public void Threads_and_repetition_change_no_bit()
    {
        const int n = 30_000;
        DiagonalMap map = Spread(n);
        double[] f = Vector(n, 6), alone = new double[n];
        new Gmres(n, 20).Solve(map, 0.1, f, 1e-5, alone);
        foreach (int threads in new[] { 2, 3 })
        {
            using var team = new WorkerTeam(threads);
            var gmres = new Gmres(n, 20, team);
            for (int run = 0; run < 3; run++)
            {
                var d = new double[n];
                gmres.Solve(map, 0.1, f, 1e-5, d);
                Assert.That(d, Is.EqualTo(alone));
            }
        }
    }

    [Test]
    public void A_warm_solver_does_not_allocate()
    {
        const int n = 30_000;
        DiagonalMap map = Spread(n);
        double[] f = Vector(n, 7), d = new double[n];
        using var team = new WorkerTeam(2);
        var gmres = new Gmres(n, 20, team);
        long least = long.MaxValue;
        for (int run = 0; run < 5; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            gmres.Solve(map, 0, f, 1e-4, d);
            if (run > 0) least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.That(least, Is.Zero);
    }

    [Test]
    public void Zero_has_the_solution_zero_and_nonsense_has_none()
    {
        double[] d = [1, 1, 1];
        var gmres = new Gmres(3, 3);
        Assert.That(gmres.Solve(new DiagonalMap(3, _ => -1), 0, [0, 0, 0], 0.1, d), Is.Zero);
        Assert.That(d, Is.All.Zero);
        Assert.That(gmres.Solve(new DiagonalMap(3, _ => float.NaN), 0, [1, 2, 3], 0.1, d), Is.EqualTo(double.PositiveInfinity));
        Assert.That(d, Is.All.Zero);
        Assert.That(() => gmres.Solve(new DiagonalMap(4, _ => -1), 0, [1, 2, 3], 0.1, d), Throws.ArgumentException);
    }

    private static double[] Vector(int n, int seed)
    {
        var random = new Random(seed);
        var v = new double[n];
        for (int i = 0; i < n; i++) v[i] = 2 * random.NextDouble() - 1;
        return v;
    }

    /// <summary>T − I for a random T of norm below the bound.</summary>
    private static DenseMap Contraction(int n, double bound, int seed)
    {
        var random = new Random(seed);
        var entries = new double[n, n];
        double squares = 0;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                entries[i, j] = random.NextDouble() - 0.5;
                squares += entries[i, j] * entries[i, j];
            }
        }
        for (int i = 0; i < n; i++)
        {
            // The spectral norm of such a matrix is about 2/√n of the Frobenius norm, and below half of it here.
            for (int j = 0; j < n; j++) entries[i, j] *= 2 * bound / Math.Sqrt(squares);
            entries[i, i] -= 1;
        }
        return new DenseMap(entries);
    }

    private static DiagonalMap Spread(int n) => new(n, i => -0.2f - 0.8f * i / n);

    private sealed class DiagonalMap(int n, Func<int, float> entry) : ILinearMap
    {
        private readonly float[] _entries = Array.ConvertAll(Indices(n), i => entry(i));

        public int Dimension => n;

        public double this[int i] => _entries[i];

        public void Apply(ReadOnlySpan<float> x, Span<float> y)
        {
            for (int i = 0; i < n; i++) y[i] = _entries[i] * x[i];
        }

        private static int[] Indices(int n)
        {
            var indices = new int[n];
            for (int i = 0; i < n; i++) indices[i] = i;
            return indices;
        }
    }

    private sealed class DenseMap(double[,] entries) : ILinearMap
    {
        public int Dimension => entries.GetLength(0);

        public void Apply(ReadOnlySpan<float> x, Span<float> y)
        {
            for (int i = 0; i < Dimension; i++)
            {
                double sum = 0;
                for (int j = 0; j < Dimension; j++) sum += entries[i, j] * x[j];
                y[i] = (float)sum;
            }
        }

        /// <summary>(μI − M)⁻¹f by Gauss–Jordan elimination with row exchanges.</summary>
        public double[] SolveShifted(double mu, double[] f)
        {
            int n = Dimension;
            var a = new double[n, n + 1];
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++) a[i, j] = (i == j ? mu : 0) - entries[i, j];
                a[i, n] = f[i];
            }
            for (int p = 0; p < n; p++)
            {
                int best = p;
                for (int i = p; i < n; i++) best = Math.Abs(a[i, p]) > Math.Abs(a[best, p]) ? i : best;
                for (int j = 0; j <= n; j++) (a[p, j], a[best, j]) = (a[best, j], a[p, j]);
                for (int i = 0; i < n; i++)
                {
                    double factor = i == p ? 0 : a[i, p] / a[p, p];
                    for (int j = p; j <= n; j++) a[i, j] -= factor * a[p, j];
                }
            }
            var d = new double[n];
            for (int i = 0; i < n; i++) d[i] = a[i, n] / a[i, i];
            return d;
        }
    }
}
