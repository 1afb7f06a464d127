using Copositive.Numerics;
using Google.OrTools.LinearSolver;

namespace Copositive.Solvers.OrTools;

/// <summary>
/// One run of GLOP. Of OR-Tools' C# interfaces this uses LinearSolver, the one that counts iterations; its calls per coefficient cost about
/// 0.2 µs, little beside the simplex method itself.
/// </summary>
internal static class GlopRun
{
    // Simplex methods need a small multiple of m + n iterations in practice; one that has done a hundred times m + n is cycling.
    private const long FreeIterations = 10_000;
    private const long IterationsPerLine = 100;

    /// <summary>Solves a linear program within a budget.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static GlopOutcome Solve(LinearData data, GlopSettings settings, GlopBudget budget, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        if (budget.IsSpent) return new GlopOutcome(GlopStatus.Limit, null, null, 0);
        using Solver solver = OrToolsLibrary.Require(static () => new Solver("glop", Solver.OptimizationProblemType.GLOP_LINEAR_PROGRAMMING));
        var columns = new Variable[data.A.Columns];
        var rows = new Constraint[data.A.Rows];
        Load(solver, data, columns, rows);

        long cap = FreeIterations + IterationsPerLine * (data.A.Rows + data.A.Columns);
        bool limited = budget.IterationsLeft <= cap;
        string parameters = settings.ToText(limited ? budget.IterationsLeft!.Value : cap);
        if (!solver.SetSolverSpecificParametersAsString(parameters))
            throw new InvalidOperationException($"GLOP does not understand its parameters: {parameters}");
        if (budget.TimeLeft is { } left) solver.SetTimeLimit(Math.Max(1, (long)left.TotalMilliseconds));
        Solver.ResultStatus status;
        using (new Interruption(solver, token)) status = solver.Solve();
        token.ThrowIfCancellationRequested();

        long iterations = solver.Iterations();
        budget.Spend(iterations);
        GlopStatus ended = Read(status);
        if (ended == GlopStatus.Limit && !limited && iterations >= cap) return new GlopOutcome(GlopStatus.Abnormal, null, null, iterations);
        if (status is not (Solver.ResultStatus.OPTIMAL or Solver.ResultStatus.FEASIBLE)) return new GlopOutcome(ended, null, null, iterations);
        var x = new double[columns.Length];
        for (int j = 0; j < x.Length; j++) x[j] = columns[j].SolutionValue();
        var duals = new double[rows.Length];
        for (int i = 0; i < duals.Length; i++) duals[i] = rows[i].DualValue();
        bool finite = AllFinite(x) && AllFinite(duals);
        return finite ? new GlopOutcome(ended, x, duals, iterations) : new GlopOutcome(GlopStatus.Abnormal, null, null, iterations);
    }

    private static void Load(Solver solver, LinearData data, Variable[] columns, Constraint[] rows)
    {
        Objective objective = solver.Objective();
        objective.SetMinimization();
        for (int j = 0; j < columns.Length; j++)
        {
            columns[j] = solver.MakeNumVar(data.ColumnLower[j], data.ColumnUpper[j], "");
            if (data.Cost[j] != 0) objective.SetCoefficient(columns[j], data.Cost[j]);
        }
        for (int i = 0; i < rows.Length; i++) rows[i] = solver.MakeConstraint(data.RowLower[i], data.RowUpper[i], "");
        SparseMatrix a = data.A;
        ReadOnlySpan<int> starts = a.ColumnStarts, indices = a.RowIndices;
        ReadOnlySpan<double> values = a.Values;
        for (int j = 0; j < columns.Length; j++)
        {
            for (int k = starts[j]; k < starts[j + 1]; k++) rows[indices[k]].SetCoefficient(columns[j], values[k]);
        }
    }

    private static GlopStatus Read(Solver.ResultStatus status) => status switch
    {
        Solver.ResultStatus.OPTIMAL => GlopStatus.Optimal,
        Solver.ResultStatus.FEASIBLE or Solver.ResultStatus.NOT_SOLVED => GlopStatus.Limit,
        Solver.ResultStatus.INFEASIBLE => GlopStatus.Infeasible,
        Solver.ResultStatus.UNBOUNDED => GlopStatus.Unbounded,
        _ => GlopStatus.Abnormal,
    };

    private static bool AllFinite(ReadOnlySpan<double> values)
    {
        foreach (double v in values)
        {
            if (!double.IsFinite(v)) return false;
        }
        return true;
    }
}
