using Copositive.Modeling;
using Microsoft.Extensions.Logging;

namespace Copositive.Solvers.OrTools;

/// <summary>
/// One solve. GLOP's statuses are hints only: "optimal" counts when the six errors, recomputed, are within the tolerance; anything else
/// is settled by a checked Farkas ray (infeasible), or by a checked direction and a feasible point (unbounded). Where neither appears,
/// GLOP runs again without presolve, then with the other simplex method, and at last on the data as given instead of equilibrated.
/// </summary>
internal sealed class GlopSolve(ConicProgram program, GlopSettings settings, GlopBudget budget, ILogger logger, CancellationToken token)
{
    private readonly List<GlopStatus> _statuses = [];
    private ConicSolution? _best;
    private double _bestError = double.PositiveInfinity;
    private bool _limited;

    /// <summary>Solves.</summary>
    public ConicSolution Run()
    {
        Equilibration scale = Equilibration.Of(program);
        bool classified = false;
        foreach ((GlopSettings attempt, Equilibration form) in Attempts().Select(attempt => (attempt, scale)).Append((settings, Equilibration.None(program))))
        {
            GlopOutcome outcome = RunGlop("given", form.State(program, program.C), attempt);
            _statuses.Add(outcome.Status);
            if (outcome is { X: { } x, RowDuals: { } duals }) Consider(form.UnscaleColumns(x), form.UnscaleRows(duals));
            if (outcome.Status == GlopStatus.Limit) return Limit();
            if (outcome.Status == GlopStatus.Optimal)
            {
                if (_bestError <= settings.Tolerance) return _best! with { Termination = Termination.Optimal };
                GlopLog.Inaccurate(logger, _bestError, settings.Tolerance);
                continue;
            }
            if (!classified && Classify(scale, outcome.Status) is { } ray) return ray;
            if (_limited || budget.IsSpent) return Limit();
            classified = true;
        }
        return _best is not null
            ? _best with
            {
                Termination = Termination.Inaccurate,
                Message = $"GLOP's best point and dual have a recomputed error of {_bestError:E1}, above the tolerance {settings.Tolerance:E1}.",
            }
            : new ConicSolution
            {
                Termination = Termination.Failed,
                Message = $"GLOP ended as {string.Join(", then ", _statuses)}, and neither an infeasibility ray nor a direction of unboundedness passed its check. "
                    + "Data of very different magnitudes is the usual reason; rescaling rows and columns, or another solver, may help.",
            };
    }

    private IEnumerable<GlopSettings> Attempts()
    {
        yield return settings;
        GlopSettings plain = settings with { Presolve = false };
        if (settings.Presolve) yield return plain;
        yield return plain with { Algorithm = settings.Algorithm == GlopAlgorithm.Primal ? GlopAlgorithm.Dual : GlopAlgorithm.Primal };
    }

    private ConicSolution Limit() => (_best ?? new ConicSolution { Termination = Termination.Limit }) with
    {
        Termination = Termination.Limit,
        Message = _best is null ? "The limit came before GLOP had a feasible point or a ray." : "The limit came first; the point and dual are GLOP's last.",
    };

    /// <summary>
    /// Keeps a point and dual if they are the best so far. GLOP's row duals π satisfy c = Aᵀπ with π ≤ 0 on rows bounded from above, for a
    /// larger bound can only lower the minimum; hence y = −π. Values on the wrong side of 0 are rounding, and become 0.
    /// </summary>
    private void Consider(double[] x, double[] duals)
    {
        var y = new double[duals.Length];
        foreach (ConeBlock block in program.Blocks)
        {
            for (int i = block.Start; i < block.End; i++)
                y[i] = duals[i] == 0 ? 0 : block.Cone.Kind == ConeKind.Nonnegative ? Math.Max(0, -duals[i]) : -duals[i];
        }
        var candidate = new ConicSolution { Termination = Termination.Inaccurate, X = x, Y = y };
        double error = Optimality.Errors(program, candidate)!.Value.Max;
        if (_best is not null && !(error < _bestError)) return;
        _best = candidate;
        _bestError = error;
    }

    /// <summary>
    /// Looks for a ray. Presolve may eliminate one whose equations hold only up to rounding, so what one attempt misses the next one, without
    /// presolve, may find.
    /// </summary>
    private ConicSolution? Classify(Equilibration scale, GlopStatus hint)
    {
        var farkas = new FarkasProgram(program, scale);
        var directions = new DirectionProgram(program, scale);
        foreach (GlopSettings attempt in Attempts())
        {
            ConicSolution? ray = hint == GlopStatus.Unbounded
                ? Unbounded(directions, scale, attempt) ?? Infeasible(farkas, attempt)
                : Infeasible(farkas, attempt) ?? Unbounded(directions, scale, attempt);
            if (ray is not null || _limited || budget.IsSpent) return ray;
        }
        return null;
    }

    private ConicSolution? Infeasible(FarkasProgram farkas, GlopSettings attempt)
    {
        if (farkas.IsTrivial) return null;
        GlopOutcome outcome = RunGlop("Farkas", farkas.Build(), attempt);
        return outcome.Status == GlopStatus.Optimal && farkas.Read(outcome.X) is { } ray
            ? new ConicSolution { Termination = Termination.Infeasible, Y = ray }
            : null;
    }

    private ConicSolution? Unbounded(DirectionProgram directions, Equilibration scale, GlopSettings attempt)
    {
        if (directions.IsTrivial) return null;
        GlopOutcome outcome = RunGlop("direction", directions.Build(), attempt);
        return outcome.Status == GlopStatus.Optimal && directions.Read(outcome.X) is { } direction && HasFeasiblePoint(scale)
            ? new ConicSolution { Termination = Termination.Unbounded, X = direction }
            : null;
    }

    private bool HasFeasiblePoint(Equilibration scale)
    {
        LinearData data = scale.State(program, new double[program.Columns]);
        foreach (GlopSettings attempt in Attempts())
        {
            GlopOutcome outcome = RunGlop("feasibility", data, attempt);
            if (outcome.Status == GlopStatus.Limit) return false;
            if (outcome is not { Status: GlopStatus.Optimal, X: { } x }) continue;
            var point = new ConicSolution { Termination = Termination.Inaccurate, X = scale.UnscaleColumns(x), Y = new double[program.Rows] };
            OptimalityErrors errors = Optimality.Errors(program, point)!.Value;
            if (Math.Max(errors.Equality, errors.PrimalCone) <= settings.Tolerance) return true;
        }
        return false;
    }

    private GlopOutcome RunGlop(string purpose, LinearData data, GlopSettings attempt)
    {
        GlopOutcome outcome = GlopRun.Solve(data, attempt, budget, token);
        _limited |= outcome.Status == GlopStatus.Limit;
        GlopLog.Ran(logger, purpose, outcome.Status, outcome.Iterations, budget.Elapsed.TotalSeconds);
        return outcome;
    }
}
