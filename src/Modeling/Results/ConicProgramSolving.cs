using System.Diagnostics;

namespace Copositive.Modeling;

/// <summary>Solves programs through any backend: plan, solve, map back, recheck.</summary>
public static class ConicProgramSolving
{
    /// <summary>
    /// Plans the program for a backend, solves it, maps the answer back and rechecks it against the program's own data. Where a
    /// rewrite magnified the errors of an optimal answer past the tolerance, the backend goes on from it at a tighter one; where that does not
    /// help, or a ray does not carry over, the program is solved again without presolve. A point that meets the tolerance on the program's own
    /// data is optimal, whatever kept the backend from saying so, but for a program that it calls ill-posed.
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
            SolveResult result = PlannedSolve.Conclude(solver.Name, plan, known, null, options.Tolerance ?? PlannedSolve.DefaultTolerance, watch.Elapsed);
            if (result.Termination == answer.Termination) return result;

            // Mapped back the ray no longer holds, so planning has shown nothing.
            plan = Plan.Create(program, solver.Capabilities, solver.Name, approximation, presolve: false);
        }
        var work = new PlannedSolve(plan, solver, options, progress, watch, cancellationToken);
        SolveResult first = work.Run(start);
        if (!options.Presolve || !work.IsMisled(first)) return first;

        // The backend was content with the smaller program, but its answer does not carry over: the whole one decides.
        Plan whole = Plan.Create(program, solver.Capabilities, solver.Name, approximation, presolve: false);
        if (whole.ToString() == plan.ToString() || !work.HasBudget(first.Iterations)) return first;
        SolveResult second = new PlannedSolve(whole, solver, options, progress, watch, cancellationToken)
            .Run(start, first.Iterations, "Solved again without presolve, whose answer did not carry over.");
        return PlannedSolve.IsDecided(second.Termination) || second.Errors?.Max < (first.Errors?.Max ?? double.PositiveInfinity) ? second : first;
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
}
