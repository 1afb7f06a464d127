using System.Diagnostics;
using Copositive.Modeling;
using Copositive.Solvers.LowRank;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Copositive.Solvers.Auto;

/// <summary>
/// Chooses a backend by the structure and size of a program, and where the first one stalls hands its point to the next. The result says
/// which backend answered and why (<see cref="SolveResult.Backend"/>, <see cref="SolveResult.Choice"/>).
/// </summary>
/// <remarks>
/// Linear programs go to the simplex backend and programs of one matrix with a given diagonal to the low-rank backend, where there are such. Of
/// the others, those whose interior-point steps fit into memory and are
/// estimated to take less time than ADMM go to the interior-point backend, and so do all without matrix cones; the rest goes to ADMM, which is
/// given twice the interior-point estimate, where that fits, before it hands over. Safe for concurrent use.
/// </remarks>
public sealed class AutoSolver : IConicSolver
{
    private const double AvailablePart = 0.75, BudgetFactor = 2;

    /// <summary>Smaller matrices take no time anyway.</summary>
    private const int LeastLowRankOrder = 40;

    private static readonly TimeSpan LeastBudget = TimeSpan.FromSeconds(1), LeastTime = TimeSpan.FromMilliseconds(1);

    private readonly IConicSolver _admm, _interiorPoint;
    private readonly IConicSolver? _linear, _lowRank;
    private readonly AutoOptions _options;
    private readonly ILogger _logger;

