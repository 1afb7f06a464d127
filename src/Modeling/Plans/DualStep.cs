using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// A program and its dual. With own rows i, whose only entry a_i is in a column j of theirs, and all other rows r in R,
/// the target has the columns v_r = y_r and the rows
/// <code>
/// y_i = −(c_j + Σ_r A_rj W_r v_r)/(a_i W_i) ∈ K_i,    v_r ∈ K_r* for cones,    Σ_r A_rj W_r v_r = −c_j for all other columns j
/// </code>
/// and its multipliers are s_i = b_i − a_i x_j, s_r and −x_j.
/// </summary>
internal sealed class DualStep : RewriteStep
{
    private readonly int[] _ownColumn, _columnOf, _rowOf;

    /// <param name="source">A linear program over self-dual cones and equalities.</param>
    /// <param name="ownColumn">The column of each own row; −1 for rows in R.</param>
    /// <param name="isOwn">Whether a column is some row's own.</param>
    /// <param name="description">What was done, for the printed plan.</param>
    public DualStep(ConicProgram source, int[] ownColumn, bool[] isOwn, string description)
        : base(source, Build(source, ownColumn, isOwn, out int[] columnOf, out int[] rowOf), description)
    {
        (_ownColumn, _columnOf, _rowOf) = (ownColumn, columnOf, rowOf);
    }

    public override bool IsDual => true;

    public override ConicSolution MapBack(ConicSolution solution)
    {
        ArgumentNullException.ThrowIfNull(solution);
        bool isInfeasible = solution.Termination == Termination.Infeasible, isUnbounded = solution.Termination == Termination.Unbounded;
        double[]? x = solution.Y is { } w && !isUnbounded ? PointOf(w, isInfeasible) : null;
        double[]? y = solution.X is { } v && !isInfeasible ? DualOf(v, isUnbounded) : null;
        if (isUnbounded) return solution with { Termination = Termination.Infeasible, X = null, Y = y };
        if (!isInfeasible) return solution with { X = x, Y = y };
        // No dual point: the source has a direction of improvement, and is unbounded if it has a point at all.
        return IsSolvedByZero()
            ? solution with { Termination = Termination.Unbounded, X = x, Y = null }
            : solution with
            {
                Termination = Termination.Inaccurate,
                X = null,
                Y = null,
                Message = "The dual is infeasible; whether the program has a feasible point remained open.",
            };
    }

    public override WarmStart? MapForward(WarmStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        double[]? v = null, w = null;
        if (start.Y is { } y)
        {
            v = new double[Target.Columns];
            for (int r = 0; r < Source.Rows; r++)
            {
                if (_columnOf[r] >= 0) v[_columnOf[r]] = y[r];
            }
        }
        if (start.X is { } x)
        {
            w = new double[Target.Rows];
            double[] slack = Source.Slack(x);
            for (int i = 0; i < Source.Rows; i++)
            {
                if (_rowOf[i] >= 0) w[_rowOf[i]] = slack[i];
            }
            for (int j = 0; j < Source.Columns; j++)
            {
                if (_rowOf[Source.Rows + j] >= 0) w[_rowOf[Source.Rows + j]] = -x[j];
            }
        }
        return new WarmStart(v, w);
    }

    /// <summary>x of the multipliers; with b = 0 for a ray.</summary>
    private double[] PointOf(double[] w, bool isRay)
    {
        var x = new double[Source.Columns];
        for (int i = 0; i < Source.Rows; i++)
        {
            if (_ownColumn[i] >= 0) x[_ownColumn[i]] = ((isRay ? 0 : Source.B[i]) - w[_rowOf[i]]) / Own(Source.A, i);
        }
        for (int j = 0; j < x.Length; j++)
        {
            if (_rowOf[Source.Rows + j] >= 0) x[j] = -w[_rowOf[Source.Rows + j]];
        }
        return x;
    }

    /// <summary>y of the point; with c = 0 for a ray.</summary>
    private double[] DualOf(double[] v, bool isRay)
    {
        double[] y = new double[Source.Rows], rows = new double[Target.Rows];
        if (!isRay) Target.B.CopyTo(rows);
        Target.A.Multiply(v, rows, -1, 1);
        for (int i = 0; i < y.Length; i++) y[i] = _columnOf[i] >= 0 ? v[_columnOf[i]] : rows[_rowOf[i]];
        return y;
    }

    private bool IsSolvedByZero()
    {
        foreach (ConeBlock block in Source.Blocks)
        {
            if (ConeDistance.Of(block.Cone, block.Of(Source.B), default) > 0) return false;
        }
        return true;
    }

    private static double Own(SparseMatrix a, int row) => a.ValuesByRow[a.RowStarts[row]];

    private static ConicProgram Build(ConicProgram source, int[] ownColumn, bool[] isOwn, out int[] columnOf, out int[] rowOf)
    {
        columnOf = new int[source.Rows];
        rowOf = new int[source.Rows + source.Columns];
        Array.Fill(rowOf, -1);
        int count = 0;
        for (int r = 0; r < source.Rows; r++) columnOf[r] = ownColumn[r] < 0 ? count++ : -1;
        SparseMatrix a = source.A;
        List<int> rows = [], columns = [];
        List<double> values = [], b = [];
        double[] c = new double[count];
        double constant = -source.C0;
        List<ConeBlock> blocks = [];
        ReadOnlySpan<double> weights = source.RowWeights;
        foreach (ConeBlock block in source.Blocks)
        {
            for (int r = block.Start; r < block.End; r++)
            {
                if (ownColumn[r] < 0) c[columnOf[r]] += source.B[r] * weights[r];
            }
            if (block.Cone.Kind == ConeKind.Zero) continue;
            blocks.Add(new ConeBlock(block.Cone, b.Count, block.Rows, block.Name));
            for (int i = block.Start; i < block.End; i++)
            {
                int row = rowOf[i] = b.Count, j = ownColumn[i];
                if (j < 0)
                {
                    b.Add(0);
                    Entry(row, columnOf[i], -1);
                    continue;
                }
                double scale = 1 / (Own(a, i) * weights[i]), cost = source.B[i] * weights[i];
                b.Add(-source.C[j] * scale);
                constant += cost * b[row];
                for (int k = a.ColumnStarts[j]; k < a.ColumnStarts[j + 1]; k++)
                {
                    int r = a.RowIndices[k];
                    if (r == i) continue;
                    double value = a.Values[k] * weights[r] * scale;
                    Entry(row, columnOf[r], value);
                    c[columnOf[r]] -= cost * value;
                }
            }
        }
        int first = b.Count;
        for (int j = 0; j < source.Columns; j++)
        {
            if (isOwn[j]) continue;
            rowOf[source.Rows + j] = b.Count;
            for (int k = a.ColumnStarts[j]; k < a.ColumnStarts[j + 1]; k++)
                Entry(b.Count, columnOf[a.RowIndices[k]], a.Values[k] * weights[a.RowIndices[k]]);
            b.Add(-source.C[j]);
        }
        if (b.Count > first) blocks.Add(new ConeBlock(Cone.Zero, first, b.Count - first, "free columns"));
        SparseMatrix matrix = SparseMatrix.FromTriplets(b.Count, c.Length, [.. rows], [.. columns], [.. values]);
        return new ConicProgram(source.Name, ObjectiveSense.Minimize, null, c, constant, matrix, [.. b], blocks);

        void Entry(int row, int column, double value)
        {
            rows.Add(row);
            columns.Add(column);
            values.Add(value);
        }
    }
}
