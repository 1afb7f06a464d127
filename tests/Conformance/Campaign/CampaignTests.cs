using System.Globalization;
using System.Text;
using Copositive.Modeling;

namespace Copositive.Conformance;

/// <summary>
/// Two thousand small random programs through the library's own path, each with an answer known from how it was made: no wrong status, no
/// error above 1e-6 at an optimum, and nearly none of the well-posed ones left undecided. Every batch can be run on other seeds by the explicit test.
/// </summary>
[Parallelizable(ParallelScope.Children)]
public sealed class CampaignTests
{
    private const int BatchSize = 50;

    private static readonly string[] Backends = ["admm", "ipm"];

    private static readonly (RandomKind Kind, int Count)[] Plan =
    [
        (RandomKind.Optimal, 600), (RandomKind.Infeasible, 300), (RandomKind.Unbounded, 300), (RandomKind.IllPosed, 200),
        (RandomKind.RankDeficient, 200), (RandomKind.BadlyScaled, 250), (RandomKind.Redundant, 150),
    ];

    private static IEnumerable<TestCaseData> Batches() =>
        from backend in Backends
        from part in Plan
        from first in Enumerable.Range(0, part.Count / BatchSize)
        select new TestCaseData(backend, part.Kind, first * BatchSize, BatchSize)
            .SetArgDisplayNames(backend, $"{part.Kind}", $"from {first * BatchSize}");

    private static IEnumerable<TestCaseData> FurtherBatches() =>
        from backend in Backends
        from part in Plan
        select new TestCaseData(backend, part.Kind, 10_000, 10 * part.Count).SetArgDisplayNames(backend, $"{part.Kind}");

    [TestCaseSource(nameof(Batches))]
    public void No_answer_is_wrong(string backend, object kind, int first, int count) => Run(backend, (RandomKind)kind, first, count);

    [TestCaseSource(nameof(FurtherBatches)), Explicit("Twenty thousand programs: minutes.")]
    public void No_answer_is_wrong_on_further_seeds(string backend, object kind, int first, int count) => Run(backend, (RandomKind)kind, first, count);

    private static void Run(string backend, RandomKind kind, int first, int count)
    {
        IConicSolver solver = Backend.All.Single(b => b.Key == backend).Solver;
        var faults = new StringBuilder();
        int wrong = 0, decided = 0;
        for (int seed = first; seed < first + count; seed++)
        {
            RandomInstance instance = RandomInstances.Create(kind, seed);
            SolveResult result = instance.Program.Solve(solver);
            bool isDecided = instance.Right.Contains(result.Termination);
            if (isDecided || instance.Honest.Length > 0) decided++;
            else faults.AppendLine(CultureInfo.InvariantCulture, $"{instance}: undecided, {result.Termination} ({result.Iterations} iterations)");
            if (Verdict.Fault(instance, result) is not { } fault) continue;
            wrong++;
            faults.AppendLine(CultureInfo.InvariantCulture, $"{instance}: {fault} ({result.Iterations} iterations)");
        }
        TestContext.Out.WriteLine($"{backend}, {kind}: {decided} of {count} decided, {wrong} wrong");
        Assert.That(wrong, Is.Zero, faults.ToString());
        // Where a ray is on the boundary of the cone, its polish may end short of the accuracy that a proof needs.
        Assert.That(decided, Is.GreaterThanOrEqualTo(kind == RandomKind.Unbounded ? 0.98 * count - 1 : count - 1), faults.ToString());
    }
}
