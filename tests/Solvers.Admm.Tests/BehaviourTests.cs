using System.Diagnostics;
using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Tests;

namespace Copositive.Solvers.Admm.Tests;

/// <summary>Limits, cancellation, progress, warm starts, repeatability, units, and programs with parts missing.</summary>
public sealed class BehaviourTests
{
    private static readonly AdmmSolver Solver = new();

    private static ConicProgram Mixed(int seed = 7) => new RandomProgram(seed)
        .Add(Cone.PositiveSemidefinite, 12).Add(Cone.Zero, 3).Add(Cone.SecondOrder, 5).Add(Cone.Nonnegative, 20).Optimal(30, true).Program;

    [Test]
    public void A_warm_start_at_the_optimum_ends_at_once()
    {
        ConicProgram program = Mixed();
        ConicSolution cold = Solver.Solve(program, new SolveOptions { Tolerance = 1e-9 });
        ConicSolution warm = Solver.Solve(program, new SolveOptions { WarmStart = new WarmStart(cold.X, cold.Y) });
        Assert.That(cold.Iterations, Is.GreaterThan(10));
        Assert.That(warm.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(warm.Iterations, Is.LessThanOrEqualTo(2));
    }

    [Test]
    public void A_warm_start_may_have_one_part_only()
    {
        ConicProgram program = Mixed();
        ConicSolution cold = Solver.Solve(program);
        Assert.That(Solver.Solve(program, new SolveOptions { WarmStart = new WarmStart(cold.X, null) }).Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(Solver.Solve(program, new SolveOptions { WarmStart = new WarmStart(null, cold.Y) }).Termination, Is.EqualTo(Termination.Optimal));
    }

    [Test]
    public void A_warm_start_of_the_wrong_length_is_refused() => Assert.That(
        () => Solver.Solve(Mixed(), new SolveOptions { WarmStart = new WarmStart(new double[3], null) }),
        Throws.ArgumentException.With.Message.Contains("3 entries; the program has 30 columns"));

    [Test]
    public void The_iteration_limit_returns_the_best_point_so_far()
    {
        ConicSolution solution = Solver.Solve(Mixed(), new SolveOptions { IterationLimit = 5 });
        Assert.That(solution.Termination, Is.EqualTo(Termination.Limit));
        Assert.That(solution.Iterations, Is.EqualTo(5));
        Assert.That(solution.X, Is.Not.Null);
        Assert.That(solution.Y, Is.Not.Null);
        Assert.That(solution.Message, Is.Not.Null);
    }

    [Test]
    public void The_time_limit_holds()
    {
        var watch = Stopwatch.StartNew();
        ConicSolution solution = Solver.Solve(
            new RandomProgram(3).Add(Cone.PositiveSemidefinite, 60).Optimal(200, false).Program,
            new SolveOptions { TimeLimit = TimeSpan.FromMilliseconds(1), Tolerance = 1e-12 });
        Assert.That(solution.Termination, Is.EqualTo(Termination.Limit));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(20)));
    }

