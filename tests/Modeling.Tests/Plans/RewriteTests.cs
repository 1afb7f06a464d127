using System.Collections.Immutable;
using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Modeling.Tests;

/// <summary>
/// A rewrite is right if the Lagrangian agrees: ⟨y, s⟩ of the mapped-back dual equals ⟨ŷ, ŝ⟩ of the target for every point (with added
/// columns at zero) and every dual, because both are bilinear and the equality then is an identity.
/// </summary>
public class RewriteTests
{
    private static readonly SolverCapabilities Minimal = new()
    {
        Cones = ImmutableHashSet.Create(ConeKind.Zero, ConeKind.Nonnegative, ConeKind.SecondOrder, ConeKind.PositiveSemidefinite),
        QuadraticObjective = true,
    };

    private static PolyhedralCone SixFacets() => PolyhedralCone.FromFacets(new double[,]
    {
        { 1, 0, 0.5 }, { 0, 1, 0.25 }, { 1, 1, 1 }, { -1, 2, 3 }, { 0, 0, 1 }, { 2, -1, 1 },
    });

    private static PolyhedralCone SixRays()
    {
        double[,] f = SixFacets().ToMatrix();
        var rays = new double[3, 6];
        for (int i = 0; i < 6; i++)
        {
            for (int j = 0; j < 3; j++) rays[j, i] = f[i, j];
        }
        return PolyhedralCone.FromRays(rays);
    }

    private static IEnumerable<Cone> Cones() =>
    [
        Cone.Spn, Cone.DoublyNonnegative, Cone.RotatedSecondOrder, Cone.Copositive, Cone.CompletelyPositive,
        Cone.CopositiveOver(SixFacets()), Cone.CompletelyPositiveOver(SixFacets()), Cone.CopositiveOver(SixRays()), Cone.CompletelyPositiveOver(SixRays()),
    ];

    [TestCaseSource(nameof(Cones))]
    public void Mapped_back_duals_keep_the_Lagrangian(Cone cone)
    {
        Plan plan = PlanOf(cone);
        var random = new Random(11);
        for (int trial = 0; trial < 20; trial++)
        {
            double[] point = Vector(random, plan.Source.Columns), dual = Vector(random, plan.Program.Rows);
            var wide = new double[plan.Program.Columns];
            point.CopyTo(wide, 0);
            double target = Optimality.Inner(plan.Program, plan.Program.Slack(wide), dual);
            ConicSolution back = plan.MapBackToSource(plan.MapBackToApproximated(
                new ConicSolution { Termination = Termination.Optimal, X = wide, Y = dual }));
            Assert.That(Optimality.Inner(plan.Source, plan.Source.Slack(point), back.Y), Is.EqualTo(target).Within(1e-10));
        }
    }

    /// <summary>
    /// The adjoint of the test above: AᵀWy of the mapped-back dual is that of the target on the source's columns, and ⟨b, y⟩ agrees, so
    /// a Farkas ray of the target is one of the source as far as equations go.
    /// </summary>
    [TestCaseSource(nameof(Cones))]
    public void Rays_keep_their_equations_and_their_product(Cone cone)
    {
        Plan plan = PlanOf(cone);
        var random = new Random(12);
        double[] dual = Vector(random, plan.Program.Rows);
        ConicSolution back = plan.MapBackToSource(plan.MapBackToApproximated(new ConicSolution { Termination = Termination.Infeasible, Y = dual }));
        Assert.That(back.X, Is.Null);
        Assert.That(Optimality.Inner(plan.Source, plan.Source.B, back.Y), Is.EqualTo(Optimality.Inner(plan.Program, plan.Program.B, dual)).Within(1e-10));
        double[] there = Equations(plan.Program, dual), here = Equations(plan.Source, back.Y!);
        Assert.That(here, Is.EqualTo(there.AsSpan(0, here.Length).ToArray()).Within(1e-10));
    }

    /// <summary>A direction of the target, cut to the source's columns: its rows lie in the source's cone where the target's do.</summary>
    [TestCaseSource(nameof(Cones))]
    public void Directions_map_back_to_the_sources_columns(Cone cone)
    {
        Plan plan = PlanOf(cone);
        double[] direction = Vector(new Random(13), plan.Program.Columns);
        ConicSolution back = plan.MapBackToSource(plan.MapBackToApproximated(new ConicSolution { Termination = Termination.Unbounded, X = direction }));
        Assert.That(back.X, Is.EqualTo(direction.AsSpan(0, plan.Source.Columns).ToArray()));
        Assert.That(back.Y, Is.Null);
    }

    /// <summary>
    /// A start has the target's lengths, keeps the point, and where nothing but columns were added or rows turned, its dual maps back to
    /// what it came from.
    /// </summary>
    [TestCaseSource(nameof(Cones))]
    public void Starts_map_forward(Cone cone)
    {
        Plan plan = PlanOf(cone);
        var random = new Random(14);
        double[] point = Vector(random, plan.Source.Columns), dual = Vector(random, plan.Source.Rows);
        WarmStart start = plan.MapForward(new WarmStart(point, dual))!;
        Assert.That((start.X!.Length, start.Y!.Length), Is.EqualTo((plan.Program.Columns, plan.Program.Rows)));
        Assert.That(start.X.AsSpan(0, point.Length).ToArray(), Is.EqualTo(point));
        Assert.That(plan.MapForward(new WarmStart(null, null)), Is.EqualTo(new WarmStart(null, null)));
        bool invertible = cone is not PolyhedralMatrixCone { Kind: ConeKind.Copositive, Polyhedron.IsGivenByFacets: false };
        if (!invertible) return;
        ConicSolution back = plan.MapBackToSource(plan.MapBackToApproximated(new ConicSolution { Termination = Termination.Limit, X = start.X, Y = start.Y }));
        Assert.That(back.Y, Is.EqualTo(dual).Within(1e-12));
    }

