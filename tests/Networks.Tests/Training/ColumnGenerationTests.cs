namespace Copositive.Networks.Tests;

public sealed class ColumnGenerationTests
{
    /// <summary>Published or independently computed optimal values, to the digits that are known.</summary>
    [TestCase("spiral", 1, 22.910169164)]
    [TestCase("spiral", 0.1, 16.592977235247)]
    [TestCase("spiral", 0.01, 15.155098179)]
    [TestCase("random-00", 0.1, 8.902057867)]
    [TestCase("random-01", 0.1, 7.677998154)]
    [TestCase("random-00", 1, 77.776885667)]
    [TestCase("random-01", 1, 63.660425380)]
    [TestCase("pentagon", 0.1, 0.25063736418)]
    [TestCase("gauss-d3-n10-c2", 0.1, 2.9200513317)]
    [TestCase("gauss-d3-n10-c2", 0.01, 0.3840403372)]
    [TestCase("gauss-d3-n12-c1", 0.1, 1.6908434698)]
    [TestCase("gauss-d3-n12-c1", 0.01, 0.2440660025)]
    [TestCase("loose-d4-n7-c3", 0.1, 0.7289271679)]
    [TestCase("loose-d4-n7-c3", 0.01, 0.0782043023)]
    public void KnownOptimaAreEnclosed(string name, double beta, double optimum)
    {
        var data = NetworkData.Shared(name);
        var result = new ColumnGeneration().Train(data, beta);
        // The value is known to half a unit of its last digit at worst, which is below 1e-9 of it.
        Assert.That(result.Lower, Is.LessThanOrEqualTo(optimum * (1 + 1e-9)));
        Assert.That(result.Upper, Is.GreaterThanOrEqualTo(optimum * (1 - 1e-9)));
        Assert.That(result.Gap, Is.LessThanOrEqualTo(1e-8));
        Assert.That(result.Converged, Is.True);
        Assert.That(result.Neurons, Is.LessThanOrEqualTo(data.Samples * data.Outputs));
        Verify(result, data, beta);
    }

    [TestCase("spiral")]
    [TestCase("random-00")]
    [TestCase("random-01")]
    public void SmallWeightDecayWorks(string name)
    {
        var data = NetworkData.Shared(name);
        var result = new ColumnGeneration().Train(data, 0.001);
        Assert.That(result.Gap, Is.LessThanOrEqualTo(1e-8));
        Verify(result, data, 0.001);
    }

    [Test]
    public void ThePentagonHasAClosedForm()
    {
        // p* = β√(5+φ) − β²(5+φ)/10 for β < 1.943, φ the golden ratio.
        var phi = (1 + Math.Sqrt(5)) / 2;
        var data = NetworkData.Shared("pentagon");
        foreach (var beta in (double[])[0.05, 0.5, 1.5])
        {
            var result = new ColumnGeneration().Train(data, beta);
            var optimum = beta * Math.Sqrt(5 + phi) - beta * beta * (5 + phi) / 10;
            Assert.That(optimum, Is.InRange(result.Lower * (1 - 1e-12), result.Upper * (1 + 1e-12)));
        }
    }

    [Test]
    public void OneSampleHasAClosedForm()
    {
        // n = 1: one neuron along x, soft-thresholded; for β ≤ ‖x‖‖y‖ that is p* = β‖y‖/‖x‖ − ½(β/‖x‖)². Here ‖x‖ = 5, ‖y‖ = 13.
        var data = new TrainingData(new double[,] { { 3, -4 } }, new double[,] { { 5, 12 } });
        var result = new ColumnGeneration().Train(data, 2);
        var optimum = 2 * 13 / 5.0 - 0.5 * 4 / 25;
        Assert.That(optimum, Is.InRange(result.Lower, result.Upper * (1 + 1e-15)));
        Assert.That(result.Neurons, Is.EqualTo(1));
        Assert.That(result.Gap, Is.LessThanOrEqualTo(1e-8));
        Verify(result, data, 2);
    }