    [Test]
    public void A_cancelled_token_throws()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.That(() => Solver.Solve(Mixed(), cancellationToken: source.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Cancelling_during_the_work_throws()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        ConicProgram hard = new RandomProgram(3).Add(Cone.PositiveSemidefinite, 60).Optimal(400, false).Program;
        Assert.That(
            () => Solver.Solve(hard, new SolveOptions { Tolerance = 1e-300 }, cancellationToken: source.Token),
            Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Progress_is_throttled()
    {
        var reports = new List<SolverProgress>();
        var watch = Stopwatch.StartNew();
        new AdmmSolver(new AdmmOptions { Newton = false, AndersonMemory = 0 }).Solve(
            new RandomProgram(3).Add(Cone.PositiveSemidefinite, 40).Optimal(200, false).Program,
            new SolveOptions { Tolerance = 1e-300, TimeLimit = TimeSpan.FromSeconds(0.7) },
            new Collector(reports));
        Assert.That(reports, Has.Count.GreaterThan(0).And.Count.LessThanOrEqualTo(watch.Elapsed.TotalSeconds * 10 + 1));
        Assert.That(reports, Is.Ordered.By(nameof(SolverProgress.Iteration)));
    }

    [TestCase(1, 1)]
    [TestCase(2, 2)]
    [TestCase(1, 3)]
    public void Threads_that_only_share_out_small_blocks_change_no_bit(int first, int second)
    {
        ConicProgram program = new RandomProgram(5)
            .Add(Cone.PositiveSemidefinite, 20).Add(Cone.PositiveSemidefinite, 15).Add(Cone.PositiveSemidefinite, 6).Add(Cone.Nonnegative, 9).Optimal(40, false).Program;
        ConicSolution a = Solver.Solve(program, new SolveOptions { Threads = first });
        ConicSolution b = Solver.Solve(program, new SolveOptions { Threads = second });
        Assert.That(b.Iterations, Is.EqualTo(a.Iterations));
        Assert.That(b.X, Is.EqualTo(a.X));
        Assert.That(b.Y, Is.EqualTo(a.Y));
    }

    [TestCase(1)]
    [TestCase(2)]
    public void A_program_with_bounds_and_equalities_is_solved_alike_in_every_run(int threads)
    {
        ConicProgram program = ThetaProgram.BinaryQuadratic(20, 1);
        ConicSolution first = Solver.Solve(program, new SolveOptions { Threads = threads });
        ConicSolution second = Solver.Solve(program, new SolveOptions { Threads = threads });
        Assert.That(first.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(second.Iterations, Is.EqualTo(first.Iterations));
        Assert.That(second.X, Is.EqualTo(first.X));
        Assert.That(second.Y, Is.EqualTo(first.Y));
    }

    [TestCase(2)]
    [TestCase(3)]
    public void Threads_on_a_large_block_change_results_by_rounding_only_and_alike_in_every_run(int threads)
    {
        ConicProgram program = new RandomProgram(7)
            .Add(Cone.PositiveSemidefinite, 130).Add(Cone.PositiveSemidefinite, 6).Optimal(40, false).Program;
        ConicSolution one = Solve(1), first = Solve(threads), second = Solve(threads);
        Assert.That(second.X, Is.EqualTo(first.X));
        Assert.That(second.Y, Is.EqualTo(first.Y));
        // The iterates are of order 1, and few iterations amplify rounding errors little.
        for (int j = 0; j < program.Columns; j++) Assert.That(first.X![j], Is.EqualTo(one.X![j]).Within(1e-8));

        ConicSolution Solve(int count) => Solver.Solve(program, new SolveOptions { Threads = count, IterationLimit = 15 });
    }

    /// <summary>With b·f the optimal x is x·f; with c·f the dual is; with A·f, x/f. The optimal value is known in each case.</summary>
    [TestCase(1e6, 1, 1)]
    [TestCase(1e-6, 1, 1)]
    [TestCase(1, 1e6, 1)]
    [TestCase(1, 1e-6, 1)]
    [TestCase(1, 1, 1e6)]
    [TestCase(1, 1, 1e-6)]
    [TestCase(1e4, 1e-4, 1e3)]
    public void The_units_of_the_data_do_not_matter(double bFactor, double cFactor, double aFactor)
    {
        (ConicProgram program, double value) = new RandomProgram(11)
            .Add(Cone.PositiveSemidefinite, 6).Add(Cone.Zero, 2).Add(Cone.Nonnegative, 8).Optimal(10, false);
        double[] b = program.B.ToArray(), c = program.C.ToArray();
        for (int i = 0; i < b.Length; i++) b[i] *= bFactor;
        for (int j = 0; j < c.Length; j++) c[j] *= cFactor;
        var rowScale = new double[b.Length];
        Array.Fill(rowScale, aFactor);
        var columnScale = new double[c.Length];
        Array.Fill(columnScale, 1);
        var scaled = new ConicProgram("scaled", ObjectiveSense.Minimize, null, c, 0, program.A.Scale(rowScale, columnScale), b, program.Blocks);
        ConicSolution solution = Solver.Solve(scaled);
        Assert.That(solution.Termination, Is.EqualTo(Termination.Optimal));
        double expected = (value - program.C0) * bFactor * cFactor / aFactor;
        // The errors are relative to 1 + the largest data, so tiny data are solved to absolute accuracy only.
        Assert.That(scaled.Evaluate(solution.X!), Is.EqualTo(expected).Within(2e-5 * (1 + Math.Abs(expected))));
    }

    [Test]
    public void Rows_and_columns_of_very_different_units_are_solved()
    {
        (ConicProgram program, double value) = new RandomProgram(13).Add(Cone.Nonnegative, 24).Add(Cone.Zero, 3).Optimal(12, true);
        // x_j = 10^e z_j leaves the value as it is, and so does the unit of an inequality.
        double[] rowScale = new double[program.Rows], columnScale = new double[program.Columns], c = program.C.ToArray(), b = program.B.ToArray();
        for (int i = 0; i < rowScale.Length; i++) b[i] *= rowScale[i] = Math.Pow(10, i % 7 - 3);
        for (int j = 0; j < columnScale.Length; j++) c[j] *= columnScale[j] = Math.Pow(10, j % 5 - 2);
        var scaled = new ConicProgram(
            "ragged", ObjectiveSense.Minimize, program.P!.Scale(columnScale, columnScale), c, program.C0, program.A.Scale(rowScale, columnScale), b, program.Blocks);
        ConicSolution solution = Solver.Solve(scaled);
        Assert.That(solution.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(scaled.Evaluate(solution.X!), Is.EqualTo(value).Within(1e-5 * (1 + Math.Abs(value))));
    }

    [Test]
    public void Empty_columns_rows_and_redundant_equalities_are_taken()
    {
        // min x0 + x2² s.t. x0 ≥ 1, x0 + x2 = 3 twice over, 0 ≥ −1, and a column that stands nowhere: x0 = 2.5, x2 = 0.5, value 2.75.
        SparseMatrix a = RandomProgram.Sparse(new double[,] { { -1, 0, 0 }, { 0, 0, 0 }, { 1, 0, 1 }, { 2, 0, 2 }, { 0, 0, 0 } });
        SparseMatrix p = RandomProgram.Sparse(new double[,] { { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 2 } });
        var program = new ConicProgram(
            "gaps", ObjectiveSense.Minimize, p, [1, 0, 0], 0, a, [-1, 1, 3, 6, 0],
            [new ConeBlock(Cone.Nonnegative, 0, 2, "inequalities"), new ConeBlock(Cone.Zero, 2, 3, "equalities")]);
        ConicSolution solution = Solver.Solve(program);
        Assert.That(solution.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(program.Evaluate(solution.X!), Is.EqualTo(2.75).Within(1e-6));
    }

    [Test]
    public void Without_rows_the_objective_alone_decides()
    {
        SparseMatrix none = SparseMatrix.Zero(0, 2);
        SparseMatrix p = RandomProgram.Sparse(new double[,] { { 2, 0 }, { 0, 0 } });
        // ½·2x0² − 4x0 has its minimum −4 at x0 = 2; a linear term in x1 makes it unbounded.
        var bounded = new ConicProgram("bounded", ObjectiveSense.Minimize, p, [-4, 0], 0, none, [], []);
        var unbounded = new ConicProgram("unbounded", ObjectiveSense.Minimize, p, [-4, 1], 0, none, [], []);
        ConicSolution solution = Solver.Solve(bounded);
        Assert.That(solution.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(bounded.Evaluate(solution.X!), Is.EqualTo(-4).Within(1e-6));
        Assert.That(Solver.Solve(unbounded).Termination, Is.EqualTo(Termination.Unbounded));
    }

    [TestCase(1.0, Termination.Optimal)]
    [TestCase(-1.0, Termination.Infeasible)]
    public void Without_columns_b_alone_decides(double b, Termination expected)
    {
        var program = new ConicProgram(
            "no columns", ObjectiveSense.Minimize, null, [], 5, SparseMatrix.Zero(1, 0), [b], [new ConeBlock(Cone.Nonnegative, 0, 1, "row")]);
        Assert.That(Solver.Solve(program).Termination, Is.EqualTo(expected));
    }

    [Test]
    public void Without_rows_and_columns_there_is_nothing_to_do()
    {
        var program = new ConicProgram("nothing", ObjectiveSense.Minimize, null, [], 5, SparseMatrix.Zero(0, 0), [], []);
        Assert.That(Solver.Solve(program).Termination, Is.EqualTo(Termination.Optimal));
    }

    [Test]
    public void A_zero_objective_asks_for_a_feasible_point()
    {
        ConicProgram program = new RandomProgram(17).Add(Cone.PositiveSemidefinite, 5).Add(Cone.Zero, 3).Optimal(12, false).Program;
        var feasibility = new ConicProgram(
            "feasibility", ObjectiveSense.Minimize, null, new double[12], 0, program.A, program.B, program.Blocks);
        Assert.That(Solver.Solve(feasibility).Termination, Is.EqualTo(Termination.Optimal));
    }

    [Test]
    public void A_weakly_infeasible_program_is_not_called_infeasible_nor_optimal()
    {
        // [[x, 1], [1, 0]] ⪰ 0 has no solution, but comes arbitrarily close to one as x grows: no ray exists.
        var program = new ConicProgram(
            "weakly infeasible", ObjectiveSense.Minimize, null, [0], 0,
            RandomProgram.Sparse(new double[,] { { -1 }, { 0 }, { 0 } }), [0, 1, 0], [new ConeBlock(Cone.PositiveSemidefinite, 0, 3, "M")]);
        Assert.That(Solver.Solve(program).Termination, Is.AnyOf(Termination.IllPosed, Termination.Inaccurate, Termination.Limit));
    }

    [Test]
    public void A_cone_outside_the_capabilities_is_refused()
    {
        var program = new ConicProgram(
            "exponential", ObjectiveSense.Minimize, null, [1], 0, SparseMatrix.Zero(3, 1), [0, 1, 1], [new ConeBlock(Cone.Exponential, 0, 3, "e")]);
        Assert.That(() => Solver.Solve(program), Throws.TypeOf<UnsupportedProgramException>().With.Message.Contains("'e'"));
    }

    private sealed class Collector(List<SolverProgress> reports) : IProgress<SolverProgress>
    {
        public void Report(SolverProgress value) => reports.Add(value);
    }
}
