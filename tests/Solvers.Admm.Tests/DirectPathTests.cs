using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;
using Copositive.Tests;
using Microsoft.Extensions.Logging;

namespace Copositive.Solvers.Admm.Tests;

/// <summary>The interior-point path of small programs: where it is taken, what it finds, and what happens where it finds nothing.</summary>
public sealed class DirectPathTests
{
    [Test]
    public void Cuts_of_bipartite_graphs_are_found_by_the_path([Values(60, 100)] int order)
    {
        ConicProgram program = CutProgram.Bipartite(order, 5, out int edges);
        SolveResult result = Solve(program, new SolveOptions { Presolve = false }, out bool isUsed);
        Assert.That(isUsed);
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal), result.Message);
        Assert.That(result.PrimalObjective, Is.EqualTo(edges).Within(1e-6 * edges));
        Assert.That(result.Iterations, Is.LessThanOrEqualTo(20));
    }

    /// <summary>Optima by construction over matrices and an orthant, whose point and multiplier satisfy the conditions of optimality.</summary>
    [Test]
    public void Mixed_programs_reach_their_optimum([Values(1, 2, 3, 4, 5, 6, 7, 8)] int seed)
    {
        (ConicProgram program, double optimum) = Mixed(seed).Optimal(12, false);
        SolveResult result = Solve(program, new SolveOptions { Presolve = false }, out bool isUsed);
        Assert.That(isUsed);
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal), result.Message);
        Assert.That(result.PrimalObjective, Is.EqualTo(optimum).Within(1e-5 * (1 + Math.Abs(optimum))));
        Assert.That(result.Iterations, Is.LessThanOrEqualTo(30));
    }

    [Test]
    public void Infeasible_programs_are_left_to_rays([Values(1, 2, 3, 4)] int seed)
    {
        SolveResult result = Solve(Mixed(seed).Infeasible(12), new SolveOptions { Presolve = false }, out bool isUsed);
        Assert.That(isUsed);
        Assert.That(result.Termination, Is.EqualTo(Termination.Infeasible), result.Message);
    }

    [Test]
    public void Unbounded_programs_are_left_to_rays([Values(1, 2, 3, 4)] int seed)
    {
        SolveResult result = Solve(Mixed(seed).Unbounded(12), new SolveOptions { Presolve = false }, out bool isUsed);
        Assert.That(isUsed);
        Assert.That(result.Termination, Is.EqualTo(Termination.Unbounded), result.Message);
    }

    /// <summary>
    /// [x₀, 1; 1, 0] is never semidefinite, but as near to it as one likes for large x₀, so there is no ray. Other columns move the other
    /// diagonal entries.
    /// </summary>
    [Test]
    public void Weakly_infeasible_programs_are_called_neither_optimal_nor_infeasible([Values(20, 40)] int order, [Values(0, 1)] double cost)
    {
        int columns = order - 1;
        int[] entries = new int[columns];
        double[] values = new double[columns], b = new double[SymmetricVector.Length(order)], c = new double[columns];
        for (int j = 0; j < columns; j++)
        {
            int i = j == 0 ? 0 : j + 1;
            entries[j] = SymmetricVector.Index(i, i);
            (values[j], c[j]) = (-1, j == 0 ? cost : 1);
        }
        b[SymmetricVector.Index(0, 1)] = Math.Sqrt(2);
        var program = new ConicProgram(
            "", ObjectiveSense.Minimize, null, c, 0,
            SparseMatrix.FromTriplets(b.Length, columns, entries, [.. Enumerable.Range(0, columns)], values), b,
            [new ConeBlock(Cone.PositiveSemidefinite, 0, b.Length, "")]);
        SolveResult result = Solve(program, new SolveOptions { Presolve = false }, out bool isUsed);
        Assert.That(isUsed);
        Assert.That(result.Termination, Is.EqualTo(Termination.IllPosed).Or.EqualTo(Termination.Inaccurate), result.Message);
    }

    [Test]
    public void Limits_hold_and_keep_the_best_point()
    {
        ConicProgram program = CutProgram.Bipartite(100, 5, out _);
        SolveResult steps = Solve(program, new SolveOptions { IterationLimit = 3, Presolve = false }, out bool isUsed);
        Assert.That(isUsed);
        Assert.That(steps.Termination, Is.EqualTo(Termination.Limit));
        Assert.That(steps.Iterations, Is.LessThanOrEqualTo(3));
        Assert.That(steps.X, Is.Not.Null);
        SolveResult time = Solve(program, new SolveOptions { TimeLimit = TimeSpan.FromTicks(1), Presolve = false }, out _);
        Assert.That(time.Termination, Is.EqualTo(Termination.Limit));
        ConicSolution solution = new AdmmSolver().Solve(program, new SolveOptions { TimeLimit = TimeSpan.FromTicks(1) });
        Assert.That(solution.Termination, Is.EqualTo(Termination.Limit));
        Assert.That(solution.X, Is.Not.Null);
    }

    [Test]
    public void Cancellation_reaches_every_step([Values(0, 1, 5)] int step)
    {
        using var source = new CancellationTokenSource();
        var recorder = new Recorder($"Iteration {step}:", source);
        Assert.Throws<OperationCanceledException>(
            () => new AdmmSolver(null, recorder).Solve(CutProgram.Bipartite(100, 5, out _), cancellationToken: source.Token));
        Assert.That(recorder.IsPathUsed, Is.False);
        Assert.That(recorder.Iterations, Is.EqualTo(step + 1));
    }

    [Test]
    public void Warm_starts_and_first_order_solves_go_without()
    {
        ConicProgram program = CutProgram.Bipartite(100, 5, out int edges);
        ConicSolution cold = new AdmmSolver().Solve(program, new SolveOptions { Tolerance = 1e-9 });
        var recorder = new Recorder();
        ConicSolution warm = new AdmmSolver(null, recorder).Solve(program, new SolveOptions { WarmStart = new WarmStart(cold.X, cold.Y) });
        Assert.That(warm.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(warm.Iterations, Is.LessThanOrEqualTo(2));
        ConicSolution first = new AdmmSolver(new AdmmOptions { Newton = false }, recorder).Solve(program);
        Assert.That(first.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(program.Evaluate(first.X), Is.EqualTo(edges).Within(1e-5 * edges));
        Assert.That(recorder.IsPathUsed, Is.False);
    }

    [Test]
    public void The_path_serves_small_programs_of_matrices_and_orthants_with_linear_objectives()
    {
        Assert.That(IsTaken(CutProgram.Bipartite(100, 5, out _)));
        Assert.That(IsTaken(Mixed(1).Optimal(12, false).Program));
        Assert.That(IsTaken(Mixed(1).Optimal(12, true).Program), Is.False, "quadratic objective");
        Assert.That(IsTaken(Mixed(1).Add(Cone.Zero, 2).Optimal(12, false).Program), Is.False, "equalities");
        Assert.That(IsTaken(Mixed(1).Add(Cone.SecondOrder, 3).Optimal(12, false).Program), Is.False, "second-order cones");
        Assert.That(IsTaken(new RandomProgram(1).Add(Cone.Nonnegative, 40).Optimal(12, false).Program), Is.False, "no matrix");
        Assert.That(IsTaken(CutProgram.Bipartite(301, 5, out _)), Is.False, "a large matrix");
        Assert.That(IsTaken(ThetaProgram.Of(ThetaProgram.RandomGraph(60, 0.5, 1), false)), Is.False, "columns that ADMM is quick with");
    }

    private static RandomProgram Mixed(int seed) =>
        new RandomProgram(seed).Add(Cone.PositiveSemidefinite, 15).Add(Cone.Nonnegative, 12).Add(Cone.PositiveSemidefinite, 8);

    private static bool IsTaken(ConicProgram program) => new DirectPathEstimate(new ScaledProgram(program, 10, 1)).FavoursPath;

    private static SolveResult Solve(ConicProgram program, SolveOptions options, out bool isUsed)
    {
        var recorder = new Recorder();
        SolveResult result = program.Solve(new AdmmSolver(null, recorder), options: options);
        isUsed = recorder.IsPathUsed;
        return result;
    }

    /// <summary>Looks for the message that ends the path, and cancels a solve at another one.</summary>
    private sealed class Recorder(string? last = null, CancellationTokenSource? source = null) : ILogger<AdmmSolver>
    {
        public bool IsPathUsed { get; private set; }

        public int Iterations { get; private set; }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => last is not null || logLevel >= LogLevel.Debug;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            string message = formatter(state, exception);
            IsPathUsed |= message.StartsWith("Interior-point path", StringComparison.Ordinal);
            if (message.StartsWith("Iteration", StringComparison.Ordinal)) Iterations++;
            if (last is not null && message.StartsWith(last, StringComparison.Ordinal)) source!.Cancel();
        }
    }
}