    [Test]
    public void OneInputSplitsIntoTwoHalves()
    {
        // d = 1: the samples with x > 0 and with x < 0 have a neuron each, and each half is min over t ≥ 0 of ½‖t x ŷ' − Y‖² + βt:
        // with b = ‖Yᵀ|x|‖ and a = ‖x‖² it is ½‖Y‖² − ½(b − β)₊²/a.
        double[] x = [1, 2, -1, 3, -2], y = [1, -2, 4, 1, 1];
        var data = new TrainingData(Column(x), Column(y));
        var expected = 0.5 * y.Sum(entry => entry * entry);
        foreach (var sign in (double[])[1, -1])
        {
            var half = Enumerable.Range(0, 5).Where(i => sign * x[i] > 0).ToArray();
            var b = Math.Abs(half.Sum(i => Math.Abs(x[i]) * y[i]));
            expected -= 0.5 * Math.Pow(Math.Max(0, b - 0.3), 2) / half.Sum(i => x[i] * x[i]);
        }

        var result = new ColumnGeneration().Train(data, 0.3);
        Assert.That(expected, Is.InRange(result.Lower * (1 - 1e-14), result.Upper * (1 + 1e-14)));
        Assert.That(result.Gap, Is.LessThanOrEqualTo(1e-8));
    }

    [Test]
    public void ZeroTargetsNeedNoNeurons()
    {
        var result = new ColumnGeneration().Train(new TrainingData(new double[,] { { 1, 2 }, { 3, 4 } }, new double[2, 3]), 0.1);
        Assert.That((result.Lower, result.Upper, result.Neurons, result.Converged), Is.EqualTo((0.0, 0.0, 0, true)));
    }

    [Test]
    public void ZeroSamplesCannotBeFitted()
    {
        // X = 0: the outputs are zero, p* = ½‖Y‖² = 2.5.
        var result = new ColumnGeneration().Train(new TrainingData(new double[2, 2], new double[,] { { 1 }, { 2 } }), 0.1);
        Assert.That((result.Lower, result.Upper), Is.EqualTo((2.5, 2.5)).Within(1e-12));
        Assert.That(result.Lower <= 2.5 && result.Upper >= 2.5, Is.True);
        Assert.That(result.Gap, Is.LessThanOrEqualTo(1e-12));
        Assert.That(result.Neurons, Is.Zero);
    }

    [Test]
    public void LargeWeightDecayLeavesNoNeuron()
    {
        // For β ≥ max ‖Yᵀ(Xu)₊‖, at most ‖Y‖‖X‖, the zero network is optimal.
        var data = NetworkData.Random(1, 8, 2, 2);
        var result = new ColumnGeneration().Train(data, 100);
        Assert.That(result.Neurons, Is.Zero);
        Assert.That(data.HalfSquaredTargets, Is.InRange(result.Lower, result.Upper * (1 + 1e-15)));
        Assert.That(result.Gap, Is.LessThanOrEqualTo(1e-8));
    }

    [TestCase(1, 12, 2, 1)]
    [TestCase(2, 9, 2, 3)]
    [TestCase(3, 8, 3, 2)]
    [TestCase(4, 10, 1, 2)]
    [TestCase(5, 5, 4, 1)]
    public void RandomProblemsCloseTheirGap(int seed, int n, int d, int c)
    {
        var data = NetworkData.Random(seed, n, d, c);
        foreach (var beta in (double[])[0.3, 0.02])
        {
            var result = new ColumnGeneration().Train(data, beta);
            Assert.That(result.Gap, Is.LessThanOrEqualTo(1e-8));
            Verify(result, data, beta);
        }
    }

    [TestCase(1e-40, 1, 1e-41)]
    [TestCase(1e40, 1e20, 1e59)]
    [TestCase(1, 1e-60, 1e-61)]
    [TestCase(1e-30, 1e60, 1e29)]
    public void ScalesDoNotMatter(double xScale, double yScale, double beta)
    {
        // X → aX, Y → bY, β → abβ scales the optimum by b²: compare with the problem at scale 1 and β = 0.1.
        var unit = new ColumnGeneration().Train(NetworkData.Random(6, 9, 2, 2), 0.1);
        var data = NetworkData.Random(6, 9, 2, 2, xScale, yScale);
        var result = new ColumnGeneration().Train(data, beta);
        Assert.That(result.Gap, Is.LessThanOrEqualTo(1e-8));
        Assert.That(result.Upper, Is.EqualTo(unit.Upper * yScale * yScale).Within(1e-7).Percent);
        Verify(result, data, beta);
    }

