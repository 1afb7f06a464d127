namespace Copositive.Networks.Tests;

public sealed class TwoLayerNetworkTests
{
    private static readonly TwoLayerNetwork Sample = new(new double[,] { { 1, 0 }, { 0, -2 } }, new double[,] { { 1, 2, 3 }, { -1, 0, 1 } });

    [Test]
    public void OutputsAreSumsOfActiveNeurons()
    {
        // (3, −1): activations 3 and 2, so 3·(1,2,3) + 2·(−1,0,1) = (1, 6, 11); (−1, 1) activates nothing.
        Assert.That(Sample.Predict(new double[,] { { 3, -1 }, { -1, 1 } }), Is.EqualTo(new double[,] { { 1, 6, 11 }, { 0, 0, 0 } }));
        Assert.That(Sample.Classify(new double[,] { { 3, -1 }, { -1, 1 } }), Is.EqualTo(new[] { 2, 0 }));
    }

    [Test]
    public void LossAndObjectiveAreTheTrainingProblems()
    {
        var data = new TrainingData(new double[,] { { 3, -1 } }, new double[,] { { 0, 6, 9 } });
        Assert.That(Sample.Loss(data), Is.EqualTo(0.5 * (1 + 4)).Within(1e-14));
        Assert.That(Sample.Objective(data, 0.1), Is.EqualTo(2.5 + 0.05 * (5 + 16)).Within(1e-14)); // ‖U‖² = 5, ‖V‖² = 14 + 2
    }

    [Test]
    public void BalancingKeepsOutputsAndEqualisesNorms()
    {
        var network = new TwoLayerNetwork(new double[,] { { 1e-160, 0 }, { 3, 4 }, { 0, 0 } }, new double[,] { { 1e160 }, { 2 }, { 7 } });
        var balanced = network.Balanced();
        Assert.That(balanced.Neurons, Is.EqualTo(2), "a neuron with a zero part does nothing");
        double[,] x = { { 1, 2 }, { -1, 2 } };
        Assert.That(balanced.Predict(x), Is.EqualTo(network.Predict(x)).Within(1e-13));
        Assert.That(balanced.OutputWeights[0], Is.EqualTo(1).Within(1e-14));
        Assert.That(Math.Abs(balanced.OutputWeights[1]), Is.EqualTo(Math.Sqrt(10)).Within(1e-14));
    }

    [Test]
    public void SavedNetworksReadBackBitForBit()
    {
        var random = new Random(1);
        var (u, v) = (NetworkData.Matrix(random, 5, 3, Math.PI), NetworkData.Matrix(random, 5, 2, 1e-9));
        (u[0, 0], u[1, 1], v[2, 0]) = (double.Epsilon, -0.1 - 0.2, double.MaxValue);
        var back = RoundTrip(new TwoLayerNetwork(u, v));
        Assert.That(back.ToHiddenWeights(), Is.EqualTo(u));
        Assert.That(back.ToOutputWeights(), Is.EqualTo(v));
    }

    [Test]
    public void ANetworkWithoutNeuronsReadsBack()
    {
        var back = RoundTrip(new TwoLayerNetwork(new double[0, 3], new double[0, 2]));
        Assert.That((back.Neurons, back.Features, back.Outputs), Is.EqualTo((0, 3, 2)));
        Assert.That(back.Predict(new double[1, 3]), Is.EqualTo(new double[1, 2]));
    }

    [TestCase("")]
    [TestCase("[1, 2]")]
    [TestCase("{\"u\": [[1]]}")]
    [TestCase("{\"u\": [[1]], \"v\": [[1], [2]]}")]
    [TestCase("{\"u\": [[1], [1, 2]], \"v\": [[1], [2]]}")]
    [TestCase("{\"u\": [[]], \"v\": [[1]]}")]
    [TestCase("{\"u\": [1], \"v\": [[1]]}")]
    [TestCase("{\"u\": [[\"1\"]], \"v\": [[1]]}")]
    [TestCase("{\"u\": [[1e999]], \"v\": [[1]]}")]
    [TestCase("{\"u\": [[NaN]], \"v\": [[1]]}")]
    [TestCase("{\"u\": [], \"v\": []}")]
    [TestCase("{\"u\": [], \"v\": [], \"inputs\": 0, \"outputs\": 2}")]
    [TestCase("{\"u\": [[1]], \"v\": [[1]], \"inputs\": 2}")]
    [TestCase("{\"u\": [[[[[[[[[[1]]]]]]]]]], \"v\": [[1]]}")]
    [TestCase("{\"u\": [[1]], \"v\": [[1]")]
    public void HostileFilesAreRefusedByName(string text)
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{TestContext.CurrentContext.Test.ID}.json");
        File.WriteAllText(path, text);
        Assert.That(() => TwoLayerNetwork.Load(path), Throws.InstanceOf<FormatException>().With.Message.Contains(path));
        File.Delete(path);
    }

    [Test]
    public void MisuseIsRefused()
    {
        Assert.That(() => new TwoLayerNetwork(new double[2, 1], new double[1, 1]), Throws.ArgumentException);
        Assert.That(() => new TwoLayerNetwork(new double[1, 0], new double[1, 1]), Throws.ArgumentException);
        Assert.That(() => new TwoLayerNetwork(new[,] { { double.NaN } }, new double[1, 1]), Throws.ArgumentException.With.Message.Contains("(0, 0)"));
        Assert.That(() => Sample.Predict(new double[1, 3]), Throws.ArgumentException);
        Assert.That(() => Sample.Loss(new TrainingData(new double[1, 3], new double[1, 3])), Throws.ArgumentException);
    }

    private static TwoLayerNetwork RoundTrip(TwoLayerNetwork network)
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{TestContext.CurrentContext.Test.ID}.json");
        network.Save(path);
        var back = TwoLayerNetwork.Load(path);
        File.Delete(path);
        return back;
    }
}
