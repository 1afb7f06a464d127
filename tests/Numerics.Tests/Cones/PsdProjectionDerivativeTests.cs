namespace Copositive.Numerics.Tests;

/// <summary>Derivatives of the semidefinite projection from the definition, in both precisions.</summary>
public class PsdProjectionDerivativeTests
{
    private static readonly double Root2 = Math.Sqrt(2);

    /// <summary>Orders around the widths of vectors and the sizes where threads and whole-matrix products begin; few, half and many positive.</summary>
    private static IEnumerable<TestCaseData> Spectra()
    {
        foreach (int n in new[] { 1, 2, 3, 7, 8, 9, 16, 17, 31, 64, 65, 130 })
            foreach (int positive in new[] { 0, 1, n / 4, n / 2, n / 2 + 1, n - 1, n })
                if (positive <= n)
                    yield return new TestCaseData(n, positive);
    }

    [TestCaseSource(nameof(Spectra))]
    public void Both_precisions_follow_the_definition(int n, int positive)
    {
        (double[] values, double[] vectors, double[] h) = Sample(n, positive);
        double[] expected = ByDefinition(values, vectors, h, n), actual = new double[h.Length];
        var derivative = new PsdProjectionDerivative<double>(n);
        derivative.Set(values, vectors);
        derivative.Apply(h, actual, Root2);
        double norm = EuclideanNorm.Of(h);
        Assert.That(Distance(actual, expected), Is.LessThan(1e-13 * norm));
        float[] single = Array.ConvertAll(h, x => (float)x), result = new float[h.Length];
        var inSingle = new PsdProjectionDerivative<float>(n);
        inSingle.Set(values, vectors);
        inSingle.Apply(single, result, Root2);
        Assert.That(Distance(Array.ConvertAll(result, x => (double)x), expected), Is.LessThan(3e-6 * norm));
    }

    /// <summary>A singular W: Ω is 0 on pairs of eigenvalues that are not positive, and 1 between zero and positive ones.</summary>
    [TestCase(2)]
    [TestCase(5)]
    public void Zero_eigenvalues_count_as_not_positive(int positive)
    {
        const int n = 7;
        (double[] values, double[] vectors, double[] h) = Sample(n, positive);
        values[n - positive - 1] = 0;
        var derivative = new PsdProjectionDerivative<double>(n);
        derivative.Set(values, vectors);
        double[] expected = ByDefinition(values, vectors, h, n), actual = new double[h.Length];
        derivative.Apply(h, actual, Root2);
        Assert.That(Distance(actual, expected), Is.LessThan(1e-13));
    }

    /// <summary>J is self-adjoint, 0 ⪯ J ⪯ I and may be applied in place.</summary>
    [TestCase(40, 10)]
    [TestCase(40, 30)]
    public void It_is_symmetric_and_between_zero_and_the_identity(int n, int positive)
    {
        (double[] values, double[] vectors, double[] h) = Sample(n, positive);
        double[] g = Sample(n, positive, seed: 9).H, jg = new double[g.Length], jh = (double[])h.Clone();
        var derivative = new PsdProjectionDerivative<double>(n);
        derivative.Set(values, vectors);
        derivative.Apply(g, jg, Root2);
        derivative.Apply(jh, jh, Root2);
        double gjh = 0, hjg = 0, hjh = 0, hh = 0;
        for (int e = 0; e < h.Length; e++)
        {
            gjh += g[e] * jh[e];
            hjg += h[e] * jg[e];
            hjh += h[e] * jh[e];
            hh += h[e] * h[e];
        }
        Assert.That(gjh, Is.EqualTo(hjg).Within(1e-12 * hh));
        Assert.That(hjh, Is.InRange(0, hh));
    }