    [Test]
    public void DuplicateParallelOppositeAndZeroRowsAreInOrder()
    {
        double[,] x = { { 1, 2 }, { 1, 2 }, { 2, 4 }, { -1, -2 }, { 0, 0 }, { 3, 1 }, { -3, -1 }, { 0, 0 } };
        double[,] y = { { 1, 0 }, { 0.5, 1 }, { -1, 2 }, { 1, 1 }, { 2, 2 }, { 0, -1 }, { 3, 1 }, { 0, 0 } };
        var data = new TrainingData(x, y);
        var result = new ColumnGeneration().Train(data, 0.1);
        Assert.That(result.Gap, Is.LessThanOrEqualTo(1e-8));
        Verify(result, data, 0.1);
    }

    [Test]
    public void DependentInputsAreReduced()
    {
        // A third and fourth input that are combinations of the first two leave rank 2; the bounds still refer to all four.
        var plane = NetworkData.Matrix(new Random(9), 14, 2);
        var x = new double[14, 4];
        for (var i = 0; i < 14; i++) (x[i, 0], x[i, 1], x[i, 2], x[i, 3]) = (plane[i, 0], plane[i, 1], 0.3 * plane[i, 0] - plane[i, 1], 0.7 * plane[i, 1]);
        var data = new TrainingData(x, NetworkData.Matrix(new Random(10), 14, 2));
        var result = new ColumnGeneration().Train(data, 0.05);
        Assert.That(result.Gap, Is.LessThanOrEqualTo(1e-8));
        Verify(result, data, 0.05);
    }

    [Test]
    public void ATimeLimitGivesTheBestSoFarWithRigorousBounds()
    {
        var data = NetworkData.Random(11, 60, 4, 3);
        var result = new ColumnGeneration().Train(data, 0.01, new TrainingOptions { TimeLimit = TimeSpan.FromSeconds(0.5) });
        Assert.That(result.Seconds, Is.LessThan(20));
        Assert.That(result.Lower, Is.InRange(0, result.Upper));
        Assert.That(result.Upper, Is.LessThan(data.HalfSquaredTargets));
        Verify(result, data, 0.01);
    }

    [Test]
    public void AnIterationLimitGivesTheBestSoFar()
    {
        var data = NetworkData.Random(12, 20, 2, 2);
        var result = new ColumnGeneration().Train(data, 0.01, new TrainingOptions { IterationLimit = 2 });
        Assert.That(result.Converged, Is.False);
        Assert.That(result.Iterations, Is.LessThanOrEqualTo(3));
        Verify(result, data, 0.01);
    }

