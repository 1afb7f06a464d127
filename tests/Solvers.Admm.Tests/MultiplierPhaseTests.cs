using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;
using Copositive.Tests;
using Microsoft.Extensions.Logging;

namespace Copositive.Solvers.Admm.Tests;

/// <summary>The method of multipliers as a phase of a solve: on which programs, and what becomes of its point.</summary>
public sealed class MultiplierPhaseTests
{
    /// <summary>Smaller ones take the interior-point path.</summary>
    private const int Order = 310;

    private const int LeastOrder = 200;

    [Test]
    public void Bounds_on_cuts_are_finished_by_multipliers([Values(1, 2)] int threads)
    {
        ConicProgram program = CutProgram.Bipartite(Order, 3, out int edges);
        SolveResult result = Solve(program, new SolveOptions { Threads = threads, Presolve = false }, out bool isUsed);
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal), result.Message);
        Assert.That(isUsed);
        Assert.That(result.PrimalObjective, Is.EqualTo(edges).Within(1e-6 * edges));
        Assert.That(result.Errors!.Value.Max, Is.LessThanOrEqualTo(1e-7));
        // The projections of the phase count as iterations.
        Assert.That(result.Iterations, Is.InRange(15, 80));
    }

    /// <summary>min c'x with Diag(x) ⪰ I is Σ c_i for any c &gt; 0, however different the costs.</summary>
    [Test]
    public void Costs_of_different_size_are_no_obstacle()
    {
        double[] b = new double[SymmetricVector.Length(Order)], c = new double[Order];
        double sum = 0;
        for (int i = 0; i < Order; i++)
        {
            b[SymmetricVector.Index(i, i)] = -1;
            sum += c[i] = 0.1 * (1 + i);
        }
        SolveResult result = Solve(CutProgram.Of(b, c), new SolveOptions { Presolve = false }, out _);
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal), result.Message);
        Assert.That(result.PrimalObjective, Is.EqualTo(sum).Within(1e-5 * sum));
    }

    /// <summary>With c₀ &lt; 0 the first unit vector is a ray: the phase has no minimiser to find, and ADMM goes on.</summary>
    [Test]
    public void Unbounded_programs_are_still_recognised()
    {
        ConicProgram cut = CutProgram.Bipartite(Order, 4, out _);
        double[] c = new double[Order];
        Array.Fill(c, 1);
        c[0] = -1;
        SolveResult result = Solve(CutProgram.Of(cut.B.ToArray(), c), new SolveOptions { Presolve = false }, out bool isUsed);
        Assert.That(result.Termination, Is.EqualTo(Termination.Unbounded), result.Message);
        Assert.That(isUsed);
    }

    [Test]
    public void Limits_hold_inside_the_phase()
    {
        const int limit = 20, lineSearch = 12;
        ConicProgram program = CutProgram.Bipartite(Order, 3, out _);
        SolveResult result = Solve(program, new SolveOptions { IterationLimit = limit, Presolve = false }, out bool isUsed);
        Assert.That(result.Termination, Is.EqualTo(Termination.Limit));
        Assert.That(isUsed);
        Assert.That(result.Iterations, Is.InRange(limit, limit + lineSearch));
        Assert.That(result.X, Is.Not.Null);
    }

    [Test]
    public void Cancellation_reaches_the_phase()
    {
        using var source = new CancellationTokenSource();
        // The first point of the phase that starts at iteration 12 counts as iteration 13.
        var recorder = new Recorder("Iteration 13:", source);
        Assert.Throws<OperationCanceledException>(
            () => new AdmmSolver(null, recorder).Solve(CutProgram.Bipartite(Order, 3, out _), cancellationToken: source.Token));
        Assert.That(recorder.IsPhaseUsed, Is.False);
    }

    [Test]
    public void Without_second_order_steps_the_phase_is_left_out()
    {
        var recorder = new Recorder();
        new AdmmSolver(new AdmmOptions { Newton = false, IterationLimit = 30 }, recorder).Solve(CutProgram.Bipartite(Order, 3, out _));
        Assert.That(recorder.IsPhaseUsed, Is.False);
    }

    [Test]
    public void The_phase_serves_one_large_matrix_with_columns_on_its_diagonal()
    {
        Assert.That(Serves(CutProgram.Bipartite(Order, 1, out _)));
        Assert.That(Serves(CutProgram.Bipartite(LeastOrder - 1, 1, out _)), Is.False);
        Assert.That(Serves(Columns([(0, 0), (1, 1)], [0, 1])));
        // Two diagonal entries moved together.
        Assert.That(Serves(Columns([(0, 0), (1, 1)], [0, 0])));
        // An entry moved by two columns.
        Assert.That(Serves(Columns([(0, 0), (0, 0)], [0, 1])), Is.False);
        Assert.That(Serves(Columns([(0, 0), (0, 1)], [0, 1])), Is.False);
        Assert.That(Serves(ThetaProgram.Of(ThetaProgram.RandomGraph(Order, 0.5, 1), false)), Is.False);
    }

    private static bool Serves(ConicProgram program) => AugmentedLagrangian.Serves(new ScaledProgram(program, 10, 1));

    /// <summary>A matrix whose given entries are moved by the given columns.</summary>
    private static ConicProgram Columns((int Row, int Column)[] entries, int[] columns)
    {
        int rows = SymmetricVector.Length(Order), count = columns.Max() + 1;
        var values = new double[columns.Length];
        Array.Fill(values, -1);
        return new ConicProgram(
            "", ObjectiveSense.Minimize, null, new double[count], 0,
            SparseMatrix.FromTriplets(rows, count, [.. entries.Select(e => SymmetricVector.Index(e.Row, e.Column))], columns, values), new double[rows],
            [new ConeBlock(Cone.PositiveSemidefinite, 0, rows, "slack")]);
    }

    private static SolveResult Solve(ConicProgram program, SolveOptions options, out bool isUsed)
    {
        var recorder = new Recorder();
        SolveResult result = program.Solve(new AdmmSolver(null, recorder), options: options);
        isUsed = recorder.IsPhaseUsed;
        return result;
    }

    /// <summary>Looks for the message that ends the phase, and cancels a solve at another one.</summary>
    private sealed class Recorder(string? last = null, CancellationTokenSource? source = null) : ILogger<AdmmSolver>
    {
        public bool IsPhaseUsed { get; private set; }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => last is not null || logLevel >= LogLevel.Debug;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            string message = formatter(state, exception);
            IsPhaseUsed |= message.StartsWith("Method of multipliers", StringComparison.Ordinal);
            if (last is not null && message.StartsWith(last, StringComparison.Ordinal)) source!.Cancel();
        }
    }
}
