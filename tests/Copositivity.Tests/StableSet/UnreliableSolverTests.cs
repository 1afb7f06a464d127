using Copositive.Copositivity.Tests.Graphs;
using Copositive.Modeling;
using Copositive.Tests;

namespace Copositive.Copositivity.Tests.StableSet;

[TestFixture]
public sealed class UnreliableSolverTests
{
    [Test]
    public void ASolverThatAnswersNothingLeavesTheTrivialBound()
    {
        foreach (Termination termination in Enum.GetValues<Termination>())
        {
            StabilityResult result = new StableSetProblem(GraphFamilies.Petersen()).Solve(new StubSolver(_ => new ConicSolution { Termination = termination }));
            Assert.That((result.Lower, result.Upper, result.Bound), Is.EqualTo((4, 10, 10.0)));
        }
    }

    [Test]
    public void ASolverThatAnswersNonsenseCannotSpoilTheBounds()
    {
        var random = new Random(31);
        double Nonsense() => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-6, 9));
        double[] Vector(int length) => [.. Enumerable.Range(0, length).Select(_ => Nonsense())];
        foreach (Graph graph in new[] { GraphFamilies.Cycle(7), GraphFamilies.Petersen(), GraphFamilies.Paley(13) })
        {
            int alpha = StabilityOracle.Of(graph);
            for (int trial = 0; trial < 30; trial++)
            {
                var solver = new StubSolver(program => new ConicSolution
                {
                    Termination = Termination.Optimal, X = Vector(program.Columns), Y = Vector(program.Rows), DualNonnegativePart = Vector(program.Rows),
                });
                StabilityResult result = new StableSetProblem(graph).Solve(solver);
                Assert.That(result.Lower, Is.EqualTo(alpha));
                Assert.That(result.Bound, Is.InRange(alpha, graph.VertexCount));
            }
        }
    }

    // DIMACS' clique numbers; for brock200_4 and brock200_2 the largest clique is hidden on purpose.
    [TestCase("keller4", 11)]
    [TestCase("brock200_2", 12)]
    [TestCase("brock200_4", 17)]
    [TestCase("c-fat200-1", 12)]
    public void TheSearchFindsTheLargestCliquesWithoutASolver(string name, int clique)
    {
        Graph graph = GraphReader.Read(SharedData.Path($"graphs/{name}.clq"));
        StabilityResult result = new StableSetProblem(graph.Complement()).Solve(new StubSolver(_ => new ConicSolution { Termination = Termination.Failed }));
        TestContext.Out.WriteLine($"{name}: {result.Lower} in {result.Seconds:F2} s");
        Assert.That(result.Lower, Is.EqualTo(clique));
    }

    [Test]
    public void TheSameSeedGivesTheSameWitness()
    {
        var problem = new StableSetProblem(GraphFamilies.Paley(29));
        var solver = new StubSolver(_ => new ConicSolution { Termination = Termination.Failed });
        StabilityResult first = problem.Solve(solver, options: new SolveOptions { Seed = 5 }), second = problem.Solve(solver, options: new SolveOptions { Seed = 5 });
        Assert.That(first.Witness, Is.EqualTo(second.Witness));
    }

    [Test]
    public void AProgramThatNoMemoryHoldsIsRefusedBeforeItIsBuilt()
    {
        var problem = new StableSetProblem(new Graph(Graph.MaxVertices, [(0, 1)]));
        if (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes > 100L << 30) Assert.Ignore("This machine has the memory.");
        Assert.That(
            () => problem.Solve(new StubSolver(_ => new ConicSolution { Termination = Termination.Failed })),
            Throws.TypeOf<UnsupportedProgramException>().With.Message.Contains("20000 vertices"));
    }

    [Test]
    public void AGraphWithoutVerticesIsRefused() => Assert.That(() => new StableSetProblem(new Graph(0, [])), Throws.ArgumentException);
}
