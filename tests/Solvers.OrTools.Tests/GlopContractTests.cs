using System.Diagnostics;
using Copositive.Modeling;
using Copositive.Numerics;
using Microsoft.Extensions.Logging;

namespace Copositive.Solvers.OrTools.Tests;

/// <summary>Options, limits, cancellation, refusals, concurrency and messages.</summary>
public sealed class GlopContractTests
{
    private static readonly GlopSolver Glop = new();

    private static ConicProgram Small => Linear.Program([-4, -5], new double[,] { { 2, 1 }, { 1, 2 }, { -1, 0 }, { 0, -1 } }, [3, 3, 0, 0]);

    [Test]
    public void A_cone_outside_the_capabilities_is_refused_by_name()
    {
        var program = new ConicProgram(
            "p", ObjectiveSense.Minimize, null, [1], 0, SparseMatrix.FromTriplets(2, 1, [0], [0], [-1.0]), [0, 1],
            [new ConeBlock(Cone.SecondOrder, 0, 2, "ball")]);
        Assert.That(() => Glop.Solve(program), Throws.TypeOf<UnsupportedProgramException>()
            .With.Message.Contains("ball").And.Message.Contains("glop").And.Message.Contains("Zero, Nonnegative").And.Message.Contains("admm"));
    }

    [Test]
    public void A_quadratic_objective_is_refused()
    {
        var program = new ConicProgram(
            "p", ObjectiveSense.Minimize, SparseMatrix.FromTriplets(1, 1, [0], [0], [1.0]), [1], 0, SparseMatrix.Zero(0, 1), [], []);
        Assert.That(() => Glop.Solve(program), Throws.TypeOf<UnsupportedProgramException>().With.Message.Contains("quadratic"));
    }

    [Test]
    public void An_integer_column_is_refused_by_name()
    {
        var program = new ConicProgram(
            "p", ObjectiveSense.Minimize, null, [1], 0, SparseMatrix.Zero(0, 1), [], [], columnNames: ["count"], integerColumns: [0]);
        Assert.That(() => Glop.Solve(program), Throws.TypeOf<UnsupportedProgramException>().With.Message.Contains("count"));
    }

