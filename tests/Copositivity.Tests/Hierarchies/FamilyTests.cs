using Copositive.Certification;
using Copositive.Modeling;
using Copositive.Solvers.InteriorPoint;
using Copositive.Solvers.OrTools;

namespace Copositive.Copositivity.Tests.Hierarchies;

/// <summary>Properties that every family has by its definition.</summary>
public sealed class FamilyTests
{
    private static readonly IConicSolver Ipm = new InteriorPointSolver(), Glop = new GlopSolver();

    /// <summary>Linear families go to the simplex method, the others to the interior-point one.</summary>
    private static IConicSolver SolverOf(Approximation family) =>
        family is GeneratorApproximation or DeKlerkPasechnikApproximation or ParriloApproximation { Gram: GramCone.DiagonallyDominant } ? Glop : Ipm;

    private static readonly Approximation[] Inner =
    [
        Approximation.Parrilo(1), Approximation.Parrilo(2), Approximation.PenaVeraZuluaga(2), Approximation.PenaVeraZuluaga(2).WithWeights([[0, 1], [3, 3]]),
        Approximation.DeKlerkPasechnik(2), Approximation.Sdd(0), Approximation.Sdd(1), Approximation.Dd(0), Approximation.Dd(1),
        Approximation.Partition(2, ApproximationSide.Inner),
    ];

    private static readonly Approximation[] Outer =
        [Approximation.Grid(0), Approximation.Grid(2), Approximation.Partition(3, ApproximationSide.Outer)];

    private static IEnumerable<Approximation> Families => [.. Inner, .. Outer];

    // The copositive program and the completely positive one are each other's dual, so the families' values agree; they bound the minimum over the
    // simplex from their side, and so do the certified ones, with data of 53 digits.
    [TestCaseSource(nameof(Families))]
    public void BothFormsBoundTheMinimumFromTheirSide(Approximation family)
    {
        var random = new Random(7);
        for (int trial = 0; trial < 4; trial++)
        {
            double[,] q = RandomSymmetric(random, 4 + trial);
            double minimum = Matrices.SimplexMinimum(q);
            SolveResult primal = Matrices.CompletelyPositive(q).Solve(SolverOf(family), family), dual = Matrices.Copositive(q).Solve(SolverOf(family), family);
            Assert.That(primal.Termination, Is.EqualTo(Termination.Optimal), primal.Message);
            Assert.That(primal.PrimalObjective, Is.EqualTo(dual.PrimalObjective).Within(1e-6));
            double value = primal.PrimalObjective!.Value;
            bool isInner = family.Side == ApproximationSide.Inner;
            Assert.That(isInner ? minimum - value : value - minimum, Is.GreaterThan(-1e-6));
            foreach (SolveResult result in new[] { primal, dual })
            {
                CertifiedInterval interval = result.Certify();
                double? proved = isInner ? interval.Lower : interval.Upper;
                Assert.That(proved, Is.Not.Null, interval.ToString());
                Assert.That(proved, Is.EqualTo(value).Within(1e-5));
                // The oracle's own error is about 1e-12.
                Assert.That(isInner ? minimum - proved!.Value : proved!.Value - minimum, Is.GreaterThan(-1e-11));
                if (!(q.GetLength(0) <= 4)) Assert.That(isInner ? interval.Upper : interval.Lower, Is.Null);
            }
        }
    }

    // Multipliers come back to the stated blocks: ⟨y, X⟩ = 0 at the optimum, whatever the family put in between.
    [TestCaseSource(nameof(Families))]
    public void MultipliersAreComplementary(Approximation family)
    {
        double[,] q = RandomSymmetric(new Random(3), 5);
        SolveResult result = Matrices.CompletelyPositive(q).Solve(SolverOf(family), family);
        ConeBlock block = result.Program.Blocks[0];
        ReadOnlySpan<double> y = block.Of(result.Y.AsSpan()), x = block.Of(result.Program.Slack(result.X).AsSpan());
        double product = 0, stationarity = 0;
        for (int t = 0; t < y.Length; t++) product += result.Program.RowWeights[t] * y[t] * x[t];
        foreach (double residual in result.Program.DualResidual(result.X, result.Y)) stationarity = Math.Max(stationarity, Math.Abs(residual));
        Assert.That(product, Is.EqualTo(0).Within(1e-6));
        Assert.That(stationarity, Is.LessThan(1e-6));
    }

    // With n = 1 all cones are the half-line.
    [TestCaseSource(nameof(Families))]
    public void OrderOne(Approximation family)
    {
        if (family is PenaVeraZuluagaApproximation { Subset: not null }) Assert.Ignore("names variables that are not there");
        Assert.That(Matrices.CompletelyPositive(new double[,] { { 3 } }).Solve(SolverOf(family), family).PrimalObjective, Is.EqualTo(3).Within(1e-6));
    }