    /// <summary>A solver over given backends.</summary>
    /// <param name="admm">The first-order backend.</param>
    /// <param name="interiorPoint">The interior-point backend.</param>
    /// <param name="linear">A backend for linear programs; null for none.</param>
    /// <param name="lowRank">A backend for programs of which <see cref="LowRankSolver.Takes"/> is true; null for none.</param>
    /// <param name="options">The settings, which are copied; null for the defaults.</param>
    /// <param name="logger">Receives what was chosen and how it ended (Debug); null for none.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public AutoSolver(
        IConicSolver admm, IConicSolver interiorPoint, IConicSolver? linear = null, IConicSolver? lowRank = null, AutoOptions? options = null,
        ILogger<AutoSolver>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(admm);
        ArgumentNullException.ThrowIfNull(interiorPoint);
        (_admm, _interiorPoint, _linear, _lowRank) = (admm, interiorPoint, linear, lowRank);
        _options = options?.Copy() ?? new AutoOptions();
        _logger = logger ?? NullLogger<AutoSolver>.Instance;
        ValidateOptionsResult result = new AutoOptionsValidator().Validate(null, _options);
        if (result.Failed) throw new ArgumentException(result.FailureMessage, nameof(options));
    }

    /// <inheritdoc/>
    public string Name => "auto";

    /// <inheritdoc/>
    public SolverCapabilities Capabilities => new()
    {
        Cones = _interiorPoint.Capabilities.Cones.Intersect(_admm.Capabilities.Cones),
        QuadraticObjective = _interiorPoint.Capabilities.QuadraticObjective && _admm.Capabilities.QuadraticObjective,
        WorkGrowsWithColumns = true,
    };

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">An option is out of its range, or a warm start's length is wrong.</exception>
    public ConicSolution Solve(
        ConicProgram program,
        SolveOptions? options = null,
        IProgress<SolverProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        options ??= SolveOptions.Default;
        options.Validate();
        CapabilityCheck.Require(program, Capabilities, Name);
        cancellationToken.ThrowIfCancellationRequested();
        var relay = new Relay(program, options with { Tolerance = options.Tolerance ?? _options.Tolerance }, options.TimeLimit ?? _options.TimeLimit);
        bool isLinear = program.P is null && program.Blocks.All(block => block.Cone.Kind is ConeKind.Zero or ConeKind.Nonnegative);
        if (isLinear && _linear is not null && Run(_linear, "the program is linear", null)) return relay.Answer;
        bool isDiagonal = _lowRank is not null && program.Columns >= LeastLowRankOrder && LowRankSolver.Takes(program);
        if (isDiagonal && Run(_lowRank!, "only the diagonal of one matrix is constrained", null)) return relay.Answer;
        double memory = _options.MemoryLimit ?? AvailablePart * GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var forecast = new BackendForecast(program, memory);
        (bool interiorPointFirst, string reason) = forecast.Choice();
        if (interiorPointFirst)
        {
            if (Run(_interiorPoint, reason, null)) return relay.Answer;
            Run(_admm, "ipm ended short of an answer", null);
            return relay.Answer;
        }
        TimeSpan? budget = forecast.FitsInteriorPoint ? Longer(BudgetFactor * forecast.InteriorPoint, LeastBudget) : null;
        if (Run(_admm, reason, budget) || budget is null) return relay.Answer;
        if (Run(_interiorPoint, "admm took longer than estimated", null)) return relay.Answer;
        Run(_admm, "ipm ended short of an answer", null);
        return relay.Answer;

        // Whether the backend decided the program, or nothing is left of the limits.
        bool Run(IConicSolver backend, string why, TimeSpan? budget)
        {
            if (relay.HasAnswer && relay.IsOver) return true;
            AutoLog.Chosen(_logger, program.Name, backend.Name, why);
            var plan = Plan.Adapt(program, backend.Capabilities, backend.Name);
            SolveOptions current = relay.Options(budget);
            ConicSolution solution;
            try
            {
                solution = backend.Solve(
                    plan.Program, current with { WarmStart = plan.MapForward(current.WarmStart) }, progress, cancellationToken);
            }
            catch (UnsupportedProgramException refusal)
            {
                solution = new ConicSolution { Termination = Termination.Failed, Message = refusal.Message };
            }
            double error = relay.Take(plan.MapBack(solution), backend.Name, why);
            AutoLog.Ended(_logger, backend.Name, solution.Termination, error);
            return relay.IsDecided || (relay.HasAnswer && relay.IsOver);
        }
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    /// <summary>The best answer so far, and what is left of the limits.</summary>
    private sealed class Relay(ConicProgram program, SolveOptions options, TimeSpan? timeLimit)
    {
        private readonly long _start = Stopwatch.GetTimestamp();
        private ConicSolution? _best;
        private double _error = double.PositiveInfinity;
        private int _iterations;

        public bool HasAnswer => _best is not null;

        public bool IsDecided { get; private set; }

        public bool IsOver => timeLimit - Stopwatch.GetElapsedTime(_start) <= TimeSpan.Zero || options.IterationLimit - _iterations < 1;

        public ConicSolution Answer => _best! with { Iterations = _iterations };

        /// <summary>The options of the next backend: what is left of the limits, and the best point to start from.</summary>
        public SolveOptions Options(TimeSpan? budget)
        {
            TimeSpan? left = timeLimit is { } limit ? Longer(limit - Stopwatch.GetElapsedTime(_start), LeastTime) : null;
            return options with
            {
                TimeLimit = budget is { } own && !(left < own) ? own : left,
                IterationLimit = options.IterationLimit - _iterations,
                WarmStart = _best is { X: { } x, Y: { } y } && _error < 1 ? new WarmStart(x, y) : options.WarmStart,
            };
        }

        /// <summary>Takes in an answer in terms of the program; returns its error.</summary>
        public double Take(ConicSolution solution, string backend, string why)
        {
            _iterations += solution.Iterations;
            double error = Optimality.Errors(program, solution)?.Max ?? double.PositiveInfinity;
            bool isDecided = solution.Termination is Termination.Optimal or Termination.Infeasible or Termination.Unbounded;
            if (_best is not null && !isDecided && !(error < _error)) return error;
            (_best, _error, IsDecided) = (solution with { Backend = backend, Choice = why }, error, isDecided);
            return error;
        }
    }
}
