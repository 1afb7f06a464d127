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
