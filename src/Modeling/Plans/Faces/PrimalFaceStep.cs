using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// The way back from <see cref="PrimalFaceRewrite"/>: x follows from s = QRQᵀ; the block's multiplier follows from stationarity in its
/// columns,
/// a_k w_k y_k = −(c_k + Σ a_ik w_i y_i). That is semidefinite on the face; adding tu to the rows that show the face adds tΣu_iG_i, which
/// makes it so elsewhere as t grows, after <see cref="CrossTerms"/> has used the combinations of rows that say nothing on the face. The
/// t is taken whose errors, recomputed on the source, are least.
/// </summary>
internal sealed class PrimalFaceStep : RewriteStep
{
    private readonly ConeBlock _block;
    private readonly FaceBasis _basis;
    private readonly FaceTarget _rows;
    private readonly int[] _columns;
    private readonly int[] _members;
    private readonly int[] _place;
    private readonly double[] _multipliers;
    private readonly Lazy<(double[][] Idle, CrossTerms Cross)> _lift;

    /// <summary>A step.</summary>
    /// <param name="source">The program.</param>
    /// <param name="target">The program on the face.</param>
    /// <param name="description">What was done.</param>
    /// <param name="block">The block reduced, in the source.</param>
    /// <param name="basis">Its face.</param>
    /// <param name="rows">The rows' new places.</param>
    /// <param name="columns">The columns kept; the target's others are R's triangle.</param>
    /// <param name="members">The block's own columns.</param>
    /// <param name="place">The block's row of each of them.</param>
    /// <param name="multipliers">u over the source's rows.</param>
    public PrimalFaceStep(
        ConicProgram source, ConicProgram target, string description,
        ConeBlock block, FaceBasis basis, FaceTarget rows, int[] columns, int[] members, int[] place, double[] multipliers)
        : base(source, target, description)
    {
        _block = block;
        _basis = basis;
        _rows = rows;
        _columns = columns;
        _members = members;
        _place = place;
        _multipliers = multipliers;
        _lift = new(() =>
        {
            double[][] idle = [.. DependentRowRewrite.IdleCombinations(Target).Select(_rows.Spread)];
            return (idle, new CrossTerms(basis, [.. idle.Select(v => Completed(v, 0, isRay: true)[_block.Start.._block.End])]));
        });
    }

    public override ConicSolution MapBack(ConicSolution solution)
    {
        ArgumentNullException.ThrowIfNull(solution);
        double[]? x = null;
        if (solution.X is not null)
        {
            x = new double[Source.Columns];
            for (int k = 0; k < _columns.Length; k++) x[_columns[k]] = solution.X[k];
            double[] s = _basis.Lift(solution.X.AsSpan(_columns.Length));
            foreach (int j in _members) x[j] = 0 - s[_place[j] - _block.Start] / Source.A.Entry(_place[j], j);
        }
        ConicSolution lifted = solution with
        {
            X = x,
            Y = null,
            DualNonnegativePart = solution.DualNonnegativePart is { } dual ? _rows.Spread(dual) : null,
            SlackNonnegativePart = solution.SlackNonnegativePart is { } slack ? _rows.Spread(slack) : null,
        };
        if (solution.Y is null) return lifted;
        double[] y = _rows.Spread(solution.Y);
        bool isRay = solution.Termination == Termination.Infeasible;
        foreach (var (k, factor) in _lift.Value.Cross.Remove(Completed(y, 0, isRay)[_block.Start.._block.End]))
        {
            double[] idle = _lift.Value.Idle[k];
            for (int i = 0; i < y.Length; i++) y[i] += factor * idle[i];
        }
        double best = Lifting.Choose(t => Lifting.Error(Source, lifted with { Y = Completed(y, t, isRay) }));
        return lifted with { Y = Completed(y, best, isRay) };
    }

    public override WarmStart? MapForward(WarmStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        double[]? x = null, y = null;
        if (start.X is not null)
        {
            x = new double[Target.Columns];
            for (int k = 0; k < _columns.Length; k++) x[k] = start.X[_columns[k]];
            var s = new double[_block.Rows];
            foreach (int j in _members) s[_place[j] - _block.Start] = -Source.A.Entry(_place[j], j) * start.X[j];
            _basis.Restrict(s).CopyTo(x, _columns.Length);
        }
        if (start.Y is not null)
        {
            y = _rows.Gather(start.Y);
            _basis.Compress(_block.Of(start.Y.AsSpan())).CopyTo(y, _rows.FaceStart);
        }
        return new WarmStart(x, y);
    }

    private double[] Completed(double[] y, double t, bool isRay)
    {
        var completed = (double[])y.Clone();
        for (int i = 0; i < completed.Length; i++) completed[i] += t * _multipliers[i];
        double[] gradient = isRay ? Source.Combination(completed) : Source.DualResidual(new double[Source.Columns], completed);
        foreach (int j in _members)
            completed[_place[j]] = 0 - gradient[j] / (Source.A.Entry(_place[j], j) * Source.RowWeights[_place[j]]);
        return completed;
    }
}
