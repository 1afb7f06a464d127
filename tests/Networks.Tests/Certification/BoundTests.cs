using Copositive.Numerics;

namespace Copositive.Networks.Tests;

/// <summary>The two bounds against rational arithmetic.</summary>
public sealed class BoundTests
{
    [TestCase(1e-8, 1.0)]
    [TestCase(1.0, 1.0)]
    [TestCase(1e30, 1e-60)]
    [TestCase(1e-150, 1e70)]
    public void TheDualBoundIsNotAboveItsExactValueAndItsScaleIsFeasible(double zScale, double beta)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var data = NetworkData.Random(seed, 5, 2, 3);
            var z = NetworkData.Matrix(new Random(seed + 100), 5, 3, zScale);
            if (seed % 2 == 0)
                for (var i = 0; i < 5; i++)
                    for (var q = 0; q < 3; q++) z[i, q] += zScale * data.Target(i)[q];
            var mu = 3 * zScale;
            var bound = DualBound.From(z, data, beta, mu);
            var s = BigRational.FromDouble(bound.Scale);
            Assert.That(BigRational.Abs(s) * BigRational.FromDouble(mu), Is.LessThanOrEqualTo(BigRational.FromDouble(beta)));
            var (inner, square) = (BigRational.Zero, BigRational.Zero);
            for (var i = 0; i < 5; i++)
            {
                for (var q = 0; q < 3; q++)
                {
                    var entry = BigRational.FromDouble(z[i, q]);
                    inner += entry * BigRational.FromDouble(data.Target(i)[q]);
                    square += entry * entry;
                }
            }

            var exact = s * inner - s * s * square / 2;
            Assert.That(BigRational.FromDouble(bound.Value), Is.LessThanOrEqualTo(exact.Sign > 0 ? exact : BigRational.Zero));
            Assert.That(bound.Value, Is.EqualTo(Math.Max(0, exact.ToDouble())).Within(1e-10).Percent);
        }
    }

    [Test]
    public void ANegativeMultipleIsUsedWhereItIsBetter()
    {
        // Z = −Y: s = −1 if |s|μ ≤ β allows it, and the bound is ½‖Y‖² = 12.5.
        var data = new TrainingData(new double[,] { { 1 }, { 1 } }, new double[,] { { 3 }, { 4 } });
        Assert.That(DualBound.From(new double[,] { { -3 }, { -4 } }, data, 1, 0.5), Is.EqualTo(new DualBound(12.5, -1, 0.5)).Using<DualBound>(
            (a, b) => a.Scale == b.Scale && Math.Abs(a.Value - b.Value) < 1e-12));
    }

    [Test]
    public void NoKnowledgeGivesTheBoundZero()
    {
        var data = new TrainingData(new double[,] { { 1 } }, new double[,] { { 3 } });
        Assert.That(DualBound.From(new double[,] { { 3 } }, data, 1, double.PositiveInfinity).Value, Is.Zero);
        Assert.That(DualBound.From(new double[,] { { 0 } }, data, 1, 0).Value, Is.Zero);
        Assert.That(DualBound.From(new double[,] { { 3 } }, data, 1, 0).Value, Is.EqualTo(4.5).Within(1e-12), "with μ = 0 every multiple is feasible");
        Assert.That(DualBound.From(new double[,] { { 1e200 } }, data, 1, 1e200).Value, Is.InRange(0, 4.5));
    }

    [Test]
    public void MisuseIsRefused()
    {
        var data = new TrainingData(new double[,] { { 1 } }, new double[,] { { 3 } });
        Assert.That(() => DualBound.From(new double[2, 1], data, 1, 1), Throws.ArgumentException);
        Assert.That(() => DualBound.From(new[,] { { double.NaN } }, data, 1, 1), Throws.ArgumentException);
        Assert.That(() => DualBound.From(new double[1, 1], data, 0, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => DualBound.From(new double[1, 1], data, 1, double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [TestCase(1.0)]
    [TestCase(1e-90)]
    [TestCase(1e60)]
    public void ThePrimalBoundEnclosesTheExactObjective(double scale)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var random = new Random(seed);
            var data = NetworkData.Random(seed, 6, 3, 2);
            var network = new TwoLayerNetwork(NetworkData.Matrix(random, 4, 3, scale), NetworkData.Matrix(random, 4, 2, scale));
            var exact = ExactObjective(network, data, 0.1);
            var bound = PrimalBound.Of(network, data, 0.1);
            Assert.That(BigRational.FromDouble(bound.Value), Is.GreaterThanOrEqualTo(exact));
            Assert.That(BigRational.FromDouble(bound.Value) - BigRational.FromDouble(bound.Slack), Is.LessThanOrEqualTo(exact));
            Assert.That(bound.Slack, Is.LessThanOrEqualTo(1e-13 * bound.Value));
        }
    }

    [Test]
    public void AnOverflowingObjectiveHasAnInfiniteBound()
    {
        var data = NetworkData.Random(1, 2, 1, 1);
        Assert.That(PrimalBound.Of(new TwoLayerNetwork(new[,] { { 1e200 } }, new[,] { { 1e200 } }), data, 1).Value, Is.EqualTo(double.PositiveInfinity));
    }

    private static BigRational ExactObjective(TwoLayerNetwork network, TrainingData data, double beta)
    {
        var (u, v) = (network.ToHiddenWeights(), network.ToOutputWeights());
        BigRational loss = 0, decay = 0;
        for (var i = 0; i < data.Samples; i++)
        {
            for (var q = 0; q < data.Outputs; q++)
            {
                BigRational output = 0;
                for (var j = 0; j < network.Neurons; j++)
                {
                    BigRational activation = 0;
                    for (var k = 0; k < data.Features; k++) activation += BigRational.FromDouble(data.Input(i)[k]) * BigRational.FromDouble(u[j, k]);
                    if (activation.Sign > 0) output += activation * BigRational.FromDouble(v[j, q]);
                }

                output -= BigRational.FromDouble(data.Target(i)[q]);
                loss += output * output;
            }
        }

        foreach (var weight in u.Cast<double>().Concat(v.Cast<double>())) decay += BigRational.FromDouble(weight) * BigRational.FromDouble(weight);
        return (loss + BigRational.FromDouble(beta) * decay) / 2;
    }
}