    /// <summary>The second order is large enough for the way that matrices beyond the caches take.</summary>
    [TestCase(130, 32)]
    [TestCase(640, 40)]
    public void Threads_change_rounding_only_and_repetition_nothing(int n, int positive)
    {
        (double[] values, double[] vectors, double[] h) = Sample(n, positive);
        float[] single = Array.ConvertAll(h, x => (float)x), alone = new float[h.Length];
        var derivative = new PsdProjectionDerivative<float>(n);
        derivative.Set(values, vectors);
        derivative.Apply(single, alone, Root2);
        foreach (int threads in new[] { 2, 3 })
        {
            using var team = new WorkerTeam(threads);
            float[] first = new float[h.Length], again = new float[h.Length];
            var shared = new PsdProjectionDerivative<float>(n, team);
            shared.Set(values, vectors);
            shared.Apply(single, first, Root2);
            shared.Set(values, vectors);
            shared.Apply(single, again, Root2);
            Assert.That(again, Is.EqualTo(first));
            Assert.That(Distance(Array.ConvertAll(first, x => (double)x), Array.ConvertAll(alone, x => (double)x)),
                Is.LessThan(1e-6 * EuclideanNorm.Of(h)));
        }
    }

    [Test]
    public void A_warm_derivative_does_not_allocate()
    {
        const int n = 100;
        (double[] values, double[] vectors, double[] h) = Sample(n, 30);
        using var team = new WorkerTeam(2);
        var derivative = new PsdProjectionDerivative<double>(n, team);
        Assert.That(Allocation.Of(() => derivative.Set(values, vectors)), Is.Zero);
        Assert.That(Allocation.Of(() => derivative.Apply(h, h, Root2)), Is.Zero);
    }

    [Test]
    public void Spans_that_are_too_short_are_refused()
    {
        var derivative = new PsdProjectionDerivative<float>(3);
        Assert.That(() => derivative.Set(new double[2], new double[9]), Throws.ArgumentException);
        Assert.That(() => derivative.Set(new double[3], new double[8]), Throws.ArgumentException);
        Assert.That(() => derivative.Apply(new float[5], new float[6], 1), Throws.ArgumentException);
        Assert.That(() => derivative.Apply(new float[6], new float[5], 1), Throws.ArgumentException);
    }

    /// <summary>Eigenvalues of modulus between ½ and 1½, so many of them positive, in a random basis; a random direction.</summary>
    private static (double[] Values, double[] Vectors, double[] H) Sample(int n, int positive, int seed = 1)
    {
        var random = new Random(seed + 100 * n + positive);
        var matrix = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i; j++)
                matrix[i * n + j] = matrix[j * n + i] = random.NextDouble() - 0.5;
        (double[] values, double[] vectors) = SymmetricEigensolver.DecomposeOnce(matrix, n);
        for (int k = 0; k < n; k++)
            values[k] = k < n - positive ? -1.5 + (k + random.NextDouble()) / n : 0.5 + (k + random.NextDouble()) / n;
        var h = new double[SymmetricVector.Length(n)];
        for (int e = 0; e < h.Length; e++)
            h[e] = 2 * random.NextDouble() - 1;
        return (values, vectors, h);
    }

    /// <summary>V'(Ω ∘ (VHV'))V by loops.</summary>
    private static double[] ByDefinition(double[] values, double[] v, double[] h, int n)
    {
        double[] matrix = new double[n * n], left = new double[n * n], rotated = new double[n * n], result = new double[h.Length];
        SymmetricVector.Unpack(h, matrix, n, 1 / Root2);
        Gemm.MultiplyAdd(n, n, n, 1, v, n, false, matrix, n, false, 0, left, n);
        Gemm.MultiplyAdd(n, n, n, 1, left, n, false, v, n, true, 0, rotated, n);
        for (int a = 0; a < n; a++)
            for (int b = 0; b < n; b++)
            {
                double high = Math.Max(values[a], values[b]), low = Math.Min(values[a], values[b]);
                rotated[a * n + b] *= low > 0 ? 1 : high <= 0 ? 0 : high / (high - low);
            }
        Gemm.MultiplyAdd(n, n, n, 1, v, n, true, rotated, n, false, 0, left, n);
        Gemm.MultiplyAdd(n, n, n, 1, left, n, false, v, n, false, 0, matrix, n);
        SymmetricVector.Pack(matrix, result, n, Root2);
        return result;
    }

    private static double Distance(double[] x, double[] y)
    {
        double squares = 0;
        for (int e = 0; e < x.Length; e++)
            squares += (x[e] - y[e]) * (x[e] - y[e]);
        return Math.Sqrt(squares);
    }
}
