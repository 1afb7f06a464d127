using Copositive.Modeling;

namespace Copositive.Modeling.Tests;

/// <summary>What a backend says is never believed: min x₀ + x₁ s.t. x ≥ 1 has the point (1, 1) and the multipliers (1, 1).</summary>
public class BackendAnswerTests
{
    private static ConicModel Model()
    {
        var model = new ConicModel();
        Variable x = model.AddVector("x", 2);
        model.Add("low", x >= 1);
        model.Minimize(x.Sum());
        return model;
    }

    private static SolveResult Solve(params ConicSolution[] answers) =>
        Model().Solve(new ScriptedSolver([.. answers.Select(answer => (Func<ConicProgram, SolveOptions, ConicSolution>)((_, _) => answer))]));

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void Numbers_that_are_not_finite_are_a_failure(double value)
    {
        SolveResult point = Solve(new ConicSolution { Termination = Termination.Optimal, X = [1, value], Y = [1, 1] });
        SolveResult dual = Solve(new ConicSolution { Termination = Termination.Optimal, X = [1, 1], Y = [value, 1] });
        SolveResult ray = Solve(new ConicSolution { Termination = Termination.Infeasible, Y = [value, 1] });
        Assert.Multiple(() =>
        {
            foreach (SolveResult result in new[] { point, dual, ray })
            {
                Assert.That(result.Termination, Is.EqualTo(Termination.Failed));
                Assert.That((result.X, result.Y, result.PrimalObjective), Is.EqualTo(((double[]?)null, (double[]?)null, (double?)null)));
                Assert.That(result.Message, Does.Contain("not finite"));
            }
        });
    }

    [Test]
    public void Optimality_needs_a_point_and_a_dual()
    {
        SolveResult point = Solve(new ConicSolution { Termination = Termination.Optimal, Y = [1, 1] });
        SolveResult dual = Solve(new ConicSolution { Termination = Termination.Optimal, X = [1, 1] });
        Assert.Multiple(() =>
        {
            Assert.That((point.Termination, dual.Termination), Is.EqualTo((Termination.Inaccurate, Termination.Inaccurate)));
            Assert.That(point.Message, Does.Contain("no point"));
            Assert.That(dual.Message, Does.Contain("no dual"));
        });
    }

    [Test]
    public void Wrong_lengths_break_the_contract()
    {
        Assert.That(() => Solve(new ConicSolution { Termination = Termination.Optimal, X = [1], Y = [1, 1] }),
            Throws.InvalidOperationException.With.Message.Contains("'scripted'").And.Message.Contains("needs 2"));
        Assert.That(() => Solve((ConicSolution)null!), Throws.InvalidOperationException.With.Message.Contains("null"));
    }

    [Test]
    public void Backend_without_a_tolerance_is_held_to_one_in_a_million()
    {
        // 1 + 1e-4 violates nothing but complementarity and the gap: 1e-4 relative to about 5.
        SolveResult result = Solve(new ConicSolution { Termination = Termination.Optimal, X = [1 + 1e-4, 1], Y = [1, 1] });
        Assert.That(result.Termination, Is.EqualTo(Termination.Inaccurate));
    }

    [Test]
    public void Later_round_that_is_worse_does_not_replace_an_earlier_one()
    {
        ConicSolution near = new() { Termination = Termination.Optimal, X = [1 + 1e-6, 1], Y = [1, 1], Tolerance = 1e-9, Iterations = 5 };
        ConicSolution far = new() { Termination = Termination.Limit, X = [7, 7], Y = [0, 0], Tolerance = 1e-11, Iterations = 2 };
        SolveResult result = Solve(near, far);
        Assert.Multiple(() =>
        {
            Assert.That(result.Termination, Is.EqualTo(Termination.Inaccurate));
            Assert.That(result.X, Is.EqualTo(near.X));
            Assert.That(result.Iterations, Is.EqualTo(7));
        });
    }

    [Test]
    public void Later_round_that_meets_the_callers_tolerance_is_optimal_whatever_it_calls_itself()
    {
        SolveResult result = Model().Solve(
            new ScriptedSolver(
                (_, _) => new ConicSolution { Termination = Termination.Optimal, X = [1 + 1e-4, 1], Y = [1, 1], Iterations = 5 },
                (_, _) => new ConicSolution { Termination = Termination.Inaccurate, X = [1 + 1e-7, 1], Y = [1, 1], Iterations = 5 }),
            options: new SolveOptions { Tolerance = 1e-6 });
        Assert.That((result.Termination, result.Iterations), Is.EqualTo((Termination.Optimal, 10)));
    }