    // Over rays and over facets the same cone: {u : u₁ ≥ |u₂|} in R², and min uᵀQu over it with u₁ = 1 by U₁₁ = 1.
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(2)]
    public void ConesByRaysAndByFacetsAgree(int level)
    {
        double[,] q = { { 1, 0.4 }, { 0.4, -2 } };
        // u = (1, s), |s| ≤ 1: 1 + 0.8 s − 2 s² is least at s = −1.
        const double minimum = 1 - 0.8 - 2;
        PolyhedralCone rays = PolyhedralCone.FromRays(new double[,] { { 1, 1 }, { 1, -1 } }), facets = PolyhedralCone.FromFacets(new double[,] { { 1, -1 }, { 1, 1 } });
        foreach (PolyhedralCone cone in new[] { rays, facets })
        {
            var primal = new ConicModel("over a cone");
            Variable u = primal.AddSymmetric("U", 2).In(Cone.CompletelyPositiveOver(cone));
            primal.Add(u[0, 0] == 1);
            primal.Minimize(u.Inner(q));
            var dual = new ConicModel("its dual");
            Variable t = dual.AddVariable("t");
            dual.Add("M", (Expression)q - t * new double[,] { { 1, 0 }, { 0, 0 } }, Cone.CopositiveOver(cone));
            dual.Maximize(t);
            foreach (ConicModel model in new[] { primal, dual })
            {
                foreach (Approximation family in new Approximation[] { Approximation.Parrilo(level), Approximation.PenaVeraZuluaga(level) })
                    Assert.That(model.Solve(Ipm, family).PrimalObjective, Is.EqualTo(minimum).Within(1e-6), $"{cone} {model.Name} {family}");
            }
        }
    }

    // Mixed cones R²₊ × R: facets [I 0]. min u₁² + u₂² − u₁u₂ + u₃² + 2u₁u₃ with u₁ + u₂ = 1, by elimination u₃ = −u₁: u₂² − u₁u₂, at u₂ = 1/4: −1/8.
    [TestCase(0)]
    [TestCase(1)]
    public void MixedCones(int level)
    {
        var model = new ConicModel("mixed");
        Variable u = model.AddSymmetric("U", 3).In(Cone.CompletelyPositiveOver(PolyhedralCone.FromFacets(new double[,] { { 1, 0, 0 }, { 0, 1, 0 } })));
        model.Add(u[0, 0] + 2 * u[0, 1] + u[1, 1] == 1);
        model.Minimize(u.Inner(new double[,] { { 1, -0.5, 1 }, { -0.5, 1, 0 }, { 1, 0, 1 } }));
        SolveResult result = model.Solve(Ipm, Approximation.Parrilo(level));
        Assert.That(result.PrimalObjective, Is.EqualTo(-0.125).Within(1e-6));
        Assert.That(result.Certify().Lower, Is.LessThanOrEqualTo(-0.125).And.GreaterThan(-0.1251));
    }

    // Partitions from both sides close on Horn's matrix, whose minimum is 0.
    [Test]
    public void PartitionsConverge()
    {
        double width = double.PositiveInfinity;
        for (int level = 0; level <= 8; level += 4)
        {
            SolveResult inner = Matrices.CompletelyPositive(Matrices.Horn).Solve(new GlopSolver(), Approximation.Partition(level, ApproximationSide.Inner));
            SolveResult outer = Matrices.CompletelyPositive(Matrices.Horn).Solve(new GlopSolver(), Approximation.Partition(level, ApproximationSide.Outer));
            double gap = outer.PrimalObjective!.Value - inner.PrimalObjective!.Value;
            Assert.That(inner.PrimalObjective, Is.LessThanOrEqualTo(1e-9));
            Assert.That(outer.PrimalObjective, Is.GreaterThanOrEqualTo(-1e-9));
            Assert.That(gap, Is.LessThan(width));
            width = gap;
        }
    }

    [Test]
    public void WhatDoesNotFitIsRefusedWithWhatWould()
    {
        ConicModel model = new StableSetProblem(new Graph(60, [])).ToModel();
        Assert.That(
            () => model.Solve(Ipm, Approximation.Parrilo(4)),
            Throws.TypeOf<UnsupportedProgramException>().With.Message.Contains("Parrilo(4)").And.Message.Contains("'X'").And.Message.Contains("GiB").And.Message.Contains("fits:"));
        Assert.That(
            () => Matrices.CompletelyPositive(Matrices.Horn).Solve(Ipm, Approximation.Partition(SimplicialPartition.Whole(4), ApproximationSide.Inner)),
            Throws.TypeOf<UnsupportedProgramException>().With.Message.Contains("R^4").And.Message.Contains("order 5"));
    }

    [Test]
    public void SymmetriesThatTheProgramLacksAreRefused()
    {
        PermutationGroup swap = PermutationGroup.Generate(5, [[1, 0, 2, 3, 4]]);
        foreach (ConicModel model in new[] { Matrices.CompletelyPositive(Matrices.Horn), Matrices.Copositive(Matrices.Horn) })
        {
            Assert.That(
                () => model.Solve(Ipm, Approximation.Parrilo(1).WithSymmetry(swap)),
                Throws.ArgumentException.With.Message.Contains("not invariant").And.Message.Contains("1 0 2 3 4"));
        }
        Assert.That(() => Approximation.Parrilo(1).WithScaling("M", [1, 3]), Throws.ArgumentException.With.Message.Contains("powers of two"));
        Assert.That(() => Approximation.Atoms([[1, -1]]), Throws.ArgumentException.With.Message.Contains("nonnegative"));
        Assert.That(() => Approximation.Atoms([[1, 0.1]]), Throws.ArgumentException.With.Message.Contains("rounded"));
    }

    private static double[,] RandomSymmetric(Random random, int n)
    {
        var q = new double[n, n];
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i <= j; i++) q[i, j] = q[j, i] = 2 * random.NextDouble() - 1;
        }
        return q;
    }
}
