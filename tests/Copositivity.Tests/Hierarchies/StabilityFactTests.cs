using Copositive.Modeling;
using Copositive.Solvers.Admm;
using Copositive.Solvers.InteriorPoint;
using Copositive.Solvers.OrTools;

namespace Copositive.Copositivity.Tests.Hierarchies;

/// <summary>
/// Bounds of stability numbers by family and level, as published (de Klerk and Pasechnik 2002; Peña, Vera and Zuluaga 2007; Schrijver 1979) and
/// recomputed with an independent solver for the project's table of facts.
/// </summary>
public sealed class StabilityFactTests
{
    private static readonly IConicSolver Admm = new AdmmSolver(), Ipm = new InteriorPointSolver(), Glop = new GlopSolver();

    internal static Graph IcosahedronComplement { get; } = new Graph(12, IcosahedronEdges(), "icosahedron").Complement();

    private static IEnumerable<TestCaseData> SemidefiniteLevels()
    {
        yield return Case("alpha-C5", GraphFamilies.Cycle(5), 2, 2.23606797749979, 2.0);
        yield return Case("alpha-C7", GraphFamilies.Cycle(7), 3, 3.3176673, 3.0);
        yield return Case("alpha-C9", GraphFamilies.Cycle(9), 4, 4.3600897, 4.0);
        yield return Case("alpha-Paley13", GraphFamilies.Paley(13), 3, 3.605551275463989, 3.0);
        yield return Case("alpha-Paley17", GraphFamilies.Paley(17), 3, 4.123105625617661, 3.24264067);
        yield return Case("alpha-Petersen", GraphFamilies.Petersen(), 4, 4.0, 4.0);
        yield return Case("alpha-icosahedron-complement", IcosahedronComplement, 3, 3.23606797749979, 3.23606797749979, 3.0);
        yield return Case("alpha-Paley29", GraphFamilies.Paley(29), 4, 5.385164807134504);

        static TestCaseData Case(string fact, Graph graph, int alpha, params double[] bounds) =>
            new TestCaseData(graph, alpha, bounds).SetName($"SemidefiniteLevels({fact})").SetProperty("Fact", fact);
    }

    [TestCaseSource(nameof(SemidefiniteLevels))]
    public void SemidefiniteLevelsByTwoBackends(Graph graph, int alpha, double[] bounds)
    {
        for (int level = 0; level < bounds.Length; level++)
        {
            foreach (IConicSolver solver in new[] { Ipm, Admm })
            {
                // The table's tolerance is 1e-6; ours is asked to be a tenth of that.
                StabilityResult result = new StableSetProblem(graph).Solve(solver, Approximation.Parrilo(level), new SolveOptions { Tolerance = 1e-8 });
                string cell = $"{solver.Name}, level {level}";
                Assert.That(result.Bound, Is.EqualTo(bounds[level]).Within(1e-6), cell);
                Assert.That(result.Bound, Is.GreaterThanOrEqualTo(alpha), cell);
                Assert.That(result.Lower, Is.EqualTo(alpha), cell);
                Assert.That(result.SolveResult.PrimalObjective, Is.EqualTo(bounds[level]).Within(1e-6), cell);
            }
        }
    }

    private static IEnumerable<TestCaseData> LinearLevels()
    {
        yield return Case("alpha-C5", GraphFamilies.Cycle(5), null, 3, 3, 2.5, 2.5, 7 / 3.0, 7 / 3.0);
        yield return Case("alpha-C7", GraphFamilies.Cycle(7), null, null, 6, 5, 5, 4.2, 4);
        yield return Case("alpha-C9", GraphFamilies.Cycle(9), null, null, null, 10);
        yield return Case("alpha-Paley13", GraphFamilies.Paley(13), null, null, 6, 5);
        yield return Case("alpha-Paley17", GraphFamilies.Paley(17), null, null, 6, 5);
        yield return Case("alpha-Petersen", GraphFamilies.Petersen(), null, null, null, 10);
        yield return Case("alpha-icosahedron-complement", IcosahedronComplement, null, null, 6, 5);

        static TestCaseData Case(string fact, Graph graph, params double?[] bounds) =>
            new TestCaseData(graph, bounds).SetName($"LinearLevels({fact})").SetProperty("Fact", fact);
    }

    // Below level α − 1 the linear hierarchy has no bound: the program is unbounded, and the proved bound is n.
    [TestCaseSource(nameof(LinearLevels))]
    public void LinearLevelsByTwoBackends(Graph graph, double?[] bounds)
    {
        for (int level = 0; level < bounds.Length; level++)
        {
            foreach (IConicSolver solver in new[] { Glop, Admm })
            {
                StabilityResult result = new StableSetProblem(graph).Solve(solver, Approximation.DeKlerkPasechnik(level));
                string cell = $"{solver.Name}, level {level}";
                if (bounds[level] is { } bound)
                {
                    Assert.That(result.SolveResult.PrimalObjective, Is.EqualTo(bound).Within(1e-6), cell);
                    // No more than n vertices is proved without any program.
                    Assert.That(result.Bound, Is.EqualTo(Math.Min(bound, graph.VertexCount)).Within(1e-6), cell);
                    continue;
                }
                Assert.That(result.SolveResult.Termination, Is.EqualTo(Termination.Unbounded), cell);
                Assert.That(result.SolveResult.Message, Does.Contain("approximation that is unbounded"), cell);
                Assert.That(result.Bound, Is.EqualTo(graph.VertexCount), cell);
            }
        }
    }

