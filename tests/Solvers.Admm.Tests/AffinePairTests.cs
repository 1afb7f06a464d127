using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;

namespace Copositive.Solvers.Admm.Tests;

/// <summary>Points whose distances to the cones are smaller than the step from the affine conditions to the cones.</summary>
public sealed class AffinePairTests
{
    private const double Tolerance = 1e-6;

    [Test]
    public void DistancesAreThoseOfTheModel([Range(1, 6)] int seed)
    {
        ConicProgram program = Mixed();
        var random = new Random(seed);
        double[] v = [.. Enumerable.Range(0, program.Rows).Select(_ => 2 * random.NextDouble() - 1)];
        double primal = 0, dual = 0;
        foreach (ConeBlock block in program.Blocks)
        {
            primal += Math.Pow(ConeDistance.Of(block.Cone, block.Of(v.AsSpan())), 2);
            dual += Math.Pow(ConeDistance.OfDual(block.Cone, block.Of(v.AsSpan())), 2);
        }
        var distance = new DistanceToCone(program);
        Assert.That(distance.Measure(v), Is.EqualTo(Math.Sqrt(primal)).Within(1e-12));
        Assert.That(distance.MeasureDual(v), Is.EqualTo(Math.Sqrt(dual)).Within(1e-12));
        Assert.That(distance.Measure(v), Is.EqualTo(Math.Sqrt(primal)).Within(1e-12), "work space is left as it was");
    }

    [Test]
    public void ASlackInTheConeHasNoError()
    {
        // min x subject to x ≥ 1: at x = 1 the slack is 0, the multiplier 1, and the nearby element 1e-5 off.
        (ConicProgram program, PointErrors measure, AffinePair pair, BestPoint best) = Bound();
        OptimalityErrors bound = measure.Measure([1], [1], [1e-5]);
        Assert.That(bound.PrimalCone, Is.GreaterThan(Tolerance));
        best.Offer([1], [1], bound, 0);
        Assert.That(pair.IsDue(bound, 0), Is.True);
        Assert.That(pair.Measure(best, 0, bound, [1], [1], [1], [1e-5]), Is.True);
        Assert.That(best.Error, Is.EqualTo(0));
        Assert.That(program.Rows, Is.EqualTo(1));
    }

    [Test]
    public void TheStationaryDualCountsWhereItIsCloser()
    {
        (_, PointErrors measure, AffinePair pair, BestPoint best) = Bound();
        OptimalityErrors bound = measure.Measure([1 + 1e-9], [1 + 1e-5], [0]);
        Assert.That(bound.Stationarity, Is.GreaterThan(Tolerance));
        Assert.That(pair.Measure(best, 0, bound, [1 + 1e-9], [1 + 1e-5], [1], [0]), Is.True);
        Assert.That(best.Y[0], Is.EqualTo(1));
        Assert.That(best.Error, Is.LessThan(Tolerance));
    }

    [Test]
    public void AStationaryDualOutsideTheConeIsMeasuredAsSuch()
    {
        // With c = −1 no dual is in the cone and stationary; ỹ = −1 is off by 1.
        ConicProgram program = Program(-1);
        var measure = new PointErrors(program);
        var pair = new AffinePair(program, measure, Tolerance, null);
        var best = new BestPoint(1, 1);
        OptimalityErrors bound = measure.Measure([1], [0], [0]);
        pair.Measure(best, 0, bound, [1], [0], [-1], [0]);
        Assert.That(best.Error, Is.GreaterThan(0.1));
    }

    [TestCase(2e-3, 0, 0, ExpectedResult = false)]
    [TestCase(1e-5, 0, 0, ExpectedResult = true)]
    [TestCase(0, 9e-6, 0, ExpectedResult = true)]
    [TestCase(0, 1e-4, 0, ExpectedResult = false)]
    [TestCase(1e-5, 0, 1e-5, ExpectedResult = false)]
    [TestCase(1e-7, 1e-7, 1e-7, ExpectedResult = false)]
    public bool DistancesAreMeasuredWhereTheyMayDecide(double primalCone, double stationarity, double gap) =>
        Bound().Pair.IsDue(new OptimalityErrors(0, primalCone, stationarity, 0, gap, 0), 0);

    private static (ConicProgram Program, PointErrors Measure, AffinePair Pair, BestPoint Best) Bound()
    {
        ConicProgram program = Program(1);
        var measure = new PointErrors(program);
        return (program, measure, new AffinePair(program, measure, Tolerance, null), new BestPoint(1, 1));
    }

    /// <summary>min cx with x ≥ 1.</summary>
    private static ConicProgram Program(double c) => new(
        "bound", ObjectiveSense.Minimize, null, [c], 0, SparseMatrix.FromTriplets(1, 1, [0], [0], [-1]), [-1],
        [new ConeBlock(Cone.Nonnegative, 0, 1, "x ≥ 1")]);

    /// <summary>A row of each kind of cone that has a projection.</summary>
    private static ConicProgram Mixed()
    {
        ConeBlock[] blocks =
        [
            new(Cone.Nonnegative, 0, 3, "N"), new(Cone.SecondOrder, 3, 4, "Q"), new(Cone.PositiveSemidefinite, 7, SymmetricVector.Length(4), "S"),
        ];
        int rows = blocks[^1].Start + blocks[^1].Rows;
        return new ConicProgram(
            "mixed", ObjectiveSense.Minimize, null, [1], 0, SparseMatrix.FromTriplets(rows, 1, [0], [0], [1]), new double[rows], [.. blocks]);
    }

}
