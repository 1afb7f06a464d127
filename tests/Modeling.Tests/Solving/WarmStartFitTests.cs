namespace Copositive.Modeling.Tests;

/// <summary>What a start made from a result becomes in the next program.</summary>
public class WarmStartFitTests
{
    private static ConicSolution Answer(double[] x, double[] y) => new() { Termination = Termination.Limit, X = x, Y = y };

    /// <summary>min Σ x_v over named variables, x_v ≥ v's number, one constraint "floors" a row a variable.</summary>
    private static ConicModel Floors(params string[] names)
    {
        var model = new ConicModel();
        Variable[] x = [.. names.Select(name => model.AddVariable(name))];
        model.Add("floors", Expression.Vertical([.. x.Select(v => (Expression)v)]) >= 1);
        Expression sum = 0.0;
        foreach (Variable v in x) sum += v;
        model.Minimize(sum);
        return model;
    }

    private static WarmStart Forward(ConicModel old, ConicSolution answer, ConicModel current)
    {
        SolveResult result = old.Solve(new ScriptedSolver((_, _) => answer));
        var solver = new ScriptedSolver((program, _) => Answer(new double[program.Columns], new double[program.Rows]));
        current.Solve(solver, options: new SolveOptions { WarmStart = result.ToWarmStart() });
        return solver.Asked[0].WarmStart!;
    }

    [Test]
    public void Columns_meet_by_name_and_rows_by_the_columns_they_speak_of()
    {
        WarmStart start = Forward(Floors("a", "b", "c"), Answer([1, 2, 3], [0.7, 0.8, 0.9]), Floors("c", "d", "a"));
        Assert.That(start.X, Is.EqualTo(new double[] { 3, 0, 1 }));
        Assert.That(start.Y, Is.EqualTo(new[] { 0.9, 0.8, 0.7 }), "the row of d is that of b by place, for as many rows");
    }

    [Test]
    public void Rows_without_a_counterpart_start_at_zero()
    {
        WarmStart start = Forward(Floors("a", "b"), Answer([1, 2], [0.7, 0.8]), Floors("b", "d", "a"));
        Assert.That(start.X, Is.EqualTo(new double[] { 2, 0, 1 }));
        Assert.That(start.Y, Is.EqualTo(new[] { 0.8, 0, 0.7 }));
    }

    [Test]
    public void A_model_that_has_grown_keeps_places()
    {
        ConicModel model = Floors("a", "b");
        SolveResult result = model.Solve(new ScriptedSolver((_, _) => Answer([1, 2], [0.7, 0.8])));
        Variable more = model.AddVariable("more");
        model.Add("extra", more >= -1);
        var solver = new ScriptedSolver((program, _) => Answer(new double[program.Columns], new double[program.Rows]));
        model.Solve(solver, options: new SolveOptions { WarmStart = result.ToWarmStart() });
        Assert.That(solver.Asked[0].WarmStart!.X, Is.EqualTo(new double[] { 1, 2, 0 }));
        Assert.That(solver.Asked[0].WarmStart!.Y, Is.EqualTo(new[] { 0.7, 0.8, 0 }));
    }

    // Completely positive X of order 2 becomes PSD rows (S = y − N) and a nonnegative row with multiplier 2N₁₂; both come back unchanged.
    [TestCase(true)]
    [TestCase(false)]
    public void Splits_go_through_approximation_and_rewrites(bool completelyPositive)
    {
        var model = new ConicModel();
        Variable x = model.AddSymmetric("X", 2).In(completelyPositive ? Cone.CompletelyPositive : Cone.Copositive);
        model.Add("trace", x.Trace() == 1);
        model.Minimize(x.Sum());
        ConicSolution? given = null;
        var solver = new ScriptedSolver(
            (program, _) => given = Answer(
                [.. Enumerable.Range(0, program.Columns).Select(k => 0.1 * (k + 1))],
                [.. Enumerable.Range(0, program.Rows).Select(k => 0.01 * (k + 1))]),
            (program, _) => Answer(new double[program.Columns], new double[program.Rows]));
        SolveResult result = model.Solve(solver, Approximation.Parrilo(0));
        model.Solve(solver, Approximation.Parrilo(0), new SolveOptions { WarmStart = result.ToWarmStart() });
        WarmStart start = solver.Asked[1].WarmStart!;
        Assert.That(start.X, Is.EqualTo(given!.X).Within(1e-15));
        if (completelyPositive) Assert.That(start.Y, Is.EqualTo(given.Y).Within(1e-15));
        else Assert.That(result.ToWarmStart()!.SlackNonnegativePart, Is.Not.All.Zero);
    }

    [Test]
    public void A_start_worse_than_zero_is_dropped()
    {
        ConicModel model = Floors("a", "b");
        var solver = new ScriptedSolver((program, _) => Answer(new double[program.Columns], new double[program.Rows]));
        model.Solve(solver, options: new SolveOptions { WarmStart = new WarmStart([-1e9, 3], [1, 1]) });
        Assert.That(solver.Asked[0].WarmStart, Is.Null);
    }

    [Test]
    public void Rays_make_no_start()
    {
        ConicModel model = Floors("a");
        SolveResult result = model.Solve(new ScriptedSolver((_, _) => new ConicSolution { Termination = Termination.Failed }));
        Assert.That(result.ToWarmStart(), Is.Null);
    }
}