    [Test]
    public void Tolerance_of_the_first_round_is_the_one_to_meet()
    {
        // The backend's own tolerance is 1e-6; asked for less it says so, but 1e-7 is still enough.
        SolveResult result = Model().Solve(new ScriptedSolver(
            (_, _) => new ConicSolution { Termination = Termination.Optimal, X = [1 + 1e-4, 1], Y = [1, 1], Tolerance = 1e-6 },
            (_, _) => new ConicSolution { Termination = Termination.Optimal, X = [1 + 1e-7, 1], Y = [1, 1], Tolerance = 1e-10 }));
        Assert.That((result.Termination, result.X![0]), Is.EqualTo((Termination.Optimal, 1 + 1e-7)));
    }

    [Test]
    public void Rounds_share_the_iteration_limit()
    {
        var solver = new ScriptedSolver((_, _) => new ConicSolution { Termination = Termination.Optimal, X = [2, 2], Y = [1, 1], Iterations = 6 });
        SolveResult result = Model().Solve(solver, options: new SolveOptions { IterationLimit = 10 });
        Assert.Multiple(() =>
        {
            Assert.That(solver.Asked.Select(o => o.IterationLimit), Is.EqualTo(new int?[] { 10, 4 }));
            Assert.That(result.Termination, Is.EqualTo(Termination.Inaccurate));
        });
    }

    [Test]
    public void Warm_starts_that_do_not_fit_are_refused_before_any_rewrite()
    {
        var model = new ConicModel();
        Variable x = model.AddVector("x", 2);
        model.Add("fixed", x[0] == 1);
        model.Add("low", x >= 0);
        ScriptedSolver solver = new((_, _) => throw new InvalidOperationException("not reached"));
        Assert.Multiple(() =>
        {
            Assert.That(() => model.Solve(solver, options: new SolveOptions { WarmStart = new WarmStart([1], null) }), Throws.ArgumentException.With.Message.Contains("x has 1 entries"));
            Assert.That(() => model.Solve(solver, options: new SolveOptions { WarmStart = new WarmStart(null, [1]) }), Throws.ArgumentException.With.Message.Contains("3 rows"));
            Assert.That(() => model.Solve(solver, options: new SolveOptions { WarmStart = new WarmStart([1, double.NaN], null) }), Throws.ArgumentException.With.Message.Contains("NaN"));
        });
    }

    [Test]
    public void Rays_that_are_small_only_by_the_scale_of_the_data_show_nothing()
    {
        // 1e-7·(x₀ + x₁) = 1 is feasible, though y = −1 has ‖Aᵀy‖ of the order of 1e-7: no term cancelled.
        var feasible = new ConicModel();
        Variable x = feasible.AddVector("x", 2);
        feasible.Add(1e-7 * x.Sum() == 1);
        SolveResult infeasible = feasible.Solve(new ScriptedSolver((_, _) => new() { Termination = Termination.Infeasible, Y = [-1] }), options: new SolveOptions { Presolve = false });

        // min u s.t. 1e-7·u ≥ −1 has the optimum −10⁷, though u = −1 leaves the cone by 1e-7 only.
        var bounded = new ConicModel();
        Variable u = bounded.AddVariable("u");
        bounded.Add(1e-7 * u >= -1);
        bounded.Minimize(u);
        SolveResult unbounded = bounded.Solve(new ScriptedSolver((_, _) => new() { Termination = Termination.Unbounded, X = [-1] }));

        // min u + 1e-7·u²/2 has the optimum −5·10⁶, though Pu is 1e-7 only at u = −1.
        var curved = new ConicModel();
        u = curved.AddVariable("u");
        curved.Minimize(u + 5e-8 * u.SumOfSquares());
        SolveResult flat = curved.Solve(new ScriptedSolver((_, _) => new() { Termination = Termination.Unbounded, X = [-1] }));
        Assert.That(new[] { infeasible.Termination, unbounded.Termination, flat.Termination }, Is.All.EqualTo(Termination.Inaccurate));
    }
}
