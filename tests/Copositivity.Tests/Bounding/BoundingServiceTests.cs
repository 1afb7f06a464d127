using Copositive.Copositivity.Tests.Hierarchies;
using Copositive.Modeling;
using Copositive.Solvers.Admm;
using Copositive.Solvers.Auto;
using Copositive.Solvers.InteriorPoint;
using Copositive.Solvers.LowRank;
using Copositive.Solvers.OrTools;

namespace Copositive.Copositivity.Tests.Bounding;

public sealed class BoundingServiceTests
{
    private static readonly IConicSolver Auto = new AutoSolver(new AdmmSolver(), new InteriorPointSolver(), new GlopSolver(), new LowRankSolver());

    private static IEnumerable<TestCaseData> Problems()
    {
        yield return Case("Horn", Matrices.CompletelyPositive(Matrices.Horn), 0);
        yield return Case("Horn, copositive", Matrices.Copositive(Matrices.Horn), 0);
        yield return Case("Hoffman–Pereira", Matrices.CompletelyPositive(Matrices.HoffmanPereira), 0);
        yield return Case("population genetics", Matrices.CompletelyPositive(Matrices.PopulationGenetics), -49.0 / 3);
        yield return Case("portfolio", Matrices.Copositive(Matrices.Portfolio), 17856312811 / 36898317500.0);
        yield return Case("C5", new StableSetProblem(GraphFamilies.Cycle(5)).ToModel(), 2);
        yield return Case("Petersen", new StableSetProblem(GraphFamilies.Petersen()).ToModel(), 4);
        yield return Case("Paley13", new StableSetProblem(GraphFamilies.Paley(13)).ToModel(), 3);
        yield return Case("Paley17", new StableSetProblem(GraphFamilies.Paley(17)).ToModel(), 3);

        static TestCaseData Case(string name, ConicModel model, double optimum) => new TestCaseData(model, optimum).SetName($"TheGapCloses({name})");
    }

    // Minima over the simplex and stability numbers of the literature.
    [TestCaseSource(nameof(Problems))]
    public void TheGapCloses(ConicModel model, double optimum)
    {
        BoundingResult result = new BoundingService(Auto).Bound(model, new BoundingOptions { Gap = 1e-6 });
        Assert.That(result.IsClosed, Is.True, string.Join('\n', result.Steps));
        Assert.That(result.Lower, Is.LessThanOrEqualTo(optimum + 1e-14).And.EqualTo(optimum).Within(1e-6 * Math.Max(1, Math.Abs(optimum))));
        Assert.That(result.Upper, Is.GreaterThanOrEqualTo(optimum - 1e-14).And.EqualTo(optimum).Within(1e-6 * Math.Max(1, Math.Abs(optimum))));
        Assert.That(result.Gap, Is.LessThanOrEqualTo(1e-6));
        Assert.That(result.Witness, Is.Not.Null);
        Assert.That(result.Reason, Is.EqualTo("the gap is closed"));
    }

    // Random data of 53 digits, orders 5 to 8, against enumeration of supports.
    [Test]
    public void RandomStandardQuadraticProblems()
    {
        var random = new Random(11);
        for (int trial = 0; trial < 8; trial++)
        {
            int n = 5 + trial % 4;
            var q = new double[n, n];
            for (int j = 0; j < n; j++)
            {
                for (int i = 0; i <= j; i++) q[i, j] = q[j, i] = 2 * random.NextDouble() - 1;
            }
            double minimum = Matrices.SimplexMinimum(q);
            foreach (ConicModel model in new[] { Matrices.CompletelyPositive(q), Matrices.Copositive(q) })
            {
                BoundingResult result = new BoundingService(Auto).Bound(model);
                Assert.That(result.IsClosed, Is.True, string.Join('\n', result.Steps));
                Assert.That(result.Lower, Is.LessThan(minimum + 1e-11));
                Assert.That(result.Upper, Is.GreaterThan(minimum - 1e-11));
            }
        }
    }

    // Partitions alone close Horn's program too, from both sides.
    [Test]
    public void PartitionsCloseWhatLevelZeroLeavesOpen()
    {
        BoundingResult result = new BoundingService(Auto).Bound(
            Matrices.CompletelyPositive(Matrices.Horn), new BoundingOptions { MaxLevel = 0, Gap = 0.05, MaxRounds = 60 });
        Assert.That(result.IsClosed, Is.True, string.Join('\n', result.Steps));
        Assert.That(result.LowerBy, Is.InstanceOf<PartitionApproximation>());
    }

    [Test]
    public void StepsAreReportedAndBoundsOnlyImprove()
    {
        var steps = new List<BoundingStep>();
        BoundingResult result = new BoundingService(Auto).Bound(
            new StableSetProblem(GraphFamilies.Paley(17)).ToModel(), progress: new Recorder(steps));
        Assert.That(steps, Is.EqualTo(result.Steps));
        for (int k = 1; k < steps.Count; k++)
        {
            Assert.That(steps[k].Lower ?? double.NegativeInfinity, Is.GreaterThanOrEqualTo(steps[k - 1].Lower ?? double.NegativeInfinity));
            Assert.That(steps[k].Upper ?? double.PositiveInfinity, Is.LessThanOrEqualTo(steps[k - 1].Upper ?? double.PositiveInfinity));
        }
    }

    [Test]
    public void LimitsReturnTheBestSoFarAndCancellationThrows()
    {
        ConicModel model = new StableSetProblem(GraphFamilies.Paley(29)).ToModel();
        BoundingResult result = new BoundingService(Auto).Bound(model, new BoundingOptions { TimeLimit = TimeSpan.FromMilliseconds(1) });
        Assert.That(result.IsClosed, Is.False);
        Assert.That(result.Reason, Is.EqualTo("the time limit came"));
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.That(() => new BoundingService(Auto).Bound(model, cancellationToken: source.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void BadRequestsAreRefused()
    {
        var model = new ConicModel();
        Variable x = model.AddVariable("x");
        model.Add(x >= 1);
        model.Minimize(x);
        Assert.That(() => new BoundingService(Auto).Bound(model), Throws.ArgumentException.With.Message.Contains("no cone of the copositive family"));
        Assert.That(
            () => new BoundingService(Auto).Bound(Matrices.Copositive(Matrices.Horn), new BoundingOptions { Gap = double.NaN }),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    private sealed class Recorder(List<BoundingStep> steps) : IProgress<BoundingStep>
    {
        public void Report(BoundingStep value) => steps.Add(value);
    }
}