    [Test]
    public void Options_out_of_range_are_named()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => new GlopSolver(new GlopOptions { Tolerance = 0 }), Throws.ArgumentException.With.Message.Contains("Tolerance"));
            Assert.That(() => new GlopSolver(new GlopOptions { Tolerance = double.NaN }), Throws.ArgumentException.With.Message.Contains("Tolerance"));
            Assert.That(() => new GlopSolver(new GlopOptions { TimeLimit = TimeSpan.Zero }), Throws.ArgumentException.With.Message.Contains("TimeLimit"));
            Assert.That(() => new GlopSolver(new GlopOptions { IterationLimit = 0 }), Throws.ArgumentException.With.Message.Contains("IterationLimit"));
            Assert.That(() => new GlopSolver(new GlopOptions { Seed = -1 }), Throws.ArgumentException.With.Message.Contains("Seed"));
            Assert.That(() => new GlopSolver(new GlopOptions { Algorithm = (GlopAlgorithm)7 }), Throws.ArgumentException.With.Message.Contains("Algorithm"));
            Assert.That(() => Glop.Solve(Small, new SolveOptions { IterationLimit = 0 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Glop.Solve(Small, new SolveOptions { Seed = -1 }), Throws.InstanceOf<ArgumentOutOfRangeException>());
        });
    }

    [Test]
    public void Options_are_copied_at_construction()
    {
        var options = new GlopOptions();
        var solver = new GlopSolver(options);
        options.Tolerance = double.NaN;
        Assert.That(solver.Solve(Small).Termination, Is.EqualTo(Termination.Optimal));
    }

    [Test]
    public void An_iteration_limit_returns_what_there_is()
    {
        ConicProgram program = Transport(30, 30, seed: 1);
        int needed = Glop.Solve(program).Iterations;
        ConicSolution solution = Glop.Solve(program, new SolveOptions { IterationLimit = 5 });
        Assert.That(needed, Is.GreaterThan(20));
        Assert.That(solution.Termination, Is.EqualTo(Termination.Limit));
        Assert.That(solution.Iterations, Is.LessThanOrEqualTo(6));
        Assert.That(solution.Message, Is.Not.Null);
    }

    [Test]
    public void A_limit_that_comes_while_looking_for_a_ray_is_a_limit()
    {
        // An infeasible transport problem: more is sent than received. Presolve may see it at once, but the ray takes simplex iterations.
        ConicProgram balanced = Transport(12, 12, seed: 2);
        double[] b = balanced.B.ToArray();
        b[0] += 1;
        var program = new ConicProgram("unbalanced", ObjectiveSense.Minimize, null, balanced.C, 0, balanced.A, b, balanced.Blocks);
        Assert.That(Glop.Solve(program).Termination, Is.EqualTo(Termination.Infeasible));
        for (int limit = 1; limit <= 20; limit++)
        {
            ConicSolution solution = Glop.Solve(program, new SolveOptions { IterationLimit = limit });
            Assert.That(solution.Termination, Is.AnyOf(Termination.Limit, Termination.Infeasible), $"limit {limit}");
        }
    }

    [Test]
    public void A_feasible_point_at_the_limit_is_returned()
    {
        // x = 0 is feasible from the start, so the primal simplex method has a feasible point whenever it stops.
        ConicProgram program = Packing(60, 60, seed: 3);
        var solver = new GlopSolver(new GlopOptions { Presolve = false });
        ConicSolution solution = solver.Solve(program, new SolveOptions { IterationLimit = 3 });
        Assert.That(solution.Termination, Is.EqualTo(Termination.Limit));
        Assert.That(program.Slack(solution.X), Is.All.GreaterThanOrEqualTo(-1e-9));
    }

    [Test]
    public void A_time_limit_is_kept()
    {
        ConicProgram program = Packing(1500, 1500, seed: 4);
        var watch = Stopwatch.StartNew();
        ConicSolution solution = Glop.Solve(program, new SolveOptions { TimeLimit = TimeSpan.FromMilliseconds(60) });
        Assert.That(solution.Termination, Is.EqualTo(Termination.Limit));
        // Loading is not interruptible but linear; the rest stops within GLOP's own check interval.
        Assert.That(watch.Elapsed.TotalSeconds, Is.LessThan(10));
    }

    [Test]
    public void A_cancelled_token_throws_before_and_during_the_solve()
    {
        using var early = new CancellationTokenSource();
        early.Cancel();
        Assert.That(() => Glop.Solve(Small, cancellationToken: early.Token), Throws.InstanceOf<OperationCanceledException>());

        using var late = new CancellationTokenSource(TimeSpan.FromMilliseconds(150));
        var watch = Stopwatch.StartNew();
        Assert.That(() => Glop.Solve(Packing(1500, 1500, seed: 4), cancellationToken: late.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(watch.Elapsed.TotalSeconds, Is.LessThan(10));
    }

    [Test]
    public void Concurrent_solves_do_not_disturb_each_other()
    {
        var values = new double[32];
        Parallel.For(0, values.Length, k => values[k] = Packing(20, 20, k % 4) is var p ? p.Evaluate(Glop.Solve(p).X) : 0);
        for (int k = 4; k < values.Length; k++) Assert.That(values[k], Is.EqualTo(values[k % 4]));
    }

    [Test]
    public void A_warm_start_changes_nothing()
    {
        ConicSolution cold = Glop.Solve(Small);
        ConicSolution warm = Glop.Solve(Small, new SolveOptions { WarmStart = new WarmStart([0.3, 0.2], [1, 1, 1, 1]) });
        Assert.That(warm.X, Is.EqualTo(cold.X));
        Assert.That(warm.Y, Is.EqualTo(cold.Y));
    }

    [Test]
    public void Progress_is_reported_once()
    {
        var reports = new List<SolverProgress>();
        Glop.Solve(Small, progress: new Collector(reports));
        Assert.That(reports, Has.Count.EqualTo(1));
        Assert.That(reports[0].PrimalObjective, Is.EqualTo(-9).Within(1e-12));
        Assert.That(reports[0].DualObjective, Is.EqualTo(-9).Within(1e-12));
    }

    [Test]
    public void Numbers_that_glop_does_not_take_are_no_answer()
    {
        // GLOP refuses magnitudes above 1e30; the result must say so instead of inventing a status.
        ConicSolution solution = Glop.Solve(Linear.Program([1, 1], new double[,] { { 1e35, 1 }, { -1, -1e35 }, { -1, 0 } }, [1, 1, 1]));
        Assert.That(solution.Termination, Is.AnyOf(Termination.Failed, Termination.Unbounded, Termination.Inaccurate));
        if (solution.Termination == Termination.Failed) Assert.That(solution.Message, Does.Contain("magnitudes"));
    }

    [Test]
    public void A_missing_native_library_is_explained()
    {
        Assert.That(
            () => OrToolsLibrary.Require<int>(() => throw new TypeInitializationException("X", new DllNotFoundException("google-ortools-native"))),
            Throws.TypeOf<DllNotFoundException>().With.Message.Contains("Google.OrTools.runtime").And.Message.Contains("admm"));
        Assert.That(
            () => OrToolsLibrary.Require<int>(() => throw new TypeInitializationException("X", new InvalidOperationException("other"))),
            Throws.TypeOf<TypeInitializationException>());
    }

    [Test]
    public void Messages_go_to_the_logger()
    {
        var logger = new Recorder();
        new GlopSolver(null, logger).Solve(Linear.Program([1], new double[,] { { -1 }, { 1 } }, [-1, 0]));
        Assert.That(logger.Lines, Has.Some.Contains("Farkas"));
        Assert.That(logger.Lines[^1], Does.Contain("Infeasible"));
    }

    /// <summary>max Σx over random packing rows: feasible at 0, many pivots.</summary>
    private static ConicProgram Packing(int m, int n, int seed)
    {
        var random = new Random(seed);
        List<int> rows = [], columns = [];
        List<double> values = [];
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < m; i++)
            {
                if (random.Next(4) != 0) continue;
                Add(i, j, 0.1 + random.NextDouble());
            }
            Add(m + j, j, -1);
        }
        var c = new double[n];
        Array.Fill(c, -1);
        var b = new double[m + n];
        for (int i = 0; i < m; i++) b[i] = 1 + random.NextDouble();
        return new ConicProgram(
            "packing", ObjectiveSense.Minimize, null, c, 0,
            SparseMatrix.FromTriplets(m + n, n, rows.ToArray(), columns.ToArray(), values.ToArray()), b,
            [new ConeBlock(Cone.Nonnegative, 0, m, "packing"), new ConeBlock(Cone.Nonnegative, m, n, "x >= 0")]);

        void Add(int i, int j, double v)
        {
            rows.Add(i);
            columns.Add(j);
            values.Add(v);
        }
    }

    /// <summary>A balanced transportation problem with random costs.</summary>
    private static ConicProgram Transport(int sources, int sinks, int seed)
    {
        var random = new Random(seed);
        int n = sources * sinks, m = sources + sinks;
        List<int> rows = [], columns = [];
        List<double> values = [];
        var c = new double[n];
        for (int k = 0; k < n; k++)
        {
            c[k] = random.Next(1, 100);
            rows.AddRange([k / sinks, sources + k % sinks, m + k]);
            columns.AddRange([k, k, k]);
            values.AddRange([1, 1, -1]);
        }
        var b = new double[m + n];
        for (int i = 0; i < m; i++) b[i] = i < sources ? sinks : sources;
        return new ConicProgram(
            "transport", ObjectiveSense.Minimize, null, c, 0,
            SparseMatrix.FromTriplets(m + n, n, rows.ToArray(), columns.ToArray(), values.ToArray()), b,
            [new ConeBlock(Cone.Zero, 0, m, "balance"), new ConeBlock(Cone.Nonnegative, m, n, "x >= 0")]);
    }

    private sealed class Collector(List<SolverProgress> reports) : IProgress<SolverProgress>
    {
        public void Report(SolverProgress value) => reports.Add(value);
    }

    private sealed class Recorder : ILogger<GlopSolver>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
