using System.Collections.Immutable;
using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Certification.Tests;

/// <summary>Bounds of programs over copositive cones of polyhedra must hold for the program as stated, whatever the backend returns.</summary>
public class ApproximationTests
{
    private static readonly double[] Matrix = [1, 1, 1];

    [Test]
    public void ATraceOfAMatrixIsNotTakenForThatOfItsSemidefinitePart()
    {
        // K = {u₁ ≥ 0, u₂ ≥ 2u₁}. At u = (1, 2 + t) and (0, 1), M = x[[−3, 1], [1, 1]] has the values x(5 + 6t + t²) and x: it is copositive over K for
        // all x ≥ 0, so that max x is 10. Its trace is −2x, for which 0 is a true bound; but M − FᵀNF ⪰ 0 has positive traces.
        var cone = Cone.CopositiveOver(PolyhedralCone.FromFacets(new double[,] { { 1, 0 }, { -2, 1 } }));
        var a = SparseMatrix.FromTriplets(5, 1, [0, 1, 2, 3, 4], [0, 0, 0, 0, 0], [3, -1, -1, -1, 1]);
        var program = new ConicProgram(
            "obtuse", ObjectiveSense.Maximize, null, [-1], 0, a, [0, 0, 0, 0, 10],
            [new ConeBlock(cone, 0, 3, "M"), new ConeBlock(Cone.Nonnegative, 3, 2, "0 ≤ x ≤ 10")],
            assumptions: [new Assumption(AssumptionKind.Trace, "M", [], 0, 0, 0)]);
        foreach (var interval in Answers(program))
        {
            Assert.That(interval.IsProvedInfeasible, Is.False);
            Assert.That(interval.Upper ?? double.PositiveInfinity, Is.GreaterThanOrEqualTo(10), interval.ToString());
            Assert.That(interval.Lower ?? double.NegativeInfinity, Is.LessThanOrEqualTo(10), interval.ToString());
        }
    }

    [Test]
    public void ATraceIsKeptWhereTheFacetsEncloseNoObtuseAngle()
    {
        // Over the orthant, M = [[x, −2], [−2, x]] is copositive for x ≥ 2. Under tr M ≤ 6 the bound of min x from the multiplier 0 pays nothing.
        var cone = Cone.CopositiveOver(PolyhedralCone.FromFacets(new double[,] { { 1, 0 }, { 0, 1 } }));
        var a = SparseMatrix.FromTriplets(3, 1, [0, 2], [0, 0], [-1, -1]);
        var program = new ConicProgram(
            "orthant", ObjectiveSense.Minimize, null, [1], 0, a, [0, -2, 0], [new ConeBlock(cone, 0, 3, "M")],
            assumptions: [new Assumption(AssumptionKind.Trace, "M", [], 0, 0, 6)]);
        var plan = Plan.Create(program, Anything.Takes, "any", Approximation.Parrilo(level: 0));
        Assert.Multiple(() =>
        {
            Assert.That(plan.Side, Is.EqualTo(BoundSide.Exact));
            Assert.That(plan.Approximated.Assumptions.Single().Upper, Is.EqualTo(6));
        });
        foreach (var interval in Answers(program)) Assert.That(interval.Lower ?? double.NegativeInfinity, Is.LessThanOrEqualTo(2), interval.ToString());
    }

