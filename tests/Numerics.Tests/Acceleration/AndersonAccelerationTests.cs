namespace Copositive.Numerics.Tests;

public class AndersonAccelerationTests
{
    [Test]
    public void An_affine_map_is_solved_in_as_many_steps_as_dimensions()
    {
        // On v ← Mv + c type II is equivalent to GMRES (Walker and Ni 2011), which ends in n steps; the regularisation leaves ~1e-8.
        const int n = 8;
        double[] m = TestMatrices.RandomSymmetric(n, 1).Select(x => 0.15 * x).ToArray(), c = TestMatrices.Random(n, 1, 2);
        double[] v = new double[n], g = new double[n], f = new double[n];
        var acceleration = new AndersonAcceleration(n, n);
        for (int step = 0; step < 2 * n + 2; step++)
        {
            for (int i = 0; i < n; i++)
            {
                g[i] = c[i];
                for (int j = 0; j < n; j++)
                    g[i] += m[i * n + j] * v[j];
                f[i] = g[i] - v[i];
            }
            acceleration.Push(f, g);
            if (!acceleration.TryExtrapolate(v))
                g.CopyTo(v, 0);
        }
        Assert.That(f.Max(Math.Abs), Is.LessThan(1e-9));
        double plain = 0;
        double[] w = new double[n];
        for (int step = 0; step < 2 * n + 2; step++)
        {
            double[] next = (double[])c.Clone();
            for (int i = 0; i < n; i++)
                for (int j = 0; j < n; j++)
                    next[i] += m[i * n + j] * w[j];
            plain = next.Zip(w, (a, b) => Math.Abs(a - b)).Max();
            w = next;
        }
        Assert.That(f.Max(Math.Abs), Is.LessThan(plain));
    }

    [Test]
    public void The_point_is_the_regularised_least_squares_combination_also_after_the_memory_is_full()
    {
        const int n = 5, memory = 3;
        var acceleration = new AndersonAcceleration(n, memory);
        List<double[]> fs = [], gs = [];
        double[] all = TestMatrices.Random(16, n, 1);
        double[] next = new double[n];
        for (int push = 0; push < 8; push++)
        {
            double[] f = all[(push * n)..((push + 1) * n)], g = all[((push + 8) * n)..((push + 9) * n)];
            fs.Add(f);
            gs.Add(g);
            acceleration.Push(f, g);
            if (push == 0)
            {
                Assert.That(acceleration.TryExtrapolate(next), Is.False);
                continue;
            }
            int count = Math.Min(push, memory);
            Assert.That(acceleration.Count, Is.EqualTo(count));
            // γ minimises ‖f − Σγ_jΔf_j‖; MathNet's QR solves the same least-squares problem, without the regularisation of 1e-10.
            Assert.That(acceleration.TryExtrapolate(next));
            var df = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(n, count, (i, j) => fs[push - j][i] - fs[push - j - 1][i]);
            var dg = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(n, count, (i, j) => gs[push - j][i] - gs[push - j - 1][i]);
            var gamma = df.QR().Solve(MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(f));
            double[] expected = (MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(g) - dg * gamma).ToArray();
            Assert.That(next, Is.EqualTo(expected).Within(1e-6));
        }
    }

    [Test]
    public void Cleared_memory_and_repeated_points_give_no_point()
    {
        var acceleration = new AndersonAcceleration(2, 4);
        double[] next = [7, 7];
        Assert.That(acceleration.TryExtrapolate(next), Is.False);
        acceleration.Push([1, 2], [3, 4]);
        acceleration.Push([1, 2], [3, 4]);
        Assert.That(acceleration.TryExtrapolate(next), Is.False);
        acceleration.Push([0, 2], [3, 5]);
        Assert.That(acceleration.TryExtrapolate(next));
        acceleration.Clear();
        Assert.That(acceleration.Count, Is.Zero);
        next = [7, 7];
        Assert.That(acceleration.TryExtrapolate(next), Is.False);
        acceleration.Push([double.NaN, 0], [0, 0]);
        acceleration.Push([1, 0], [0, 0]);
        Assert.That(acceleration.TryExtrapolate(next), Is.False);
        Assert.That(next, Is.EqualTo(new[] { 7.0, 7 }));
    }

    [TestCase(1e-120)]
    [TestCase(1e120)]
    public void Scale_does_not_matter(double scale)
    {
        var acceleration = new AndersonAcceleration(3, 2);
        var scaled = new AndersonAcceleration(3, 2);
        double[] points = TestMatrices.Random(6, 3, 1), next = new double[3], scaledNext = new double[3];
        for (int push = 0; push < 3; push++)
        {
            double[] f = points[(3 * push)..(3 * push + 3)], g = points[(3 * push + 9)..(3 * push + 12)];
            acceleration.Push(f, g);
            scaled.Push(f.Select(v => v * scale).ToArray(), g.Select(v => v * scale).ToArray());
        }
        Assert.That(acceleration.TryExtrapolate(next) && scaled.TryExtrapolate(scaledNext));
        Assert.That(scaledNext.Select(v => v / scale), Is.EqualTo(next).Within(1e-12));
    }

    [TestCase(1e-200)]
    [TestCase(1e200)]
    public void Squares_that_vanish_or_overflow_give_no_point(double scale)
    {
        var acceleration = new AndersonAcceleration(2, 2);
        acceleration.Push([scale, 0], [1, 1]);
        acceleration.Push([0, scale], [1, 2]);
        Assert.That(acceleration.TryExtrapolate(new double[2]), Is.False);
    }

    [Test]
    public void Pushing_and_extrapolating_do_not_allocate()
    {
        var acceleration = new AndersonAcceleration(50, 5);
        double[] f = TestMatrices.Random(50, 1, 1), next = new double[50];
        int step = 0;
        Assert.That(
            Allocation.Of(() =>
            {
                f[step++ % 50] += 0.1;
                acceleration.Push(f, f);
                acceleration.TryExtrapolate(next);
            }), Is.Zero);
    }

    [Test]
    public void Misuse_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new AndersonAcceleration(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new AndersonAcceleration(1, 0));
        var acceleration = new AndersonAcceleration(2, 1);
        Assert.Throws<ArgumentException>(() => acceleration.Push([1], [1, 2]));
        Assert.Throws<ArgumentException>(() => acceleration.Push([1, 2], [1]));
        Assert.Throws<ArgumentException>(() => acceleration.TryExtrapolate(new double[3]));
    }
}
