using System.Diagnostics;

namespace Copositive.Modeling;

/// <summary>Solves programs through any backend: plan, solve, map back, recheck.</summary>
public static class ConicProgramSolving
{
    private const int TighteningRounds = 2;

    /// <summary>The tolerance where neither the caller nor the backend names one.</summary>
    private const double DefaultTolerance = 1e-6;

    /// <summary>
    /// Plans the program for a backend, solves it, maps the answer back and rechecks it against the program's own data. Where a
    /// rewrite magnified the errors of an optimal answer past the tolerance, the backend goes on from it at a tighter one.
    /// </summary>
    /// <param name="program">The program.</param>
    /// <param name="solver">The backend.</param>
    /// <param name="approximation">What stands for the copositive family; needed if the program has such cones.</param>
    /// <param name="options">Overrides of the backend's options.</param>
    /// <param name="progress">Receives throttled progress; may be null.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="UnsupportedProgramException">The backend cannot take the program even after rewriting.</exception>
    /// <exception cref="ArgumentException">An option is out of its range, or the warm start does not fit the program.</exception>
    /// <exception cref="InvalidOperationException">The backend broke its contract: it returned nothing, or vectors of wrong
    /// lengths.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static SolveResult Solve(
        this ConicProgram program,
        IConicSolver solver,
        Approximation? approximation = null,
        SolveOptions? options = null,
        IProgress<SolverProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(solver);
        options ??= SolveOptions.Default;
        options.Validate();
        WarmStart? start = WarmStartFit.Of(options.WarmStart, program);
        RequireFit(program, start);
        var watch = Stopwatch.StartNew();
        Plan plan = Plan.Create(program, solver.Capabilities, solver.Name, approximation, options.Presolve);
        if (plan.Answer is { } answer)
        {
            ConicSolution known = plan.MapBackToApproximated(answer);
            SolveResult result = Conclude(solver.Name, plan, known, null, options.Tolerance ?? DefaultTolerance, watch.Elapsed);
            if (result.Termination == answer.Termination) return result;

            // Mapped back the ray no longer holds, so planning has shown nothing.
            plan = Plan.Create(program, solver.Capabilities, solver.Name, approximation, presolve: false);
        }
        SolveOptions current = options with { WarmStart = BetterThanZero(plan.Program, plan.MapForward(start)) };
        (ConicSolution Solution, OptimalityErrors Errors)? best = null;
        double? wanted = options.Tolerance;
        int iterations = 0;
        for (int round = 0; ; round++)
        {
            ConicSolution raw = BackendAnswer.Vet(solver.Solve(plan.Program, current, progress, cancellationToken), plan.Program, solver.Name);
            iterations += raw.Iterations;
            double target = wanted ??= raw.Tolerance ?? DefaultTolerance;
            ConicSolution approximated = plan.MapBackToApproximated(raw);
            OptimalityErrors? errors = raw.Termination is Termination.Infeasible or Termination.Unbounded or Termination.Failed
                ? null
                : Optimality.Errors(plan.Approximated, approximated);
            if (best is null || errors?.Max < best.Value.Errors.Max)
            {
                // What a later round calls inaccurate by its own tighter tolerance may well meet the caller's.
                if (best is not null && errors!.Value.Max <= target) approximated = approximated with { Termination = Termination.Optimal };
                if (approximated.Termination == Termination.Optimal && errors is { } e) best = (approximated, e);
            }
            else
            {
                (approximated, errors) = best.Value;
            }
            if (raw.Termination == Termination.Optimal && errors is { } reached && !(reached.Max <= target) && round < TighteningRounds)
            {
                TimeSpan? time = options.TimeLimit - watch.Elapsed;
                int? steps = options.IterationLimit - iterations;
                if (!(time <= TimeSpan.Zero) && !(steps < 1))
                {
                    current = current with
                    {
                        Tolerance = (current.Tolerance ?? raw.Tolerance ?? target) * Math.Max(0.01, 0.5 * target / reached.Max),
                        TimeLimit = time,
                        IterationLimit = steps,
                        WarmStart = new WarmStart(raw.X, raw.Y),
                    };
                    continue;
                }
            }
            return Conclude(solver.Name, plan, approximated with { Iterations = iterations }, errors, target, watch.Elapsed);
        }
    }

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

    private static void RequireFit(ConicProgram program, WarmStart? start)
    {
        Require(start?.X, program.Columns, "x", "columns");
        Require(start?.Y, program.Rows, "y", "rows");
        Require(start?.DualNonnegativePart, program.Rows, "nonnegative part of the dual", "rows");
        Require(start?.SlackNonnegativePart, program.Rows, "nonnegative part of the slack", "rows");

        static void Require(double[]? v, int length, string name, string lines)
        {
            if (v is null) return;
            if (v.Length != length) throw new ArgumentException($"The warm start's {name} has {v.Length} entries; the program has {length} {lines}.");
            foreach (double t in v)
            {
                if (!double.IsFinite(t)) throw new ArgumentException($"The warm start's {name} has the entry {t}; finite numbers are needed.");
            }
        }
    }

    private static SolveResult Conclude(
        string solver, Plan plan, ConicSolution approximated, OptimalityErrors? errors, double tolerance, TimeSpan elapsed)
    {
        Termination termination = approximated.Termination;
        RayCheck? ray = null;
        string? message = approximated.Message;
        if (termination == Termination.Optimal && errors is { } e && !(e.Max <= tolerance))
        {
            termination = Termination.Inaccurate;
            message = Join(message, $"The backend said optimal, but the recomputed error {e.Max:0.0e+00} is above the tolerance {tolerance:0.0e+00}.");
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
                message = Join(message, $"The backend said {(infeasible ? "infeasible" : "unbounded")}, but its ray does not hold: {(ray is null ? "no ray" : $"residual {ray.Residual:0.0e+00}, distance {ray.ConeDistance:0.0e+00}")}.");
                termination = Termination.Inaccurate;
                ray = null;
                approximated = approximated with { X = null, Y = null, DualNonnegativePart = null, SlackNonnegativePart = null };
            }
        }
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
}
