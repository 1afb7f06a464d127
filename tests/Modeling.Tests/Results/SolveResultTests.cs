namespace Copositive.Modeling.Tests;

public class SolveResultTests
{
    /// <summary>max x₀ + x₁ s.t. x₀ + 2x₁ ≤ 4 (multiplier ½), x₀ ≤ 2 (multiplier ½): optimum (2, 1), value 3.</summary>
    private static (ConicModel Model, Constraint First, Constraint Second, Variable X) Small()
    {
        var model = new ConicModel("small");
        Variable x = model.AddVector("x", 2);
        Constraint first = model.Add("first", x[0] + 2 * x[1] <= 4), second = model.Add("second", x[0] <= 2);
        model.Maximize(x[0] + x[1]);
        return (model, first, second, x);
    }

    private static ConicSolution Optimal(double[] x, double[] y, double? tolerance = 1e-8) =>
        new() { Termination = Termination.Optimal, X = x, Y = y, Iterations = 3, Tolerance = tolerance };

    [Test]
    public void Exact_optimum_has_no_errors_and_reads_in_the_users_sense()
    {
        var (model, first, second, x) = Small();
        SolveResult result = model.Solve(new ScriptedSolver((_, _) => Optimal([2, 1], [0.5, 0.5])));
        Assert.Multiple(() =>
        {
            Assert.That(result.Termination, Is.EqualTo(Termination.Optimal));
            Assert.That(result.Errors!.Value.Max, Is.EqualTo(0));
            Assert.That(result.PrimalObjective, Is.EqualTo(3));
            Assert.That(result.DualObjective, Is.EqualTo(3));
            Assert.That(result.Value(x[0] - 2 * x[1]), Is.EqualTo(0));
            Assert.That(result.Dual(first), Is.EqualTo(new[] { 0.5 }));
            Assert.That(result.Dual(second), Is.EqualTo(new[] { 0.5 }));
            Assert.That(result.Explain(), Does.Contain("first").And.Contain("second").And.Contain("primal objective 3"));
        });
    }

    [Test]
    public void False_claim_of_optimality_is_called_inaccurate()
    {
        var (model, _, _, _) = Small();
        SolveResult result = model.Solve(new ScriptedSolver((_, _) => Optimal([2.1, 1], [0.5, 0.5])));
        Assert.Multiple(() =>
        {
            Assert.That(result.Termination, Is.EqualTo(Termination.Inaccurate));
            // Both rows are violated by 0.1; max|b| = 4.
            Assert.That(result.Errors!.Value.PrimalCone, Is.EqualTo(0.1 * Math.Sqrt(2) / 5).Within(1e-14));
            Assert.That(result.Message, Does.Contain("above the tolerance"));
        });
    }

    [Test]
    public void Answer_that_misses_the_tolerance_is_taken_up_again_at_a_tighter_one()
    {
        var (model, _, _, _) = Small();
        var solver = new ScriptedSolver((_, _) => Optimal([2.001, 1], [0.5, 0.5], 1e-6), (_, _) => Optimal([2, 1], [0.5, 0.5], 1e-8));
        SolveResult result = model.Solve(solver);
        Assert.Multiple(() =>
        {
            Assert.That(result.Termination, Is.EqualTo(Termination.Optimal));
            Assert.That(result.Iterations, Is.EqualTo(6));
            Assert.That(solver.Asked, Has.Count.EqualTo(2));
            Assert.That(solver.Asked[1].Tolerance, Is.LessThan(1e-6));
            Assert.That(solver.Asked[1].WarmStart!.X, Is.EqualTo(new[] { 2.001, 1 }));
        });
    }

    [Test]
    public void Farkas_ray_is_normalised_checked_and_names_its_constraints()
    {
        var model = new ConicModel("contradiction");
        Variable x = model.AddVector("x", 2);
        model.Add("idle", x[1] >= 0);
        model.Add("low", x[0] >= 1);
        model.Add("high", x[0] <= 0);
        // y = (0, 1, 1)·7: AᵀWy = 0 and ⟨b, y⟩ = −7; normalised to −1.
        SolveResult result = model.Solve(new ScriptedSolver((_, _) => new() { Termination = Termination.Infeasible, Y = [0, 7, 7] }));
        Assert.Multiple(() =>
        {
            Assert.That(result.Termination, Is.EqualTo(Termination.Infeasible));
            Assert.That(result.Ray!.IsAccepted);
            Assert.That(result.Y, Is.EqualTo(new double[] { 0, 1, 1 }));
            Assert.That(result.RayConstraints.Select(c => c.Block.Name), Is.EquivalentTo(new[] { "low", "high" }));
            Assert.That(result.X, Is.Null);
            Assert.That(() => result.Value(x[0]), Throws.InvalidOperationException);
        });
    }

    [Test]
    public void Rays_that_do_not_hold_are_not_believed()
    {
        var (model, _, _, _) = Small();
        SolveResult infeasible = model.Solve(new ScriptedSolver((_, _) => new() { Termination = Termination.Infeasible, Y = [-1, 1] }));
        SolveResult unbounded = model.Solve(new ScriptedSolver((_, _) => new() { Termination = Termination.Unbounded, X = [1, 0] }));
        Assert.Multiple(() =>
        {
            Assert.That(infeasible.Termination, Is.EqualTo(Termination.Inaccurate));
            Assert.That(unbounded.Termination, Is.EqualTo(Termination.Inaccurate));
            Assert.That(unbounded.Message, Does.Contain("does not hold"));
        });
    }

    [Test]
    public void Unbounded_direction_is_normalised()
    {
        var model = new ConicModel();
        Variable x = model.AddVector("x", 2);
        model.Add(x[0] >= x[1]);
        model.Maximize(x[0] + 1);
        SolveResult result = model.Solve(new ScriptedSolver((_, _) => new() { Termination = Termination.Unbounded, X = [4, 0] }));
        Assert.Multiple(() =>
        {
            Assert.That(result.Termination, Is.EqualTo(Termination.Unbounded));
            Assert.That(result.X, Is.EqualTo(new double[] { 1, 0 }));
        });
    }

    [Test]
    public void Split_of_a_doubly_nonnegative_dual_is_used_for_membership()
    {
        // The Horn matrix is copositive but not S + N, so as a dual of a DNN block it is at a positive distance, whatever the split.
        double[,] horn = { { 1, -1, 1, 1, -1 }, { -1, 1, -1, 1, 1 }, { 1, -1, 1, -1, 1 }, { 1, 1, -1, 1, -1 }, { -1, 1, 1, -1, 1 } };
        var y = new double[15];
        for (int j = 0, k = 0; j < 5; j++)
        {
            for (int i = 0; i <= j; i++, k++) y[k] = horn[i, j];
        }
        double distance = ConeDistance.Of(Cone.Spn, y);
        // Adding the identity times √5 − 2 brings it into SPN (facts: H − tI ∈ K⁽⁰⁾ up to t = 2 − √5), so it cannot be farther than √5(√5 − 2).
        Assert.That(distance, Is.GreaterThan(0.1).And.LessThanOrEqualTo(Math.Sqrt(5) * (Math.Sqrt(5) - 2) + 1e-6));
    }
}
