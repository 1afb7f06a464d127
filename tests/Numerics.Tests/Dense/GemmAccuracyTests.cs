using System.Numerics;

namespace Copositive.Numerics.Tests;

public class GemmAccuracyTests
{
    /// <summary>Remainders of every tile and vector, one and several blocks of rows, and depths above one block.</summary>
    private static readonly (int M, int N, int K)[] Shapes = [(1, 1, 1), (7, 9, 3), (13, 31, 40), (50, 17, 65), (9, 6, 1100), (61, 26, 8)];

    /// <summary>
    /// With entries that are integers below 2^8 every sum is exact in doubles, whatever its order: results must be equal bit by bit.
    /// </summary>
    [Test]
    public void Products_of_small_integers_are_exact([Values] bool transposeA, [Values] bool transposeB, [Values(0, 1, -3)] int beta)
    {
        for (int m = 1; m <= 27; m++)
            foreach (int n in new[] { 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 23, 24, 25, 31, 33, 47, 49 })
            {
                int k = 1 + (m * 7 + n) % 19;
                CheckIntegers(m, n, k, transposeA, transposeB, beta);
            }
        CheckIntegers(100, 130, 1030, transposeA, transposeB, beta);
        CheckIntegers(70, 600, 500, transposeA, transposeB, beta);
    }

    [Test]
    public void Rounding_stays_within_the_bound_of_inner_products([Values] bool transposeA, [Values] bool transposeB)
    {
        foreach ((int m, int n, int k) in Shapes)
        {
            const double alpha = -1.25, beta = 0.7;
            double[] a = Graded(m * k, 1), b = Graded(k * n, 2), c = Graded(m * n, 3), result = (double[])c.Clone();
            int lda = transposeA ? m : k, ldb = transposeB ? k : n;
            Gemm.MultiplyAdd(m, n, k, alpha, a, lda, transposeA, b, ldb, transposeB, beta, result, n);
            for (int i = 0; i < m; i++)
                for (int j = 0; j < n; j++)
                {
                    BigInteger exact = Scaled(beta) * Scaled(c[i * n + j]) << Shift;
                    double magnitude = Math.Abs(beta * c[i * n + j]);
                    for (int l = 0; l < k; l++)
                    {
                        double x = a[transposeA ? l * m + i : i * k + l], y = b[transposeB ? j * k + l : l * n + j];
                        exact += Scaled(alpha) * Scaled(x) * Scaled(y);
                        magnitude += Math.Abs(alpha * x * y);
                    }
                    // |Ĉ − C| ≤ (k + 2)u Σ|terms| to first order, u = 2^−53.
                    // The factor 1.01 covers higher orders and the sum of magnitudes.
                    double error = Math.Abs((double)((Scaled(result[i * n + j]) << (2 * Shift)) - exact) * Math.Pow(2, -3 * Shift));
                    Assert.That(error, Is.LessThanOrEqualTo(1.01 * (k + 2) * Math.Pow(2, -53) * magnitude), $"{m}×{n}×{k} at ({i}, {j})");
                }
        }
    }

    [Test]
    public void Extreme_magnitudes_scale_through([Values(1e150, 1e-150)] double scale)
    {
        const int n = 30;
        double[] a = TestMatrices.Random(n, n, 4), b = TestMatrices.Random(n, n, 5);
        double[] expected = new double[n * n], result = new double[n * n];
        double power = Math.ScaleB(1, Math.ILogB(scale));
        Gemm.MultiplyAdd(n, n, n, 1, a, n, false, b, n, false, 0, expected, n);
        Gemm.MultiplyAdd(n, n, n, power, [.. a.Select(x => x * power)], n, false, [.. b.Select(x => x / power)], n, false, 0, result, n);
        // Powers of two change no rounding: products near 1 and the factor α = power.
        Assert.That(result, Is.EqualTo(expected.Select(x => x * power)));
    }

    [Test]
    public void Floats_of_small_integers_are_exact([Values] bool transposeA, [Values] bool transposeB)
    {
        foreach ((int m, int n, int k) in Shapes)
        {
            double[] a = Integers(m * k, 1, 12), b = Integers(k * n, 2, 12), c = Integers(m * n, 3, 12);
            float[] result = [.. c.Select(x => (float)x)];
            int lda = transposeA ? m : k, ldb = transposeB ? k : n;
            Gemm.MultiplyAdd(
                m, n, k, 2f, [.. a.Select(x => (float)x)], lda, transposeA, [.. b.Select(x => (float)x)], ldb, transposeB, -1f, result, n);
            double[] expected = Reference(m, n, k, 2, a, transposeA, b, transposeB, -1, c);
            Assert.That(result.Select(x => (double)x), Is.EqualTo(expected), $"{m}×{n}×{k}");
        }
    }

    private static void CheckIntegers(int m, int n, int k, bool transposeA, bool transposeB, int beta)
    {
        double[] a = Integers(m * k, m, 256), b = Integers(k * n, n, 256), c = Integers(m * n, k, 256), result = (double[])c.Clone();
        Gemm.MultiplyAdd(m, n, k, 2, a, transposeA ? m : k, transposeA, b, transposeB ? k : n, transposeB, beta, result, n);
        Assert.That(result, Is.EqualTo(Reference(m, n, k, 2, a, transposeA, b, transposeB, beta, c)), $"{m}×{n}×{k}");
    }

    private static double[] Reference(
        int m, int n, int k, double alpha, double[] a, bool transposeA, double[] b, bool transposeB, double beta, double[] c)
    {
        var result = new double[m * n];
        for (int i = 0; i < m; i++)
            for (int l = 0; l < k; l++)
            {
                double x = alpha * a[transposeA ? l * m + i : i * k + l];
                for (int j = 0; j < n; j++)
                    result[i * n + j] += x * b[transposeB ? j * k + l : l * n + j];
            }
        for (int p = 0; p < result.Length; p++)
            result[p] += beta * c[p];
        return result;
    }

    private static double[] Integers(int length, int seed, int bound)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (double)random.Next(-bound + 1, bound))];
    }

    private const int Shift = 80;

    /// <summary>Entries of magnitudes from 1e-4 to 1 and either sign, multiples of 2^−80.</summary>
    private static double[] Graded(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(10, -4 * random.NextDouble()) + 1e-5)];
    }

    /// <summary>x · 2^80, an integer for every double above 2^−27 and every result here.</summary>
    private static BigInteger Scaled(double x) => (BigInteger)Math.ScaleB(x, Shift);
}
