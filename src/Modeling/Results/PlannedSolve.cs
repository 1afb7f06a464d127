using System.Diagnostics;

namespace Copositive.Modeling;

/// <summary>One program solved along one plan: by the backend, at a tighter tolerance where need be, mapped back and judged.</summary>
internal sealed class PlannedSolve(
    Plan plan, IConicSolver solver, SolveOptions options, IProgress<SolverProgress>? progress, Stopwatch watch,
    CancellationToken cancellationToken)
{
    private const int TighteningRounds = 2;

    /// <summary>The tolerance where neither the caller nor the backend names one.</summary>
    public const double DefaultTolerance = 1e-6;

    private static readonly TimeSpan LeastTime = TimeSpan.FromMilliseconds(1);

    private bool _backendDecided;

    /// <summary>The caller's progress; a backend that works on the dual sees objectives and errors with their roles exchanged.</summary>
    private IProgress<SolverProgress>? Progress { get; } =
        progress is not null && plan.Steps.Count(step => step.IsDual) % 2 == 1 ? new DualProgress(progress) : progress;

    /// <summary>Whether a termination says what is true of the program, checked on its own data.</summary>
    public static bool IsDecided(Termination termination) =>
        termination is Termination.Optimal or Termination.Infeasible or Termination.Unbounded;

    /// <summary>Whether the backend decided its program, but nothing of that holds on the program planned.</summary>
    public bool IsMisled(SolveResult result) => _backendDecided && !IsDecided(result.Termination);

    /// <summary>Whether the caller's limits leave anything.</summary>
    public bool HasBudget(int spentIterations) =>
        !(options.TimeLimit - watch.Elapsed <= TimeSpan.Zero) && !(options.IterationLimit - spentIterations < 1);

    /// <summary>Solves.</summary>
    /// <param name="start">A start in terms of the program planned; may be null.</param>
    /// <param name="spentIterations">Iterations that were done before, which count.</param>
    /// <param name="remark">What the message begins with; may be null.</param>
    public SolveResult Run(WarmStart? start, int spentIterations = 0, string? remark = null)
    {
        SolveOptions current = Within(options, spentIterations) with { WarmStart = BetterThanZero(plan.Program, plan.MapForward(start)) };
        (ConicSolution Solution, OptimalityErrors Errors)? best = null;
        double? wanted = options.Tolerance;
        int iterations = spentIterations;
        for (int round = 0; ; round++)
        {
            ConicSolution said = solver.Solve(plan.Program, current, Progress, cancellationToken);
            ConicSolution raw = BackendAnswer.Vet(said, plan.Program, solver.Name);
            iterations += raw.Iterations;
            _backendDecided |= IsDecided(raw.Termination);
            double target = wanted ??= raw.Tolerance ?? DefaultTolerance;
            ConicSolution approximated = plan.MapBackToApproximated(raw);
            OptimalityErrors? errors = raw.Termination is Termination.Infeasible or Termination.Unbounded or Termination.Failed
                ? null
                : Optimality.Errors(plan.Approximated, approximated);
            if (best is null || errors?.Max < best.Value.Errors.Max)
            {
                bool fallsShort = raw.Termination is Termination.Inaccurate or Termination.Limit;
                if (errors?.Max <= target && (fallsShort || best is not null))
                    approximated = approximated with { Termination = Termination.Optimal, Message = fallsShort ? null : approximated.Message };
                if (approximated.Termination == Termination.Optimal && errors is { } e) best = (approximated, e);
            }
            else
            {
                (approximated, errors) = best.Value;
            }
            bool isShort = raw.Termination == Termination.Optimal && errors is { } reached && !(reached.Max <= target);
            if (!isShort || round >= TighteningRounds || !HasBudget(iterations))
                {
                string? message = remark is null ? approximated.Message
                    : approximated.Message is { } more ? Join(remark, more) : remark;
                return Conclude(
                    solver.Name, plan,
                    approximated with { Iterations = iterations, Message = message, Backend = raw.Backend, Choice = raw.Choice }, errors, target, watch.Elapsed);
            }
            current = Within(current, iterations) with
            {
                Tolerance = (current.Tolerance ?? raw.Tolerance ?? target) * Math.Max(0.01, 0.5 * target / errors!.Value.Max),
                WarmStart = new WarmStart(raw.X, raw.Y),
            };
        }
    }

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;

    /// <summary>Options with what is left of the caller's limits.</summary>
    private SolveOptions Within(SolveOptions current, int spentIterations) => current with
    {
        TimeLimit = options.TimeLimit is { } limit ? Later(limit - watch.Elapsed, LeastTime) : null,
        IterationLimit = options.IterationLimit - spentIterations,
    };

    /// <summary>A start whose errors are larger than those of x = 0, y = 0 only misleads: then there is none.</summary>
    private static WarmStart? BetterThanZero(ConicProgram program, WarmStart? start)
    {
        if (start is not { X: { } x, Y: { } y }) return start;
        double ofStart = Error(x, y), ofZero = Error(new double[program.Columns], new double[program.Rows]);
        return ofStart <= ofZero ? start : null;

        double Error(double[] point, double[] dual)
        {
            var solution = new ConicSolution
            {
                Termination = Termination.Limit,
                X = point,
                Y = dual,
                DualNonnegativePart = start.DualNonnegativePart,
                SlackNonnegativePart = start.SlackNonnegativePart,
            };
            return Array.TrueForAll(program.Slack(point), double.IsFinite) && Optimality.Errors(program, solution) is { } errors
                ? errors.Max
                : double.PositiveInfinity;
        }
    }

    /// <summary>Judges an answer on the approximated program's data.</summary>
    public static SolveResult Conclude(
        string solver, Plan plan, ConicSolution approximated, OptimalityErrors? errors, double tolerance, TimeSpan elapsed)
    {
        Termination termination = approximated.Termination;
        RayCheck? ray = null;
        string? message = approximated.Message;
        if (termination == Termination.Optimal && errors is { } e && !(e.Max <= tolerance))
        {
            termination = Termination.Inaccurate;
            message = Join(
                message, $"The backend said optimal, but the recomputed error {e.Max:0.0e+00} is above the tolerance {tolerance:0.0e+00}.");
        }
        if (termination is Termination.Infeasible or Termination.Unbounded)
        {
            bool infeasible = termination == Termination.Infeasible;
            var check = infeasible
                ? RayCheck.OfInfeasibility(plan.Approximated, approximated)
                : RayCheck.OfUnboundedness(plan.Approximated, approximated);
            if (check is { } c)
            {
                ray = c.Check;
                approximated = Rescale(approximated, infeasible, c.Ray);
            }
            if (ray is not { IsAccepted: true })
            {
                string fault = ray is null ? "no ray" : $"residual {ray.Residual:0.0e+00}, distance {ray.ConeDistance:0.0e+00}";
                message = Join(
                    message, $"The backend said {(infeasible ? "infeasible" : "unbounded")}, but its ray does not hold: {fault}.");
                termination = Termination.Inaccurate;
                ray = null;
                approximated = approximated with { X = null, Y = null, DualNonnegativePart = null, SlackNonnegativePart = null };
            }
        }
        if (termination == Termination.Unbounded && plan.Side is BoundSide.Lower or BoundSide.None)
            message = Join(message, "It is the approximation that is unbounded, which says nothing of the program as stated; a higher level may bound it.");
        if (termination == Termination.Infeasible && plan.Side is BoundSide.Upper or BoundSide.None)
            message = Join(message, "It is the approximation that is infeasible, which says nothing of the program as stated; a higher level may have points.");
        approximated = approximated with { Termination = termination, Message = message };
        return new SolveResult(solver, plan, plan.MapBackToSource(approximated), approximated, termination, errors, ray, elapsed, message);
    }

    private static ConicSolution Rescale(ConicSolution solution, bool infeasible, double[] ray)
    {
        double[] old = infeasible ? solution.Y! : solution.X!;
        double factor = 1;
        for (int i = 0; i < old.Length; i++)
        {
            if (old[i] == 0) continue;
            factor = ray[i] / old[i];
            break;
        }
        return infeasible
            ? solution with { X = null, Y = ray, DualNonnegativePart = Times(solution.DualNonnegativePart), SlackNonnegativePart = null }
            : solution with { X = ray, Y = null, DualNonnegativePart = null, SlackNonnegativePart = Times(solution.SlackNonnegativePart) };

        double[]? Times(double[]? v) => v is null ? null : Array.ConvertAll(v, t => factor * t);
    }

    private static string Join(string? first, string second) => first is null ? second : first + " " + second;

    private sealed class DualProgress(IProgress<SolverProgress> progress) : IProgress<SolverProgress>
    {
        public void Report(SolverProgress value) => progress.Report(value with
        {
            PrimalObjective = -value.DualObjective,
            DualObjective = -value.PrimalObjective,
            PrimalError = value.DualError,
            DualError = value.PrimalError,
        });
    }
}
