using Copositive.Copositivity.Tests.Graphs;
using Copositive.Modeling;
using Copositive.Solvers.Admm;
using Copositive.Tests;

namespace Copositive.Copositivity.Tests.StableSet;

[TestFixture]
public sealed class StableSetProblemTests
{
    private static readonly AdmmSolver Solver = new();

    // ϑ′ in closed form: of an odd cycle n·cos(π/n)/(1 + cos(π/n)), which is Lovász's ϑ (no stable pair's entry is negative there); of a Paley graph
    // √q; Petersen's ϑ = 4 = α (Lovász 1979).
    private static readonly TestCaseData[] ClosedForms =
    [
        new(GraphFamilies.Cycle(5), Math.Sqrt(5), 2),
        new(GraphFamilies.Cycle(7), 7 * Math.Cos(Math.PI / 7) / (1 + Math.Cos(Math.PI / 7)), 3),
        new(GraphFamilies.Petersen(), 4.0, 4),
        new(GraphFamilies.Paley(13), Math.Sqrt(13), 3),
        new(GraphFamilies.Complete(6), 1.0, 1),
        new(new Graph(5, []), 5.0, 5),
        new(new Graph(1, []), 1.0, 1),
    ];

    [TestCaseSource(nameof(ClosedForms))]
    public void TheProvedBoundIsThetaPrimeAndTheWitnessIsLargest(Graph graph, double theta, int stability)
    {
        StabilityResult result = new StableSetProblem(graph).Solve(Solver);
        Assert.That(result.Bound, Is.EqualTo(theta).Within(1e-4));
        Assert.That(result.Bound, Is.GreaterThanOrEqualTo(theta - 1e-12));
        Assert.That(result.Lower, Is.EqualTo(stability));
        Assert.That(result.Upper, Is.EqualTo((int)Math.Floor(result.Bound)));
        Assert.That(result.Witness, Has.Length.EqualTo(stability));
        Assert.That(graph.IsStable([.. result.Witness]), Is.True);
    }

    [Test]
    public void BoundsHoldOnRandomGraphs()
    {
        var random = new Random(21);
        for (int trial = 0; trial < 12; trial++)
        {
            int n = 6 + random.Next(10);
            var edges = new List<(int, int)>();
            for (int j = 0; j < n; j++)
            {
                for (int i = 0; i < j; i++)
                {
                    if (random.NextDouble() < 0.4) edges.Add((i, j));
                }
            }
            var graph = new Graph(n, edges);
            StabilityResult result = new StableSetProblem(graph).Solve(Solver);
            int alpha = StabilityOracle.Of(graph);
            Assert.That(result.Lower, Is.EqualTo(alpha));
            Assert.That(result.Upper, Is.GreaterThanOrEqualTo(alpha));
        }
    }

    [Test]
    public void ASolverStoppedAtOnceStillLeavesProvedBounds()
    {
        StabilityResult result = new StableSetProblem(GraphFamilies.Paley(17)).Solve(Solver, options: new SolveOptions { IterationLimit = 1 });
        Assert.That(result.Lower, Is.EqualTo(3));
        Assert.That(result.Bound, Is.InRange(Math.Sqrt(17) - 1e-12, 17));
    }

    [Test]
    public void TheModelIsStatedAsInTheLiterature()
    {
        ConicProgram program = new StableSetProblem(GraphFamilies.Cycle(5)).ToModel().Compile();
        Assert.That(program.Blocks.Select(b => (b.Name, b.Cone, b.Rows)), Is.EqualTo(new[] { ("X", Cone.CompletelyPositive, 15), ("trace", Cone.Zero, 1), ("edges", Cone.Zero, 5) }));
        Assert.That(program.Sense, Is.EqualTo(ObjectiveSense.Maximize));
    }

    // Clique numbers from coding theory: A(6,4) = 4 binary words at distance 4; A(8,4,4) = 14 words of weight 4; c-fat200-1 by construction 12.
    [TestCase("hamming6-4", 4)]
    [TestCase("johnson8-4-4", 14)]
    [TestCase("c-fat200-1", 12)]
    public void TheSharedGraphsCliqueNumbersAreProved(string name, int clique)
    {
        Graph graph = GraphReader.Read(SharedData.Path($"graphs/{name}.clq"));
        StabilityResult result = new StableSetProblem(graph.Complement()).Solve(Solver);
        TestContext.Out.WriteLine($"{result}; bound {result.Bound:R}; {result.SolveResult}; {result.SolveResult.Iterations} iterations; {result.Seconds:F2} s");
        Assert.That((result.Lower, result.Upper), Is.EqualTo((clique, clique)));
        int[] witness = [.. result.Witness.Select(v => v - 1)];
        Assert.That(witness.SelectMany(i => witness.Where(j => j < i).Select(j => graph.HasEdge(i, j))), Has.All.True);
    }
}
