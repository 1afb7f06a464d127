namespace Copositive.Modeling;

/// <summary>
/// The way back from a program without its fixed columns. The multiplier of a fixing row a·x_j = β follows from stationarity in x_j:
/// a·y = −(c_j + (Px)_j + Σ of the other rows' a_ij w_i y_i), without the first two terms for a ray.
/// </summary>
internal sealed class FixedColumnStep : RewriteStep
{
    private readonly double[] _values;
    private readonly int[] _fixingRow;
    private readonly int[] _columns;
    private readonly int[] _rows;

    /// <summary>A step.</summary>
    /// <param name="source">The program with all columns.</param>
    /// <param name="target">The program without the fixed ones.</param>
    /// <param name="description">What was done.</param>
    /// <param name="values">The fixed columns' values; 0 for the others.</param>
    /// <param name="fixingRow">The row that fixes a column; −1 for the others.</param>
    /// <param name="columns">The columns kept.</param>
    /// <param name="rows">The rows kept.</param>
    public FixedColumnStep(
        ConicProgram source, ConicProgram target, string description, double[] values, int[] fixingRow, int[] columns, int[] rows)
        : base(source, target, description)
    {
        _values = values;
        _fixingRow = fixingRow;
        _columns = columns;
        _rows = rows;
    }

    public override ConicSolution MapBack(ConicSolution solution)
    {
        ArgumentNullException.ThrowIfNull(solution);
        double[]? x = null;
        if (solution.X is not null)
        {
            x = solution.Termination == Termination.Unbounded ? new double[Source.Columns] : (double[])_values.Clone();
            for (int k = 0; k < _columns.Length; k++) x[_columns[k]] = solution.X[k];
        }
        double[]? y = Spread(solution.Y);
        if (y is not null) RecoverMultipliers(y, solution.Termination == Termination.Infeasible ? null : x ?? _values);
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
        return new WarmStart(start.X is { } x ? Array.ConvertAll(_columns, j => x[j]) : null, Keep(start.Y))
        {
            DualNonnegativePart = Keep(start.DualNonnegativePart),
            SlackNonnegativePart = Keep(start.SlackNonnegativePart),
        };
    }

    private double[]? Keep(double[]? vector) => vector is null ? null : Array.ConvertAll(_rows, i => vector[i]);

    private double[]? Spread(double[]? vector)
    {
        if (vector is null) return null;
        var spread = new double[Source.Rows];
        for (int k = 0; k < _rows.Length; k++) spread[_rows[k]] = vector[k];
        return spread;
    }

    /// <summary>Sets the fixing rows' multipliers, 0 so far; the point is null for a ray.</summary>
    private void RecoverMultipliers(double[] y, double[]? x)
    {
        double[] gradient = x is null ? WithoutObjective(y) : Source.DualResidual(x, y);
        for (int j = 0; j < _fixingRow.Length; j++)
        {
            int row = _fixingRow[j];
            if (row < 0) continue;
            for (int k = Source.A.ColumnStarts[j]; k < Source.A.ColumnStarts[j + 1]; k++)
            {
                if (Source.A.RowIndices[k] == row) y[row] = 0 - gradient[j] / Source.A.Values[k];
            }
        }
    }

    /// <summary>AᵀWy.</summary>
    private double[] WithoutObjective(double[] y)
    {
        var weighted = new double[y.Length];
        for (int i = 0; i < y.Length; i++) weighted[i] = Source.RowWeights[i] * y[i];
        var product = new double[Source.Columns];
        Source.A.TransposeMultiply(weighted, product);
        return product;
    }
}
