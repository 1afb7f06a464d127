namespace Copositive.Numerics.Tests;

public class SymvTests
{
    [Test]
    public void Product_agrees_with_the_definition([Values(0.0, 1.0, -0.5)] double beta, [Values(1, 2, 3)] int threads)
    {
        using var team = new WorkerTeam(threads);
        foreach (int n in (int[])[0, 1, 2, 3, 5, 7, 8, 9, 12, 15, 16, 23, 33, 40, 100, 301])
        {
            int lda = n + 3;
            double[] a = TestMatrices.Random(n, lda, 1), x = TestMatrices.Random(n, 1, 2), y = TestMatrices.Random(n + 1, 1, 3);
            double[] result = (double[])y.Clone();
            // Above the diagonal nothing may be read.
            for (int i = 0; i < n; i++)
                for (int j = i + 1; j < lda; j++)
                    a[i * lda + j] = double.NaN;
            Symv.MultiplyAdd(n, 0.75, a, lda, x, beta, result, team);
            for (int i = 0; i < n; i++)
            {
                double expected = beta * y[i];
                for (int j = 0; j < n; j++)
                    expected += 0.75 * a[Math.Max(i, j) * lda + Math.Min(i, j)] * x[j];
                // n products of numbers below 1 have rounding errors of at most about n²u, below 1e-11 here.
                Assert.That(result[i], Is.EqualTo(expected).Within(1e-11), $"n = {n} at {i}");
            }
            Assert.That(result[n], Is.EqualTo(y[n]));
        }
    }

    [Test]
    public void Results_are_equal_from_call_to_call()
    {
        const int n = 400;
        using var team = new WorkerTeam(3);
        double[] a = TestMatrices.Random(n, n, 1), x = TestMatrices.Random(n, 1, 2), first = new double[n], second = new double[n];
        Symv.MultiplyAdd(n, 1, a, n, x, 0, first, team);
        Symv.MultiplyAdd(n, 1, a, n, x, 0, second, team);
        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public void With_beta_zero_y_is_not_read_and_with_alpha_zero_A_is_not()
    {
        double[] y = [double.NaN];
        Symv.MultiplyAdd(1, 2, [3], 1, [5], 0, y);
        Assert.That(y[0], Is.EqualTo(30));
        Symv.MultiplyAdd(1, 0, [double.NaN], 1, [double.NaN], 0.5, y);
        Assert.That(y[0], Is.EqualTo(15));
        Symv.MultiplyAdd(1, 1, [double.NaN], 1, [0], 0, y);
        Assert.That(y[0], Is.NaN);
    }

    [Test]
    public void Wrong_lengths_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Symv.MultiplyAdd(-1, 1, [], 1, [], 0, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => Symv.MultiplyAdd(2, 1, new double[4], 1, new double[2], 0, new double[2]));
        Assert.Throws<ArgumentException>(() => Symv.MultiplyAdd(2, 1, new double[3], 2, new double[2], 0, new double[2]));
        Assert.Throws<ArgumentException>(() => Symv.MultiplyAdd(2, 1, new double[4], 2, new double[1], 0, new double[2]));
        Assert.Throws<ArgumentException>(() => Symv.MultiplyAdd(2, 1, new double[4], 2, new double[2], 0, new double[1]));
        double[] shared = new double[3];
        Assert.Throws<ArgumentException>(() => Symv.MultiplyAdd(2, 1, new double[4], 2, shared.AsSpan(0, 2), 0, shared.AsSpan(1, 2)));
    }
}
