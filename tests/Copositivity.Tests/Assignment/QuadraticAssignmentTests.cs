using Copositive.Tests;
using NUnit.Framework;

namespace Copositive.Copositivity.Tests.Assignment;

[TestFixture]
public sealed class QuadraticAssignmentTests
{
    private static readonly QuadraticAssignmentOptions ToTheEnd = new() { ContinuesAfterProof = true, IterationLimit = 4000 };

    // The values of the doubly nonnegative relaxation with every zero stated: an interior-point solver's, in the literature and recomputed.
    private static IEnumerable<TestCaseData> Relaxations() =>
    [
        new(AssignmentProblems.Nugent5, 50.0, 50.0),
        new(AssignmentProblems.Tour5, 34.0, 34.0),
        new(AssignmentProblems.CycleOnPath6, 59.0 / 3, 20.0),
        new(AssignmentProblems.BipartiteOnPath6, 113.0 / 3, 38.0),
    ];

    [TestCaseSource(nameof(Relaxations))]
    public void FindsTheRelaxationsValueAndTheOptimum(QuadraticAssignmentProblem problem, double relaxation, double optimum)
    {
        Assert.That(AssignmentProblems.Optimum(problem), Is.EqualTo(optimum));
        QuadraticAssignmentResult result = problem.Solve(ToTheEnd);
        Assert.That(result.Upper, Is.EqualTo(optimum));
        Assert.That(problem.Cost(result.Permutation.AsSpan()), Is.EqualTo(result.Upper));
        Assert.That(result.Lower, Is.EqualTo(optimum), "bounds above the optimum less 2 round up to it");
        Assert.That(result.Bound, Is.EqualTo(relaxation).Within(2e-5 * relaxation));
    }

    [Test]
    public void BoundsHoldForRandomProblems([Values(2, 3, 4, 5, 6)] int n, [Values] bool symmetric, [Values] bool integer)
    {
        for (int seed = 0; seed < 3; seed++)
        {
            QuadraticAssignmentProblem problem = AssignmentProblems.Random(n, 17 * n + seed, symmetric, integer);
            double optimum = AssignmentProblems.Optimum(problem);
            QuadraticAssignmentResult result = problem.Solve(new QuadraticAssignmentOptions { IterationLimit = 200 });
            Assert.That(result.Lower, Is.LessThanOrEqualTo(optimum), problem.Name);
            Assert.That(result.Upper, Is.EqualTo(optimum).Within(1e-9), problem.Name);
            Assert.That(result.Bound, Is.LessThanOrEqualTo(result.Lower));
            Assert.That(result.Lower, Is.GreaterThan(optimum - 0.1 * (1 + Math.Abs(optimum))), problem.Name);
        }
    }

    [Test]
    public void StopsWhenTheAssignmentIsProvedOptimal()
    {
        QuadraticAssignmentResult result = AssignmentProblems.CycleOnPath6.Solve();
        Assert.That(result.IsOptimal);
        Assert.That(result.Iterations, Is.LessThan(ToTheEnd.IterationLimit));
    }

    [Test]
    public void CostStepIsTwoForSymmetricIntegersOnly()
    {
        Assert.That(AssignmentProblems.Nugent5.CostStep, Is.EqualTo(2));
        double[,] integers = { { 0, 1 }, { 2, 0 } }, symmetric = { { 1, 2 }, { 2, 1 } };
        double[,] even = { { 0, 3 }, { 3, 2 } }, reals = { { 0, 0.5 }, { 1, 0 } };
        Assert.That(new QuadraticAssignmentProblem("", integers, symmetric).CostStep, Is.EqualTo(1));
        Assert.That(new QuadraticAssignmentProblem("", symmetric, symmetric).CostStep, Is.EqualTo(1), "an odd diagonal on both sides");
        Assert.That(new QuadraticAssignmentProblem("", symmetric, even).CostStep, Is.EqualTo(2));
        Assert.That(new QuadraticAssignmentProblem("", integers, reals).CostStep, Is.EqualTo(0));
        double[,] large = { { 0, 1e9 }, { 1e9, 0 } };
        Assert.That(new QuadraticAssignmentProblem("", large, large).CostStep, Is.EqualTo(0), "sums beyond 2^53 are rounded");
    }

    // Optima and relaxation values of QAPLIB and of published doubly nonnegative relaxations.
    [TestCase("had12", 1652, 1651.94)]
    [TestCase("tai12a", 224416, 224416.0)]
    public void GivesPublishedRelaxationValues(string name, double optimum, double relaxation)
    {
        QuadraticAssignmentProblem problem = QuadraticAssignmentProblem.Read(SharedData.Path($"qaplib/{name}.dat"));
        QuadraticAssignmentResult result = problem.Solve(ToTheEnd with { IterationLimit = 800 });
        TestContext.Out.WriteLine($"{result}: bound {result.Bound}, {result.Iterations} iterations, {result.Seconds:F2} s");
        Assert.That(result.Upper, Is.EqualTo(optimum));
        Assert.That(result.Lower, Is.EqualTo(optimum));
        Assert.That(result.Bound, Is.LessThanOrEqualTo(optimum).And.EqualTo(relaxation).Within(1e-4 * relaxation));
    }

    [Test]
    public void BoundsTai15aWithinFivePercent()
    {
        const double optimum = 388214;
        QuadraticAssignmentProblem problem = QuadraticAssignmentProblem.Read(SharedData.Path("qaplib/tai15a.dat"));
        QuadraticAssignmentResult result = problem.Solve(new QuadraticAssignmentOptions { IterationLimit = 300 });
        TestContext.Out.WriteLine($"{result}: bound {result.Bound}, {result.Iterations} iterations, {result.Seconds:F2} s");
        Assert.That(result.Upper, Is.EqualTo(optimum));
        Assert.That(result.Bound, Is.InRange(0.95 * optimum, optimum));
    }
}
