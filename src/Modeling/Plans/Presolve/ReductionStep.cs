using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// The way back from a program without some of its rows and columns. A column that left with an equality row r gets its value from it,
/// x_j = (β_r − Σ_{k≠j} a_rk x_k)/a_rj, and the row its multiplier from stationarity in x_j:
/// a_rj y_r = −(c_j + (Px)_j + Σ_{i≠r} a_ij w_i y_i), without the first two terms for a ray. Any other column that left is 0, and so is the
/// multiplier of any other row.
/// </summary>
internal sealed class ReductionStep : RewriteStep
{
    private readonly ProgramReduction _kept;
    private readonly int[]? _solvingRow;

    /// <summary>A step.</summary>
    /// <param name="source">The program with all rows and columns.</param>
    /// <param name="target">The program without some.</param>
    /// <param name="description">What was done.</param>
    /// <param name="kept">The rows and columns that stayed.</param>
    /// <param name="solvingRow">
    /// The equality row that left with a column, −1 for other columns; no such row has an entry in two columns that left. Null for none.
    /// </param>
    public ReductionStep(ConicProgram source, ConicProgram target, string description, ProgramReduction kept, int[]? solvingRow = null)
        : base(source, target, description)
    {
        _kept = kept;
        _solvingRow = solvingRow;
    }

    public override ConicSolution MapBack(ConicSolution solution)
    {
        ArgumentNullException.ThrowIfNull(solution);
        double[]? x = null;
        if (solution.X is not null)
        {
            x = new double[Source.Columns];
            for (int k = 0; k < _kept.Columns.Length; k++) x[_kept.Columns[k]] = solution.X[k];
            RecoverValues(x, solution.Termination == Termination.Unbounded);
        }
        double[]? y = Spread(solution.Y);
        if (y is not null) RecoverMultipliers(y, x, solution.Termination == Termination.Infeasible);
        return solution with
        {
            X = x,
            Y = y,
            DualNonnegativePart = Spread(solution.DualNonnegativePart),
            SlackNonnegativePart = Spread(solution.SlackNonnegativePart),
        };
    }

    public override WarmStart? MapForward(WarmStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        return new WarmStart(start.X is { } x ? Array.ConvertAll(_kept.Columns, j => x[j]) : null, Keep(start.Y))
        {
            DualNonnegativePart = Keep(start.DualNonnegativePart),
            SlackNonnegativePart = Keep(start.SlackNonnegativePart),
        };
    }

    private double[]? Keep(double[]? vector) => vector is null ? null : Array.ConvertAll(_kept.Rows, i => vector[i]);

    private double[]? Spread(double[]? vector)
    {
        if (vector is null) return null;
        var spread = new double[Source.Rows];
        for (int k = 0; k < _kept.Rows.Length; k++) spread[_kept.Rows[k]] = vector[k];
        return spread;
    }

    /// <summary>Sets the values of columns that left with a row, 0 so far.</summary>
    private void RecoverValues(double[] x, bool isDirection)
    {
        if (_solvingRow is null) return;
        var rest = isDirection ? new double[Source.Rows] : Source.B.ToArray();
        Source.A.Multiply(x, rest, alpha: -1, beta: 1);
        for (int j = 0; j < _solvingRow.Length; j++)
        {
            if (_solvingRow[j] is >= 0 and var row) x[j] = 0 + rest[row] / Source.A.Entry(row, j);
        }
    }

    /// <summary>Sets the multipliers of the rows that left with a column, 0 so far.</summary>
    private void RecoverMultipliers(double[] y, double[]? x, bool isRay)
    {
        if (_solvingRow is null) return;
        if (x is null && Source.P is not null && !isRay) RecoverValues(x = new double[Source.Columns], false);
        double[] gradient = isRay ? Source.Combination(y) : Source.DualResidual(x ?? new double[Source.Columns], y);
        for (int j = 0; j < _solvingRow.Length; j++)
        {
            if (_solvingRow[j] is >= 0 and var row) y[row] = 0 - gradient[j] / Source.A.Entry(row, j);
        }
    }
}
