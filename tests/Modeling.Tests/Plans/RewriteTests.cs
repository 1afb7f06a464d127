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
        var model = new ConicModel();
        Variable x = model.AddSymmetric("X", 3), t = model.AddVector("t", 4);
        model.Add("plain", t >= 1);
        model.Add("special", cone.IsMatrixCone ? (x + 2 * (Expression)new double[,] { { 1, 2, 3 }, { 2, 5, 6 }, { 3, 6, 9 } }).In(cone) : (3 * t - 1).In(cone));
        model.Add("equal", x[0, 1] == t[2]);
        Plan plan = Plan.Create(model.Compile(), Minimal, "test", Approximation.Parrilo(0));
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
            return Plan.Create(model.Compile(), Minimal, "test", Approximation.Parrilo(0)).Side;
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
