using Copositive.Numerics;

namespace Copositive.Networks.Tests;

/// <summary>
/// What makes a bound rigorous is tested from both sides in rational arithmetic: no direction ever exceeds a bound that was given, and a threshold
/// that some direction exceeds, by one unit in the last place, is never proved. That thresholds slightly above the maximum are proved shows
/// that the bounds are sharp as well.
/// </summary>
public sealed class CertifiedOracleTests
{
    /// <summary>n, d, c, the scales of X and Z as powers of ten.</summary>
    private static readonly object[] Shapes =
    [
        new object[] { 1, 1, 1, 0, 0 }, new object[] { 6, 1, 3, 0, 0 }, new object[] { 1, 2, 1, 0, 0 }, new object[] { 9, 2, 1, 0, 0 },
        new object[] { 12, 2, 3, 0, 0 }, new object[] { 40, 2, 5, -3, 2 }, new object[] { 7, 3, 2, 0, 0 }, new object[] { 15, 3, 1, 5, -7 },
        new object[] { 6, 4, 3, 0, 0 }, new object[] { 5, 5, 2, 0, 0 }, new object[] { 12, 2, 3, -120, -150 }, new object[] { 12, 2, 3, 100, 120 },
        new object[] { 8, 3, 2, -140, 90 },
    ];

