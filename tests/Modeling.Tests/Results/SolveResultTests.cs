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

    /// <summary>What a backend falls short of by its own measure may meet the tolerance on the program's data; ill-posedness is another matter.</summary>
    [TestCase(Termination.Inaccurate, Termination.Optimal)]
    [TestCase(Termination.Limit, Termination.Optimal)]
    [TestCase(Termination.IllPosed, Termination.IllPosed)]
    public void Point_that_meets_the_tolerance_is_optimal_whatever_stopped_the_backend(Termination said, Termination found)
    {
        var (model, _, _, _) = Small();
        SolveResult met = model.Solve(new ScriptedSolver((_, _) => Optimal([2, 1], [0.5, 0.5]) with { Termination = said, Message = "stopped" }));
        SolveResult missed = model.Solve(new ScriptedSolver((_, _) => Optimal([2.1, 1], [0.5, 0.5]) with { Termination = said }));
        Assert.That((met.Termination, met.Message), Is.EqualTo((found, found == Termination.Optimal ? null : "stopped")));
        Assert.That(missed.Termination, Is.EqualTo(said));
    }

    /// <summary>The column x₁ = 1 leaves the program; of what remains the backend says what does not hold, and then solves the whole.</summary>
    [TestCase(Termination.Optimal)]
    [TestCase(Termination.Infeasible)]
    [TestCase(Termination.Unbounded)]
    public void Answer_that_does_not_carry_over_is_followed_by_a_solve_without_presolve(Termination said)
    {
        var model = new ConicModel("small");
        Variable x = model.AddVector("x", 2);
        model.Add("first", x[0] + 2 * x[1] <= 4);
        model.Add("second", x[1] == 1);
        model.Maximize(x[0]);
        ConicSolution wrong = Optimal([7], [1]) with { Termination = said };
        var solver = new ScriptedSolver((program, _) => program.Columns == 1 ? wrong : Optimal([2, 1], [1, -2]));
        SolveResult result = model.Solve(solver);
        Assert.Multiple(() =>
        {
            Assert.That(result.Termination, Is.EqualTo(Termination.Optimal), result.Message);
            Assert.That(result.PrimalObjective, Is.EqualTo(2));
            Assert.That(result.Iterations, Is.EqualTo(3 * solver.Asked.Count));
            Assert.That(result.Plan.Steps, Is.Empty);
            Assert.That(result.Message, Does.Contain("without presolve"));
        });
        int before = solver.Asked.Count;
        SolveResult limited = model.Solve(solver, options: new SolveOptions { IterationLimit = 3 });
        Assert.That((limited.Termination, solver.Asked.Count - before), Is.EqualTo((Termination.Inaccurate, 1)));
    }

    /// <summary>cᵀd = −1 by the rounding of terms of 10¹⁶ shows nothing.</summary>
    [Test]
    public void Ray_whose_product_is_rounding_is_not_believed()
    {
        var program = new ConicProgram(
            "rounding", ObjectiveSense.Minimize, null, [1, -1 - 4e-16], 0, Copositive.Numerics.SparseMatrix.FromTriplets(1, 2, [0, 0], [0, 1], [1, -1]), [0],
            [new ConeBlock(Cone.Zero, 0, 1, "equal")]);
        var ray = new ConicSolution { Termination = Termination.Unbounded, X = [1, 1] };
        Assert.That(RayCheck.OfUnboundedness(program, ray)!.Value.Check.IsAccepted, Is.False);
        var dual = new ConicProgram(
            "rounding", ObjectiveSense.Minimize, null, [0], 0, Copositive.Numerics.SparseMatrix.FromTriplets(2, 1, [0, 1], [0, 0], [1, -1]), [1, -1 - 4e-16],
            [new ConeBlock(Cone.Nonnegative, 0, 2, "bounds")]);
        ray = new ConicSolution { Termination = Termination.Infeasible, Y = [1, 1] };
        Assert.That(RayCheck.OfInfeasibility(dual, ray)!.Value.Check.IsAccepted, Is.False);
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