    [Test]
    public void APolyhedronWithoutInteriorIsNotApproximatedExactly()
    {
        // K = {u₁ = 0} as two facets: M is copositive over K iff M₂₂ ≥ 0, so that [[x₀, x₁], [x₁, 0]] always is, and the optimum of min x₀ over
        // x₁ = 1, x₀ ≥ −5 is −5. But M − FᵀNF, whose entry (2, 2) is 0 and (1, 2) is 1, is positive semidefinite for no N.
        var cone = Cone.CopositiveOver(PolyhedralCone.FromFacets(new double[,] { { 1, 0 }, { -1, 0 } }));
        var a = SparseMatrix.FromTriplets(5, 2, [0, 1, 3, 4], [0, 1, 1, 0], [-1, -1, 1, -1]);
        var program = new ConicProgram(
            "flat", ObjectiveSense.Minimize, null, [1, 0], 0, a, [0, 0, 0, 1, 5],
            [new ConeBlock(cone, 0, 3, "M"), new ConeBlock(Cone.Zero, 3, 1, "x₁ = 1"), new ConeBlock(Cone.Nonnegative, 4, 1, "x₀ ≥ −5")]);
        foreach (var interval in Answers(program))
        {
            Assert.That(interval.IsProvedInfeasible, Is.False, "x = (0, 1) is feasible");
            Assert.That(interval.Lower ?? double.NegativeInfinity, Is.LessThanOrEqualTo(-5), interval.ToString());
        }
    }

    [Test]
    public void SidesFollowFromTheInteriorOfThePolyhedron()
    {
        Assert.Multiple(() =>
        {
            Assert.That(SideOf(new double[,] { { 1, 0 }, { 0, 1 } }), Is.EqualTo(BoundSide.Exact));
            // Thin, but with the interior point (1, 1.5·10⁻³).
            Assert.That(SideOf(new double[,] { { 1e-3, -0.5 }, { -1e-3, 1 } }), Is.EqualTo(BoundSide.Exact));
            Assert.That(SideOf(new double[,] { { 1, 1 }, { -1, -1 } }), Is.EqualTo(BoundSide.Upper));
            Assert.That(SideOf(new double[,] { { 1, 0 }, { 0, 1 }, { -1, -1 } }), Is.EqualTo(BoundSide.Upper), "K = {0}");
            Assert.That(SideOf(new double[,] { { 0, 0 }, { 0, 1 } }), Is.EqualTo(BoundSide.Exact), "a facet of zeros says nothing");
        });

        static BoundSide SideOf(double[,] facets)
        {
            var program = new ConicProgram(
                "side", ObjectiveSense.Minimize, null, [1], 0, SparseMatrix.Zero(3, 1), Matrix,
                [new ConeBlock(Cone.CopositiveOver(PolyhedralCone.FromFacets(facets)), 0, 3, "M")]);
            return Plan.Create(program, Anything.Takes, "any", Approximation.Parrilo(level: 0)).Side;
        }
    }

    /// <summary>Certified intervals from backends that return garbage, in several terminations.</summary>
    private static IEnumerable<CertifiedInterval> Answers(ConicProgram program)
    {
        for (var seed = 0; seed < 40; seed++)
        {
            foreach (var termination in new[] { Termination.Optimal, Termination.Limit, Termination.Infeasible, Termination.Unbounded })
                yield return program.Solve(new Anything(seed, termination), Approximation.Parrilo(level: 0)).Certify();
        }
    }

    /// <summary>A backend that answers with numbers drawn at random.</summary>
    private sealed class Anything(int seed, Termination termination) : IConicSolver
    {
        public static SolverCapabilities Takes { get; } = new()
        {
            Cones = ImmutableHashSet.Create(ConeKind.Zero, ConeKind.Nonnegative, ConeKind.PositiveSemidefinite), QuadraticObjective = true,
        };

        public string Name => "anything";

        public SolverCapabilities Capabilities => Takes;

        public ConicSolution Solve(ConicProgram program, SolveOptions? options, IProgress<SolverProgress>? progress, CancellationToken cancellationToken)
        {
            var random = new Random(seed);
            var scale = Math.Pow(10, random.Next(-2, 5));
            double[] x = new double[program.Columns], y = new double[program.Rows];
            for (var j = 0; j < x.Length; j++) x[j] = scale * (2 * random.NextDouble() - 1);
            for (var i = 0; i < y.Length; i++) y[i] = random.Next(3) == 0 ? 0 : scale * (2 * random.NextDouble() - 1);
            return new ConicSolution { Termination = termination, X = x, Y = y };
        }
    }
}
