namespace Copositive.Modeling;

/// <summary>
/// The way back from <see cref="DualFaceRewrite"/>: y = QRQᵀ on the block, and x + td with the t whose errors, recomputed on the
/// source, are
/// least, after <see cref="CrossTerms"/> has used the directions along which the target does not change. A ray of an infeasible target
/// is lifted as a dual is, a direction of an unbounded one as a point is.
/// </summary>
internal sealed class DualFaceStep : RewriteStep
{
    private readonly ConeBlock _block;
    private readonly FaceBasis _basis;
    private readonly FaceTarget _rows;
    private readonly int[] _columns;
    private readonly double[] _direction;
    private readonly Lazy<(double[][] Idle, CrossTerms Cross)> _lift;

    /// <summary>A step.</summary>
    /// <param name="source">The program.</param>
    /// <param name="target">The program on the face.</param>
    /// <param name="description">What was done.</param>
    /// <param name="block">The block reduced, in the source.</param>
    /// <param name="basis">The face of its multiplier.</param>
    /// <param name="rows">The rows' new places.</param>
    /// <param name="columns">The columns kept.</param>
    /// <param name="direction">d over the source's columns.</param>
    public DualFaceStep(
        ConicProgram source, ConicProgram target, string description,
        ConeBlock block, FaceBasis basis, FaceTarget rows, int[] columns, double[] direction)
        : base(source, target, description)
    {
        _block = block;
        _basis = basis;
        _rows = rows;
        _columns = columns;
        _direction = direction;
        _lift = new(() =>
        {
            double[][] idle = [.. DependentColumnRewrite.IdleDirections(Target).Select(Wide)];
            return (idle, new CrossTerms(basis, [.. idle.Select(d => Triangle(d, new double[Source.Rows]))]));
        });
    }

    public override ConicSolution MapBack(ConicSolution solution)
    {
        ArgumentNullException.ThrowIfNull(solution);
        double[]? y = null;
        if (solution.Y is not null)
        {
            y = _rows.Spread(solution.Y);
            _basis.Lift(solution.Y.AsSpan(_rows.FaceStart)).CopyTo(y, _block.Start);
        }
        ConicSolution lifted = solution with
        {
            Y = y,
            DualNonnegativePart = solution.DualNonnegativePart is { } dual ? _rows.Spread(dual) : null,
            SlackNonnegativePart = solution.SlackNonnegativePart is { } slack ? _rows.Spread(slack) : null,
        };
        if (solution.X is null) return lifted;
        double[] x = Wide(solution.X), b = solution.Termination == Termination.Unbounded ? new double[Source.Rows] : Source.B.ToArray();
        foreach (var (k, factor) in _lift.Value.Cross.Remove(Triangle(x, b)))
        {
            double[] idle = _lift.Value.Idle[k];
            for (int j = 0; j < x.Length; j++) x[j] += factor * idle[j];
        }
        double best = Lifting.Choose(t => Lifting.Error(Source, lifted with { X = Moved(x, t) }));
        return lifted with { X = Moved(x, best) };
    }

    public override WarmStart? MapForward(WarmStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        double[]? x = null, y = null;
        if (start.X is not null)
        {
            // The column left out is 0 in the target, which x − td is for the t that makes it so.
            double[] moved = start.X;
            int gone = Array.FindIndex(_direction, d => d != 0);
            for (int j = 0; j < _direction.Length; j++)
            {
                if (_direction[j] != 0 && Array.BinarySearch(_columns, j) < 0) gone = j;
            }
            if (gone >= 0) moved = Moved(moved, -start.X[gone] / _direction[gone]);
            x = Array.ConvertAll(_columns, j => moved[j]);
        }
        if (start.Y is not null)
        {
            y = _rows.Gather(start.Y);
            _basis.Restrict(_block.Of(start.Y.AsSpan())).CopyTo(y, _rows.FaceStart);
        }
        return new WarmStart(x, y);
    }

    private double[] Wide(double[] target)
    {
        var x = new double[Source.Columns];
        for (int k = 0; k < _columns.Length; k++) x[_columns[k]] = target[k];
        return x;
    }

    /// <summary>The block's rows of b − Ax.</summary>
    private double[] Triangle(double[] x, double[] b)
    {
        Source.A.Multiply(x, b, alpha: -1, beta: 1);
        return b[_block.Start.._block.End];
    }

    private double[] Moved(double[] x, double t)
    {
        var moved = (double[])x.Clone();
        for (int j = 0; j < moved.Length; j++) moved[j] += t * _direction[j];
        return moved;
    }
}
