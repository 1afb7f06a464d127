namespace Copositive.Networks.Tests;

public sealed class NetworkCertificateTests
{
    [Test]
    public void AnOptimalNetworkIsCertifiedFromItsWeightsAlone()
    {
        var data = NetworkData.Shared("spiral");
        var trained = new ColumnGeneration().Train(data, 0.1);
        var certificate = NetworkCertificate.From(trained.Network, data, 0.1);
        Assert.That(certificate.Upper, Is.EqualTo(trained.Upper));
        Assert.That(certificate.Gap, Is.LessThanOrEqualTo(1e-7));
        Assert.That(certificate.Lower, Is.LessThanOrEqualTo(16.5929772353));
    }

    [TestCase(1, 12, 2, 2)]
    [TestCase(2, 8, 3, 1)]
    [TestCase(3, 9, 1, 2)]
    public void BoundsOfAnyNetworkEncloseTheOptimum(int seed, int n, int d, int c)
    {
        var data = NetworkData.Random(seed, n, d, c);
        var optimum = new ColumnGeneration().Train(data, 0.1);
        var random = new Random(seed);
        foreach (var m in (int[])[0, 1, 7])
        {
            var network = new TwoLayerNetwork(NetworkData.Matrix(random, m, d), NetworkData.Matrix(random, m, c));
            var certificate = NetworkCertificate.From(network, data, 0.1);
            Assert.That(certificate.Lower, Is.LessThanOrEqualTo(optimum.Upper));
            Assert.That(certificate.Upper, Is.GreaterThanOrEqualTo(optimum.Lower));
            Assert.That(certificate.Lower, Is.GreaterThan(0));
            Assert.That(DualBound.From(certificate.Z, data, 0.1, certificate.Mu).Value, Is.EqualTo(certificate.Lower));
        }
    }

    [Test]
    public void WeightsBeyondAllScalesStillGiveALowerBound()
    {
        var certificate = NetworkCertificate.From(new TwoLayerNetwork(new[,] { { 1e200, 1e200 } }, new[,] { { 1e300 } }), NetworkData.Random(1, 4, 2, 1), 0.1);
        Assert.That((certificate.Upper, certificate.Gap), Is.EqualTo((double.PositiveInfinity, 1.0)));
        Assert.That(certificate.Lower, Is.GreaterThan(0));
    }

    [Test]
    public void ANetworkOfOtherDimensionsIsRefused()
        => Assert.That(() => NetworkCertificate.From(new TwoLayerNetwork(new double[1, 3], new double[1, 1]), NetworkData.Random(1, 4, 2, 1), 0.1),
            Throws.ArgumentException);
}
