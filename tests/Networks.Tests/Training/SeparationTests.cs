namespace Copositive.Networks.Tests;

public sealed class SeparationTests
{
    [TestCase(1, 8, 1)]
    [TestCase(2, 15, 3)]
    [TestCase(3, 60, 2)]
    [TestCase(4, 1, 1)]
    public void TheSweepFindsTheMaximumOfTheCircle(int seed, int n, int c)
    {
        var (x, z) = Pair(seed, n, 2, c);
        var found = new AngularSweep(x, 2).Find(z, c, 0, [], false, out var largest);
        var sampled = Enumerable.Range(0, 20_000).Max(k => Value(x, z, 2, c, [Math.Cos(k * Math.PI / 10_000), Math.Sin(k * Math.PI / 10_000)]));
        // Between samples π/10⁴ apart the value cannot drop by more than its Lipschitz constant times half that; at a smooth maximum by far less.
        Assert.That(largest, Is.InRange(sampled * (1 - 1e-14), sampled + 2e-4 * n));
        Assert.That(found[0].Value, Is.EqualTo(largest));
        foreach (var violator in found) Assert.That(Value(x, z, 2, c, violator.Direction), Is.EqualTo(violator.Value).Within(1e-10));
    }

    [Test]
    public void EveryLocalMaximumAboveTheThresholdIsFound()
    {
        var (x, z) = Pair(5, 12, 2, 2);
        var found = new AngularSweep(x, 2).Find(z, 2, 0, [], false, out _);
        const int Steps = 100_000;
        var values = Enumerable.Range(0, Steps).Select(k => Value(x, z, 2, 2, [Math.Cos(2 * Math.PI * k / Steps), Math.Sin(2 * Math.PI * k / Steps)])).ToArray();
        for (var k = 0; k < Steps; k++)
        {
            if (values[k] == 0 || values[k] <= values[(k + 1) % Steps] || values[k] < values[(k + Steps - 1) % Steps]) continue;
            double[] peak = [Math.Cos(2 * Math.PI * k / Steps), Math.Sin(2 * Math.PI * k / Steps)];
            Assert.That(found.Any(violator => GramSchmidt.Dot(violator.Direction, peak) > 1 - 1e-8), Is.True);
        }
    }

    [Test]
    public void CoincidingZerosAreInOrder()
    {
        // Parallel and opposite rows have their zeros at the same angles; with the z chosen the value along (1, 0) is 1·1 + 2·2 = 5, along (−1, 0) it is 3·4.
        var found = new AngularSweep([1, 0, 2, 0, -4, 0, 0, 0], 2).Find([1, 2, 3, 9], 1, 0, [], false, out var largest);
        Assert.That(largest, Is.EqualTo(12).Within(1e-14));
        Assert.That(found[0].Direction, Is.EqualTo(new double[] { -1, 0 }).Within(1e-14));
        Assert.That(found.Any(violator => Math.Abs(violator.Value - 5) < 1e-14), Is.True);
    }

    [Test]
    public void InOneDimensionThereAreTwoDirections()
    {
        var found = new AngularSweep([1, -2], 1).Find([3, 4], 1, 0, [], false, out _);
        Assert.That(found.Select(violator => (violator.Direction[0], Math.Round(violator.Value, 12))), Is.EqualTo(new[] { (-1.0, 8.0), (1.0, 3.0) }));
    }

    [TestCase(1, 10, 3, 2)]
    [TestCase(2, 7, 4, 3)]
    [TestCase(3, 14, 3, 1)]
    public void AscentFindsWhatEnumerationOfAllFacesFinds(int seed, int n, int r, int c)
    {
        var (x, z) = Pair(seed, n, r, c);
        var data = new TrainingData(x, z, n, r, c);
        new AscentSearch(x, r, seed).Find(z, c, 0, [], true, out var largest);
        var exact = new ArrangementEnumerator(data).Enumerate(10_000).Max(cell => new FaceOracle(data).Maximize(z, cell).Value);
        Assert.That(largest, Is.EqualTo(exact).Within(1e-10).Percent);
        // The certified bound is between that value and a little more.
        var bound = new CertifiedOracle(data.ToInputs()).Bound(DenseRows.ToMatrix(z, n, c), 1e-8);
        Assert.That(bound.Bound, Is.InRange(exact * (1 - 1e-13), exact * (1 + 3e-8)));
    }

    private static double Value(double[] x, double[] z, int d, int c, double[] u)
    {
        var sum = new double[c];
        for (var i = 0; i < x.Length / d; i++)
        {
            var activation = Math.Max(0, GramSchmidt.Dot(x.AsSpan(i * d, d), u));
            for (var q = 0; q < c; q++) sum[q] += activation * z[i * c + q];
        }

        return Math.Sqrt(GramSchmidt.Dot(sum, sum));
    }

    private static (double[] X, double[] Z) Pair(int seed, int n, int d, int c)
    {
        var random = new Random(seed);
        return (DenseRows.Of(NetworkData.Matrix(random, n, d), "x"), DenseRows.Of(NetworkData.Matrix(random, n, c), "z"));
    }
}