    [TestCaseSource(nameof(Shapes))]
    public void NoDirectionExceedsABound_AndTheBoundIsSharp(int n, int d, int c, int xScale, int zScale)
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var (x, z) = RandomPair(seed, n, d, c, Math.Pow(10, xScale), Math.Pow(10, zScale));
            var bound = new CertifiedOracle(x).Bound(z, 1e-7);
            Assert.That(bound.Bound, Is.LessThanOrEqualTo(bound.BestValue * (1 + 3e-7)), "a gap of 1e-7 was asked for");
            foreach (var u in Directions(x, z, seed)) Assert.That(ExactValue.IsWithin(x, z, u, bound.Bound), Is.True);
        }
    }

    [TestCaseSource(nameof(Shapes))]
    public void AThresholdExceededInTheLastPlaceIsNeverProved(int n, int d, int c, int xScale, int zScale)
    {
        for (var seed = 10; seed < 13; seed++)
        {
            var (x, z) = RandomPair(seed, n, d, c, Math.Pow(10, xScale), Math.Pow(10, zScale));
            var oracle = new CertifiedOracle(x);
            var best = Directions(x, z, seed).MaxBy(u => ExactValue.JustBelow(x, z, u))!;
            var below = ExactValue.JustBelow(x, z, best);
            var proof = oracle.Prove(z, below, new OracleOptions { NodeLimit = 20_000 });
            Assert.That(proof.Proved, Is.False);
            Assert.That(ExactValue.IsWithin(x, z, best, proof.Bound), Is.True, "the weaker bound holds too");
        }
    }

    [Test]
    public void InOneDimensionTheBoundIsTheLargerOfTwoSums()
    {
        // u = ±1: the values are |Σ_{x>0} x_i z_i| and |Σ_{x<0} |x_i| z_i|: here 1·2 + 3·(−1) = −1 and 2·4 = 8.
        var oracle = new CertifiedOracle(new double[,] { { 1 }, { 3 }, { -2 } });
        double[,] z = { { 2 }, { -1 }, { 4 } };
        Assert.That(oracle.Prove(z, 8.0000001).Proved, Is.True);
        Assert.That(oracle.Prove(z, Math.BitDecrement(8)).Proved, Is.False);
        Assert.That(oracle.Bound(z, 1e-9).Bound, Is.EqualTo(8).Within(1e-7));
    }

    [Test]
    public void OrthonormalRowsGiveTheSpectralNormOverTheOrthant()
    {
        // X = I, c = 1: Zᵀ(u)₊ over ‖u‖ ≤ 1 is at most ‖(Z)₊‖ or ‖(Z)₋‖, whichever is larger (Cauchy–Schwarz on the entries of one sign): here 5.
        double[,] x = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } };
        var bound = new CertifiedOracle(x).Bound(new double[,] { { 3 }, { -4.5 }, { 4 } }, 1e-9);
        Assert.That(bound.Bound, Is.InRange(5, 5 * (1 + 1e-8)));
    }

    [Test]
    public void DuplicateZeroAndOppositeRowsAreInOrder()
    {
        // Rows (1,1) twice, its opposite, and zeros: with z = 1, 2, 5, 7 the values along ±(1,1)/√2 are 3√2 and 5√2.
        double[,] x = { { 1, 1 }, { 1, 1 }, { -1, -1 }, { 0, 0 } };
        double[,] z = { { 1 }, { 2 }, { 5 }, { 7 } };
        var oracle = new CertifiedOracle(x);
        Assert.That(oracle.Rank, Is.EqualTo(1));
        var bound = oracle.Bound(z, 1e-9);
        Assert.That(bound.Bound, Is.InRange(5 * Math.Sqrt(2) * (1 - 1e-15), 5 * Math.Sqrt(2) * (1 + 1e-8)));
        Assert.That(ExactValue.IsWithin(x, z, [-1, -1], bound.Bound), Is.True);
    }

    [Test]
    public void ZeroSamplesOrZeroDualHaveTheBoundZero()
    {
        Assert.That(new CertifiedOracle(new double[3, 2]).Prove(new double[,] { { 1 }, { 2 }, { 3 } }, 0), Has.Property("Proved").True.And.Property("Bound").EqualTo(0));
        Assert.That(new CertifiedOracle(new double[,] { { 1, 2 } }).Prove(new double[1, 4], 0), Has.Property("Proved").True.And.Property("Bound").EqualTo(0));
    }

    [Test]
    public void AThresholdAboveTheTrivialBoundIsProvedWithoutSearch()
    {
        var (x, z) = RandomPair(9, 20, 6, 2, 1, 1);
        var proof = new CertifiedOracle(x).Prove(z, double.MaxValue);
        Assert.That((proof.Proved, proof.Nodes), Is.EqualTo((true, 0L)));
        Assert.That(proof.Bound, Is.LessThan(100), "Σ‖z_i‖‖x_i‖ is at most 20·√2·√6");
    }

    [Test]
    public void AZeroThresholdIsNotProvedForNonzeroData()
    {
        var proof = new CertifiedOracle(new double[,] { { 1, 2 } }).Prove(new double[,] { { 1e-200 } }, 0);
        Assert.That(proof.Proved, Is.False);
        Assert.That(ExactValue.IsWithin(new double[,] { { 1, 2 } }, new double[,] { { 1e-200 } }, [1, 2], proof.Bound), Is.True);
    }

    [TestCase(1e-300)]
    [TestCase(1e-308)]
    [TestCase(4.9e-324)]
    public void ScalesAtTheEndOfTheDoublesStayRigorous(double tiny)
    {
        double[,] x = { { 1, tiny }, { tiny, -1e150 }, { 1e300, tiny }, { tiny, tiny } };
        double[,] z = { { 1, tiny }, { 1e-150, 1 }, { 1e-300, 0 }, { 1e300, 1e300 } };
        var bound = new CertifiedOracle(x).Bound(z, 1e-6, new OracleOptions { NodeLimit = 20_000 });
        foreach (double[] u in (double[][])[[1, 0], [0, 1], [0, -1], [-1, 0], [1, 1], [1, -1], [1e-150, -1]])
            Assert.That(ExactValue.IsWithin(x, z, u, bound.Bound), Is.True);
    }

    [Test]
    public void DataOfLowRankAreReducedWithoutLosingRigour()
    {
        // X = A·Q in floating point only: the product is rounded, so its exact rank is 5 while its numerical rank is 2.
        var random = new Random(3);
        var (a, q) = (RandomMatrix(random, 14, 2, 1), RandomMatrix(random, 2, 5, 1));
        var x = new double[14, 5];
        for (var i = 0; i < 14; i++)
            for (var j = 0; j < 5; j++) x[i, j] = a[i, 0] * q[0, j] + a[i, 1] * q[1, j];
        var z = RandomMatrix(random, 14, 3, 1);
        var oracle = new CertifiedOracle(x);
        Assert.That(oracle.Rank, Is.EqualTo(2));
        var bound = oracle.Bound(z, 1e-9);
        Assert.That(bound.Bound, Is.LessThanOrEqualTo(bound.BestValue * (1 + 1e-8)));
        foreach (var u in Directions(x, z, 3)) Assert.That(ExactValue.IsWithin(x, z, u, bound.Bound), Is.True);
        var best = Directions(x, z, 3).MaxBy(u => ExactValue.JustBelow(x, z, u))!;
        Assert.That(oracle.Prove(z, ExactValue.JustBelow(x, z, best)).Proved, Is.False);
    }

    [Test]
    public void NearlyParallelRowsAreNoTrap()
    {
        // Rows a hair apart have zeros within a rounding error of each other, and a third lies exactly opposite one of them.
        double[,] x = { { 1, 1 }, { 1, Math.BitIncrement(1) }, { 1, 1 - 1e-13 }, { -1, -1 }, { 1, -1 } };
        double[,] z = { { 1e3, 0 }, { -1e3, 1 }, { 1, -1e3 }, { 2, 1e3 }, { 0.5, 0.5 } };
        var bound = new CertifiedOracle(x).Bound(z, 1e-8);
        foreach (var u in Directions(x, z, 1)) Assert.That(ExactValue.IsWithin(x, z, u, bound.Bound), Is.True);
        Assert.That(bound.Bound, Is.LessThanOrEqualTo(bound.BestValue * (1 + 1e-7)));
    }

    [Test]
    public void HeavyCancellationIsCountedIn()
    {
        // z of opposite signs on equal rows cancel to a remainder of relative size 1e-10.
        double[,] x = { { 1, 2 }, { 1, 2 }, { -3, 1 }, { -3, 1 } };
        double[,] z = { { 1e5 }, { -1e5 + 1e-5 }, { -7e4 }, { 7e4 + 2e-5 } };
        var oracle = new CertifiedOracle(x);
        var bound = oracle.Bound(z, 1e-3);
        foreach (var u in Directions(x, z, 1)) Assert.That(ExactValue.IsWithin(x, z, u, bound.Bound), Is.True);
        Assert.That(bound.Bound, Is.LessThan(1), "the trivial bound is about 9e5");
    }

    [Test]
    public void ALimitGivesAWeakerBoundThatHolds()
    {
        var (x, z) = RandomPair(5, 60, 4, 3, 1, 1);
        var oracle = new CertifiedOracle(x);
        var exact = oracle.Bound(z, 1e-4, new OracleOptions { TimeLimit = TimeSpan.FromSeconds(20) });
        var previous = double.PositiveInfinity;
        foreach (var nodes in (long[])[16, 1_000, 50_000])
        {
            var proof = oracle.Prove(z, exact.BestValue * 1.0001, new OracleOptions { NodeLimit = nodes });
            foreach (var u in Directions(x, z, 5)) Assert.That(ExactValue.IsWithin(x, z, u, proof.Bound), Is.True);
            Assert.That(proof.Bound, Is.LessThanOrEqualTo(previous * (1 + 1e-12)));
            if (nodes == 16) Assert.That(proof.LimitReached, Is.True);
            previous = proof.Bound;
        }
    }

    [Test]
    public void ViolatorsExceedTheThreshold()
    {
        var (x, z) = RandomPair(6, 30, 3, 2, 1, 1);
        var oracle = new CertifiedOracle(x);
        var threshold = 0.7 * oracle.Bound(z, 1e-2).BestValue;
        var proof = oracle.Prove(z, threshold, new OracleOptions { MaxViolators = 7 });
        Assert.That(proof.Proved, Is.False);
        Assert.That(proof.Violators, Has.Count.InRange(1, 7));
        foreach (var violator in proof.Violators)
            Assert.That(ExactValue.IsWithin(x, z, violator.Direction, threshold * (1 - 1e-12)), Is.False);
    }

    [Test]
    public void TheResultDoesNotDependOnTheThreads()
    {
        var (x, z) = RandomPair(7, 40, 4, 3, 1, 1);
        var oracle = new CertifiedOracle(x);
        var threshold = 1.0001 * oracle.Bound(z, 1e-2).BestValue;
        var one = oracle.Prove(z, threshold, new OracleOptions { Threads = 1, NodeLimit = 30_000 });
        var four = oracle.Prove(z, threshold, new OracleOptions { Threads = 4, NodeLimit = 30_000 });
        Assert.That((four.Proved, four.Bound, four.Nodes), Is.EqualTo((one.Proved, one.Bound, one.Nodes)));
    }

    [Test]
    public void ATokenEndsTheSearch()
    {
        var (x, z) = RandomPair(8, 200, 5, 3, 1, 1);
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        Assert.That(() => new CertifiedOracle(x).Bound(z, 1e-9, null, null, source.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void MisuseIsRefused()
    {
        var oracle = new CertifiedOracle(new double[,] { { 1, 2 } });
        Assert.That(() => new CertifiedOracle(new double[0, 2]), Throws.ArgumentException);
        Assert.That(() => new CertifiedOracle(new[,] { { double.NaN } }), Throws.ArgumentException.With.Message.Contains("(0, 0)"));
        Assert.That(() => oracle.Prove(new double[2, 1], 1), Throws.ArgumentException.With.Message.Contains("2 rows"));
        Assert.That(() => oracle.Prove(new[,] { { double.PositiveInfinity } }, 1), Throws.ArgumentException);
        Assert.That(() => oracle.Prove(new double[1, 1], -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => oracle.Prove(new double[1, 1], double.NaN), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    /// <summary>Axes, samples, directions orthogonal to samples (exactly, for d = 2), random ones, and local maxima of the value.</summary>
    private static IEnumerable<double[]> Directions(double[,] x, double[,] z, int seed)
    {
        var (n, d) = (x.GetLength(0), x.GetLength(1));
        var random = new Random(1000 + seed);
        for (var k = 0; k < d; k++)
        {
            yield return Enumerable.Range(0, d).Select(j => j == k ? 1.0 : 0).ToArray();
            yield return Enumerable.Range(0, d).Select(j => j == k ? -1.0 : 0).ToArray();
        }

        for (var i = 0; i < Math.Min(n, 15); i++)
        {
            yield return Enumerable.Range(0, d).Select(j => x[i, j]).ToArray();
            yield return Enumerable.Range(0, d).Select(j => -x[i, j]).ToArray();
            if (d != 2) continue;
            yield return [-x[i, 1], x[i, 0]];
            yield return [x[i, 1], -x[i, 0]];
        }

        var scale = x.Cast<double>().Max(Math.Abs);
        var rows = x.Cast<double>().Select(entry => entry / scale).ToArray();
        var zScale = z.Cast<double>().Max(Math.Abs);
        var search = new AscentSearch(rows, d, seed);
        foreach (var violator in search.Find(z.Cast<double>().Select(entry => entry / zScale).ToArray(), z.GetLength(1), 0, [], false, out _).Take(10))
            yield return violator.Direction;
        for (var k = 0; k < 30; k++) yield return Enumerable.Range(0, d).Select(_ => random.NextDouble() - 0.5).ToArray();
    }

    private static (double[,] X, double[,] Z) RandomPair(int seed, int n, int d, int c, double xScale, double zScale)
    {
        var random = new Random(seed);
        return (RandomMatrix(random, n, d, xScale), RandomMatrix(random, n, c, zScale));
    }

    private static double[,] RandomMatrix(Random random, int rows, int columns, double scale)
    {
        var matrix = new double[rows, columns];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++) matrix[i, j] = scale * (2 * random.NextDouble() - 1);
        return matrix;
    }
}
