using System.Numerics;

namespace Copositive.Numerics.Tests;

/// <summary>The bound of each rounding error of Cholesky that <see cref="VerifiedCholesky"/> rests on, in exact arithmetic.</summary>
public class CholeskyRoundingTests
{
    /// <summary>Numbers are multiples of 2⁻¹⁰⁷⁴, products of 2⁻²¹⁴⁸.</summary>
    private static BigInteger Exact(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52) & 0x7FF;
        BigInteger mantissa = bits & ((1L << 52) - 1);
        if (exponent > 0)
            mantissa = (mantissa + (1L << 52)) << (exponent - 1);
        return value < 0 ? -mantissa : mantissa;
    }

    /// <summary>A random Gram matrix, its rows and columns scaled by powers of two.</summary>
    private static double[] Graded(int n, int smallest, int largest, int seed)
    {
        var random = new Random(seed);
        double[] factor = TestMatrices.Random(n, n + 2, seed), a = new double[n * n];
        int[] powers = [.. Enumerable.Range(0, n).Select(_ => random.Next(smallest, largest + 1))];
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                for (int k = 0; k < n + 2; k++)
                    sum += factor[i * (n + 2) + k] * factor[j * (n + 2) + k];
                a[i * n + j] = Math.ScaleB(sum, powers[i] + powers[j]);
            }
        return a;
    }

    /// <summary>|a − LL'| ≤ γ_m Σ |l_ik||l_jk| + η(n + 1 + max a_ii), m = j + 1 for the j-th column from 1.</summary>
    private static void CheckEntries(double[] a, int n, WorkerTeam? team = null)
    {
        double[] l = [.. a];
        Assert.That(DenseCholesky.TryFactor(l, n, n, out _, team), Is.True);
        BigInteger[] exact = [.. l.Select(Exact)];
        BigInteger unit = Exact(1), largest = Enumerable.Range(0, n).Max(i => Exact(a[i * n + i]));
        BigInteger underflow = (n + 1) * unit + largest;
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i; j++)
            {
                BigInteger difference = Exact(a[i * n + j]) * unit, sum = BigInteger.Zero;
                for (int k = 0; k <= j; k++)
                {
                    BigInteger product = exact[i * n + k] * exact[j * n + k];
                    difference -= product;
                    sum += BigInteger.Abs(product);
                }
                int m = j + 2;
                BigInteger error = BigInteger.Max(0, BigInteger.Abs(difference) - underflow);
                if (error * ((1L << 53) - m) > m * sum)
                    Assert.Fail($"Entry ({i}, {j}) of order {n} is off by {(double)(error >> 1000) / (double)(sum >> 1000)} of its terms.");
            }
    }

    [Test]
    public void Each_entry_is_within_the_bound_of_the_proof([Values(1, 2, 7, 8, 9, 23, 61)] int n)
    {
        CheckEntries(Graded(n, 0, 0, n), n);
        CheckEntries(Graded(n, -40, 40, n + 100), n);
    }

    [Test]
    public void So_it_is_in_blocks_shared_by_threads()
    {
        using var team = new WorkerTeam(3);
        CheckEntries(Graded(141, -20, 20, 5), 141, team);
    }

    [Test]
    public void So_it_is_where_products_underflow()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            CheckEntries(Graded(12, -535, -515, seed), 12);
            CheckEntries(Graded(12, -530, 100, 50 + seed), 12);
        }
    }

    [Test]
    public void Overflow_on_the_way_is_never_accepted([Values(2, 9, 30, 150)] int n)
    {
        // Rows of 1e200 on a tiny diagonal: multiples of them overflow, in the first columns or the last.
        foreach (int column in new[] { 0, (n - 1) / 2, n - 2 })
        {
            var a = new double[n * n];
            for (int i = 0; i < n; i++)
                a[i * n + i] = i == column ? 1e-300 : double.MaxValue;
            a[(n - 1) * n + column] = 1e200;
            Assert.That(DenseCholesky.TryFactor([.. a], n, n, out int failed), Is.False);
            Assert.That(failed, Is.EqualTo(n - 1));
            Assert.That(VerifiedCholesky.IsPositiveDefinite(a, n), Is.False);
        }
    }
}
