using System.Collections.Immutable;
using Copositive.Modeling;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Copositive.Solvers.OrTools;

/// <summary>
/// Linear programs by GLOP, the simplex solver of Google OR-Tools: linear objectives over the zero cone and the nonnegative orthant.
/// Answers are exact to rounding at a vertex. The dual is GLOP's, in the sign of <see cref="ConicProgram"/>; an infeasible or unbounded
/// program gets its ray from a second linear program, since OR-Tools' C# interface gives none and its statuses confuse the two.
/// Points, duals and rays are checked on the program's own data before they are returned.
/// </summary>
/// <remarks>
/// GLOP runs on one thread, whatever <see cref="SolveOptions.Threads"/> allows, and OR-Tools' C# interface takes no starting basis, so
/// <see cref="SolveOptions.WarmStart"/> is not used. Progress is reported once, at the end, for the interface has no callback. Safe for
/// concurrent use: every call has its own native solver.
/// </remarks>
public sealed class GlopSolver : IConicSolver
{
    private readonly GlopOptions _options;
    private readonly ILogger _logger;

    /// <summary>A solver with its own copy of the options.</summary>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <param name="logger">Receives a few messages per solve; null for none.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public GlopSolver(GlopOptions? options = null, ILogger<GlopSolver>? logger = null)
    {
        _options = options?.Copy() ?? new GlopOptions();
        _logger = (ILogger?)logger ?? NullLogger.Instance;
        if (new GlopOptionsValidator().Validate(null, _options) is { Failed: true } invalid)
            throw new ArgumentException(invalid.FailureMessage, nameof(options));
    }

    /// <inheritdoc/>
    public string Name => "glop";

    /// <inheritdoc/>
    public SolverCapabilities Capabilities { get; } = new()
    {
        Cones = ImmutableHashSet.Create(ConeKind.Zero, ConeKind.Nonnegative),
    };

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="DllNotFoundException">OR-Tools' native library is missing on this platform.</exception>
    public ConicSolution Solve(
        ConicProgram program,
        SolveOptions? options = null,
        IProgress<SolverProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        options ??= SolveOptions.Default;
        options.Validate();
        if (options.Seed is < 0) throw new ArgumentOutOfRangeException(nameof(options), options.Seed, "GLOP's seed must be at least 0.");
        CapabilityCheck.Require(program, Capabilities, Name);
        cancellationToken.ThrowIfCancellationRequested();
        GlopLog.Begin(_logger, program.Name, program.Rows, program.Columns, program.A.NonzeroCount);

        var settings = new GlopSettings(options.Tolerance ?? _options.Tolerance, options.Seed ?? _options.Seed, _options.Algorithm, _options.Presolve);
        var budget = new GlopBudget(options.TimeLimit ?? _options.TimeLimit, options.IterationLimit ?? _options.IterationLimit);
        ConicSolution solution = new GlopSolve(program, settings, budget, _logger, cancellationToken).Run() with
        {
            Iterations = (int)Math.Min(int.MaxValue, budget.Iterations),
            Tolerance = settings.Tolerance,
        };
        GlopLog.End(_logger, solution.Termination, solution.Iterations, budget.Elapsed.TotalSeconds);
        Report(program, solution, progress, budget.Elapsed);
        return solution;
    }

    private static void Report(ConicProgram program, ConicSolution solution, IProgress<SolverProgress>? progress, TimeSpan elapsed)
    {
        if (progress is null || solution.Termination is Termination.Infeasible or Termination.Unbounded) return;
        if (Optimality.Errors(program, solution) is not { } e) return;
        progress.Report(new SolverProgress(
            solution.Iterations, program.Evaluate(solution.X!), Optimality.DualObjective(program, solution.X!, solution.Y!),
            Math.Max(e.Equality, e.PrimalCone), Math.Max(e.Stationarity, e.DualCone), elapsed));
    }
}