    [Test]
    public void Splits_map_back_to_the_blocks_they_belong_to()
    {
        // Multipliers v_ij of X_ij ≥ 0 are N_ij = v_ij/2 of a DNN block; a completely positive block has no split of its own.
        var model = new ConicModel();
        model.Add("dnn", model.AddSymmetric("X", 2), Cone.DoublyNonnegative);
        model.Add("cp", model.AddSymmetric("Z", 2), Cone.CompletelyPositive);
        Plan plan = Plan.Create(model.Compile(), Minimal, "test", Approximation.Parrilo(0), presolve: false);
        Assert.That(plan.Program.Blocks.Select(b => (b.Name, b.Rows)), Is.EqualTo(new[] { ("dnn", 3), ("dnn ≥ 0", 1), ("cp", 3), ("cp ≥ 0", 1) }));
        ConicSolution approximated = plan.MapBackToApproximated(new ConicSolution { Termination = Termination.Limit, Y = [1, 2, 3, 10, 4, 5, 6, 20] });
        ConicSolution source = plan.MapBackToSource(approximated);
        Assert.Multiple(() =>
        {
            Assert.That(approximated.Y, Is.EqualTo(new double[] { 1, 7, 3, 4, 15, 6 }));
            Assert.That(approximated.DualNonnegativePart, Is.EqualTo(new double[] { 0, 5, 0, 0, 10, 0 }));
            Assert.That(source.DualNonnegativePart, Is.EqualTo(new double[] { 0, 5, 0, 0, 0, 0 }));
        });
    }

    [Test]
    public void Advice_fits_the_backend()
    {
        var model = new ConicModel();
        model.AddSymmetric("X", 5).In(Cone.Copositive);
        var linear = new SolverCapabilities { Cones = ImmutableHashSet.Create(ConeKind.Zero, ConeKind.Nonnegative) };
        Assert.That(() => Plan.Create(model.Compile(), Minimal, "toy"), Throws.InstanceOf<UnsupportedProgramException>().With.Message.Not.Contains("admm"));
        Assert.That(() => Plan.Create(model.Compile(), linear, "lp"), Throws.InstanceOf<UnsupportedProgramException>().With.Message.Contains("Parrilo(0)").And.Message.Contains("admm"));
    }

    private static Plan PlanOf(Cone cone)
    {
        var model = new ConicModel();
        Variable x = model.AddSymmetric("X", 3), t = model.AddVector("t", 4);
        model.Add("plain", t >= 1);
        model.Add("special", cone.IsMatrixCone ? (x + 2 * (Expression)new double[,] { { 1, 2, 3 }, { 2, 5, 6 }, { 3, 6, 9 } }).In(cone) : (3 * t - 1).In(cone));
        model.Add("equal", x[0, 1] == t[2]);
        return Plan.Create(model.Compile(), Minimal, "test", Approximation.Parrilo(0), presolve: false);
    }

    private static double[] Equations(ConicProgram program, double[] y)
    {
        var weighted = new double[y.Length];
        for (int i = 0; i < y.Length; i++) weighted[i] = program.RowWeights[i] * y[i];
        var product = new double[program.Columns];
        program.A.TransposeMultiply(weighted, product);
        return product;
    }

    [Test]
    public void Sides_say_what_the_approximation_bounds()
    {
        Assert.Multiple(() =>
        {
            Assert.That(SideOf(Cone.CompletelyPositive, 5), Is.EqualTo(BoundSide.Lower));
            Assert.That(SideOf(Cone.Copositive, 5), Is.EqualTo(BoundSide.Upper));
            // Diananda: for order at most 4 level 0 is exact.
            Assert.That(SideOf(Cone.CompletelyPositive, 4), Is.EqualTo(BoundSide.Exact));
            Assert.That(SideOf(Cone.CompletelyPositiveOver(SixFacets()), 3), Is.EqualTo(BoundSide.Lower));
        });

        static BoundSide SideOf(Cone cone, int order)
        {
            var model = new ConicModel();
            model.AddSymmetric("X", order).In(cone);
            return Plan.Create(model.Compile(), Minimal, "test", Approximation.Parrilo(0), presolve: false).Side;
        }
    }

    [Test]
    public void Unsupported_cones_are_refused_by_name_with_advice()
    {
        var model = new ConicModel();
        model.AddSymmetric("X", 5).In(Cone.CompletelyPositive);
        Assert.That(
            () => Plan.Create(model.Compile(), Minimal, "toy"),
            Throws.InstanceOf<UnsupportedProgramException>().With.Message.Contains("'X'").And.Message.Contains("CP").And.Message.Contains("'toy'")
                .And.Message.Contains("PositiveSemidefinite").And.Message.Contains("Approximation.Parrilo(0)"));
    }

    private static double[] Vector(Random random, int length)
    {
        var v = new double[length];
        for (int k = 0; k < length; k++) v[k] = 2 * random.NextDouble() - 1;
        return v;
    }
}
