namespace Copositive.Numerics.Tests;

/// <summary>Estimates against spectra that are known by construction.</summary>
public class SmallestEigenvalueTests
{
    /// <summary>What an estimate may differ by, in parts of the eigenvalue.</summary>
    private const double Precision = 0.06;

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(10)]
    [TestCase(49)]
    [TestCase(50)]
    [TestCase(120)]
    public void Estimates_are_within_a_few_per_cent(int n)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var spectrum = new double[n];
            for (int i = 0; i < n; i++) spectrum[i] = 4 * random.NextDouble() - 1;
            spectrum[0] = -1.2;
            double estimate = new SmallestEigenvalue(n).Estimate(WithSpectrum(spectrum, random));
            Assert.That(estimate, Is.EqualTo(-1.2).Within(Precision * 1.2), $"seed {seed}");
        }
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(80)]
    public void Multiples_of_the_identity_take_one_step(int n)
    {
        var spectrum = new double[n];
        Array.Fill(spectrum, -3);
        Assert.That(new SmallestEigenvalue(n).Estimate(WithSpectrum(spectrum, new Random(1))), Is.EqualTo(-3).Within(1e-3));
    }

    [Test]
    public void Clusters_at_both_ends_are_told_apart()
    {
        const int n = 60;
        var spectrum = new double[n];
        for (int i = 0; i < n; i++) spectrum[i] = (i < n / 2 ? -1 : 5) + 1e-6 * i;
        Assert.That(new SmallestEigenvalue(n).Estimate(WithSpectrum(spectrum, new Random(2))), Is.EqualTo(-1).Within(Precision));
    }

    [Test]
    public void What_lies_above_the_threshold_is_only_known_to_lie_there()
    {
        const int n = 100;
        var random = new Random(3);
        var spectrum = new double[n];
        for (int i = 0; i < n; i++) spectrum[i] = 1 + random.NextDouble();
        double estimate = new SmallestEigenvalue(n).Estimate(WithSpectrum(spectrum, random), -0.5);
        Assert.That(estimate, Is.InRange(-0.5, 1.1));
    }

    [Test]
    public void Overflow_is_no_estimate()
    {
        Assert.That(new SmallestEigenvalue(2).Estimate([1, double.NaN, double.NaN, 1]), Is.EqualTo(double.NegativeInfinity));
        Assert.That(() => new SmallestEigenvalue(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new SmallestEigenvalue(2).Estimate(new double[3]), Throws.ArgumentException);
    }

    /// <summary>HDH' with a product H of two reflections.</summary>
    private static double[] WithSpectrum(double[] spectrum, Random random)
    {
        int n = spectrum.Length;
        var matrix = new double[n * n];
        for (int i = 0; i < n; i++) matrix[i * n + i] = spectrum[i];
        for (int reflection = 0; reflection < 2; reflection++)
        {
            var v = new double[n];
            for (int i = 0; i < n; i++) v[i] = random.NextDouble() - 0.5;
            double square = 0;
            foreach (double entry in v) square += entry * entry;
            // A − v p' − p v' with p = 2(Av − (v'Av/v'v) v)/v'v.
            var p = new double[n];
            double form = 0;
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++) p[i] += matrix[i * n + j] * v[j];
                form += p[i] * v[i];
            }
            for (int i = 0; i < n; i++) p[i] = 2 * (p[i] - form / square * v[i]) / square;
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++) matrix[i * n + j] -= v[i] * p[j] + p[i] * v[j];
            }
        }
        return matrix;
    }
}