    // Q^(r) ⊂ K^(r), with equality at level 1; C^(r) ⊂ Dd(r) ⊂ Sdd(r) ⊂ K^(r): bounds in that order.
    [Test]
    public void FamiliesAreNested()
    {
        var problem = new StableSetProblem(GraphFamilies.Cycle(7));
        double k = Bound(Approximation.Parrilo(1)), q = Bound(Approximation.PenaVeraZuluaga(1)), k2 = Bound(Approximation.Parrilo(2)),
            q2 = Bound(Approximation.PenaVeraZuluaga(2)), sdd = Bound(Approximation.Sdd(2)), dd = Bound(Approximation.Dd(2)), c = Bound(Approximation.DeKlerkPasechnik(2));
        const double error = 1e-6;
        Assert.That(q, Is.EqualTo(k).Within(error));
        Assert.That(new[] { k2, q2, sdd, dd, c }.Zip(new[] { q2, double.PositiveInfinity, dd, c, double.PositiveInfinity }, (a, b) => a <= b + error), Is.All.True);
        Assert.That(k2, Is.LessThanOrEqualTo(sdd + error));

        double Bound(Approximation approximation) => problem.Solve(Ipm, approximation).Bound;
    }

    // A(6, 4) = 4 words of length 6 at distance 4; ϑ = 16/3 and ϑ' = 4 by Delsarte's linear program (Schrijver 1979).
    [Test, Property("Fact", "H64")]
    public void DelsartesBoundOfH64()
    {
        Graph graph = GraphFamilies.Hamming(6, 4).Complement();
        foreach (IConicSolver solver in new[] { Admm, Ipm })
        {
            StabilityResult result = new StableSetProblem(graph).Solve(solver, options: new SolveOptions { Tolerance = 1e-9 });
            Assert.That(result.Bound, Is.EqualTo(4).Within(1e-6), solver.Name);
            Assert.That(result.Lower, Is.EqualTo(4));
        }
        SolveResult theta = new ThetaProblem(graph).ToProgram().Solve(Admm, options: new SolveOptions { Tolerance = 1e-8 });
        Assert.That(theta.PrimalObjective, Is.EqualTo(16.0 / 3).Within(1e-6));
    }

    // With symmetry the program is smaller and its value the same.
    [TestCase(1)]
    [TestCase(2)]
    public void OrbitsLoseNothing(int level)
    {
        ConicModel model = new StableSetProblem(GraphFamilies.Cycle(7)).ToModel();
        PermutationGroup dihedral = PermutationGroup.SymmetriesOf(model.Compile(), "X");
        Assert.That(dihedral.LongestOrbit, Is.EqualTo(7));
        foreach (PolynomialApproximation family in new PolynomialApproximation[]
            { Approximation.Parrilo(level), Approximation.PenaVeraZuluaga(level), Approximation.DeKlerkPasechnik(level + 1), Approximation.Sdd(level) })
        {
            IConicSolver solver = family is DeKlerkPasechnikApproximation ? Glop : Ipm;
            SolveResult plain = model.Solve(solver, family), reduced = model.Solve(solver, family.WithSymmetry(dihedral));
            Assert.That(reduced.PrimalObjective, Is.EqualTo(plain.PrimalObjective).Within(1e-6), family.ToString());
            Assert.That(reduced.Plan.Approximated.Columns, Is.LessThan(plain.Plan.Approximated.Columns), family.ToString());
        }
    }

    // Stability numbers of Paley graphs by exhaustive search (Shearer 1986): 4, 5 and 5; the level-1 bounds by two backends round down to them.
    [TestCase(37, 4)]
    [TestCase(41, 5)]
    [TestCase(61, 5)]
    public void PaleyGraphsAtLevelOneWithSymmetry(int q, int alpha)
    {
        var problem = new StableSetProblem(GraphFamilies.Paley(q));
        StabilityResult first = problem.Solve(Ipm, Approximation.Parrilo(1)), second = problem.Solve(Admm, Approximation.Parrilo(1));
        Assert.That((first.Lower, first.Upper), Is.EqualTo((alpha, alpha)));
        Assert.That(second.Bound, Is.EqualTo(first.Bound).Within(1e-5));
        // Level 0 is √q.
        Assert.That(first.Bound, Is.LessThan(Math.Sqrt(q) - 0.5));
    }

    private static IEnumerable<(int, int)> IcosahedronEdges()
    {
        // Two poles, 0 and 11, over an upper and a lower pentagon that are joined in a zigzag.
        for (int k = 0; k < 5; k++)
        {
            int up = 1 + k, nextUp = 1 + (k + 1) % 5, down = 6 + k, nextDown = 6 + (k + 1) % 5;
            yield return (0, up);
            yield return (11, down);
            yield return (up, nextUp);
            yield return (down, nextDown);
            yield return (up, down);
            yield return (up, nextDown);
        }
    }
}