    [Test]
    public void ATokenEndsTheTraining()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.That(() => new ColumnGeneration().Train(NetworkData.Random(1, 8, 2, 2), 0.1, null, null, source.Token),
            Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void BoundsOnlyImproveAndAreReported()
    {
        var reports = new List<TrainingProgress>();
        var result = new ColumnGeneration().Train(NetworkData.Random(13, 15, 2, 2), 0.05, null, new Recorder(reports));
        Assert.That(reports, Is.EqualTo(result.History));
        for (var k = 1; k < reports.Count; k++)
        {
            Assert.That(reports[k].Lower, Is.GreaterThanOrEqualTo(reports[k - 1].Lower));
            Assert.That(reports[k].Seconds, Is.GreaterThanOrEqualTo(reports[k - 1].Seconds));
        }

        Assert.That((reports[^1].Lower, reports[^1].Upper), Is.EqualTo((result.Lower, result.Upper)));
    }

    [Test]
    public void RunsAreRepeatable()
    {
        var data = NetworkData.Random(14, 9, 3, 2);
        var (first, second) = (new ColumnGeneration().Train(data, 0.1), new ColumnGeneration().Train(data, 0.1));
        Assert.That((second.Lower, second.Upper, second.Nodes), Is.EqualTo((first.Lower, first.Upper, first.Nodes)));
        Assert.That(second.Network.HiddenWeights.ToArray(), Is.EqualTo(first.Network.HiddenWeights.ToArray()));
    }

    [Test]
    public void MisuseIsRefused()
    {
        var data = NetworkData.Random(1, 3, 2, 1);
        var trainer = new ColumnGeneration();
        Assert.That(() => trainer.Train(null!, 0.1), Throws.ArgumentNullException);
        foreach (var beta in (double[])[0, -1, double.NaN, double.PositiveInfinity])
            Assert.That(() => trainer.Train(data, beta), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => trainer.Train(data, 1, new TrainingOptions { RelativeGap = 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => trainer.Train(data, 1, new TrainingOptions { TimeLimit = TimeSpan.Zero }), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => trainer.Train(data, 1, new TrainingOptions { IterationLimit = 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    /// <summary>
    /// Section 9 of the sources gives these enclosures of the optimum, computed by another program; ours must meet them.
    /// </summary>
    [TestCase("gauss-d4-n150-c3", false, 0.1, 39.813875, 39.830151)]
    [TestCase("iris", true, 0.1, 9.23773898, 9.23774098)]
    [TestCase("iris", true, 0.01, 2.06555360, 2.06555448)]
    [TestCase("iris", false, 0.1, 3.469928, 3.470651)]
    [Explicit("Minutes each."), Category("Slow")]
    public void LargerProblemsAreCertified(string name, bool standardize, double beta, double lower, double upper)
    {
        var data = NetworkData.Shared(name);
        if (standardize) data = data.Standardized();
        var result = new ColumnGeneration().Train(data, beta, new TrainingOptions { RelativeGap = 1e-5, TimeLimit = TimeSpan.FromMinutes(5) });
        TestContext.Out.WriteLine($"[{result.Lower:R}, {result.Upper:R}] gap {result.Gap:e2}, {result.Neurons} neurons, {result.Iterations} iterations, {result.Nodes} nodes, {result.Seconds:f1} s");
        Assert.That(result.Lower, Is.LessThanOrEqualTo(upper));
        Assert.That(result.Upper, Is.GreaterThanOrEqualTo(lower));
        Verify(result, data, beta);
    }

    /// <summary>The result is what it says: bounds recomputed from network and Z, μ certified anew, the scale exactly feasible.</summary>
    private static void Verify(TrainingResult result, TrainingData data, double beta)
    {
        Assert.That(result.Lower, Is.LessThanOrEqualTo(result.Upper));
        Assert.That(PrimalBound.Of(result.Network, data, beta).Value, Is.EqualTo(result.Upper));
        Assert.That(result.Network.Objective(data, beta), Is.EqualTo(result.Upper).Within(1e-9).Percent);
        if (result.Lower == 0) return;
        Assert.That(DualBound.From(result.Z, data, beta, result.Mu).Value, Is.EqualTo(result.Lower));
        var random = new Random(77);
        for (var k = 0; k < 20; k++)
        {
            var u = Enumerable.Range(0, data.Features).Select(_ => random.NextDouble() - 0.5).ToArray();
            Assert.That(ExactValue.IsWithin(data.ToInputs(), result.Z, u, result.Mu), Is.True);
        }

        for (var j = 0; j < Math.Min(result.Neurons, 20); j++)
            Assert.That(ExactValue.IsWithin(data.ToInputs(), result.Z, result.Network.HiddenWeights.Slice(j * data.Features, data.Features).ToArray(), result.Mu), Is.True);
    }

    private static double[,] Column(double[] entries)
    {
        var column = new double[entries.Length, 1];
        for (var i = 0; i < entries.Length; i++) column[i, 0] = entries[i];
        return column;
    }

    private sealed class Recorder(List<TrainingProgress> reports) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => reports.Add(value);
    }
}
