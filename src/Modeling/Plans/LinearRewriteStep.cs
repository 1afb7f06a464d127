using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// A step whose target keeps the source's columns first and perhaps adds some, and whose duals map back linearly:
/// y = D ŷ, and N = D N̂ + D_N ŷ for the nonnegative part on doubly nonnegative blocks. Added columns that hold the nonnegative
/// part of an SPN block's slack map back to its rows.
/// </summary>
internal sealed class LinearRewriteStep : RewriteStep
{
    private readonly SparseMatrix _dualBack;
    private readonly SparseMatrix? _nonnegativeBack;
    private readonly SparseMatrix? _slackBack;
    private readonly SparseMatrix _dualForward;
    private readonly SparseMatrix? _nonnegativeForward;

    public LinearRewriteStep(
        ConicProgram source, ConicProgram target, string description, BoundSide side,
        SparseMatrix dualBack, SparseMatrix? nonnegativeBack, SparseMatrix? slackBack, SparseMatrix dualForward,
        SparseMatrix? nonnegativeForward)
        : base(source, target, description)
    {
        Side = side;
        _dualBack = dualBack;
        _nonnegativeBack = nonnegativeBack;
        _slackBack = slackBack;
        _dualForward = dualForward;
        _nonnegativeForward = nonnegativeForward;
    }

    public override BoundSide Side { get; }

    public override ConicSolution MapBack(ConicSolution solution)
    {
        ArgumentNullException.ThrowIfNull(solution);
        double[]? y = null, nonnegative = null;
        if (solution.Y is not null)
        {
            y = new double[Source.Rows];
            _dualBack.Multiply(solution.Y, y);
            if (solution.DualNonnegativePart is not null || _nonnegativeBack is not null)
            {
                nonnegative = new double[Source.Rows];
                if (solution.DualNonnegativePart is not null) _dualBack.Multiply(solution.DualNonnegativePart, nonnegative);
                _nonnegativeBack?.Multiply(solution.Y, nonnegative, alpha: 1, beta: 1);
            }
        }
        double[]? slack = solution.SlackNonnegativePart is null ? null : new double[Source.Rows];
        if (slack is not null) _dualBack.Multiply(solution.SlackNonnegativePart, slack);
        if (solution.X is not null && _slackBack is not null)
        {
            slack ??= new double[Source.Rows];
            _slackBack.Multiply(solution.X, slack, alpha: 1, beta: 1);
        }
        Clear(nonnegative, Source, ConeKind.DoublyNonnegative);
        Clear(slack, Source, ConeKind.Spn);
        return solution with
        {
            SlackNonnegativePart = slack,
            X = solution.X?.AsSpan(0, Source.Columns).ToArray(),
            Y = y,
            DualNonnegativePart = nonnegative,
        };
    }

    /// <summary>Splits belong to blocks of one kind; what the map brought elsewhere, such as to a completely positive block, is none.</summary>
    private static void Clear(double[]? part, ConicProgram program, ConeKind kind)
    {
        if (part is null) return;
        foreach (ConeBlock block in program.Blocks)
        {
            if (block.Cone.Kind != kind) block.Of(part.AsSpan()).Clear();
        }
    }

    public override WarmStart? MapForward(WarmStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        double[]? x = null, y = null;
        if (start.X is not null)
        {
            x = new double[Target.Columns];
            start.X.CopyTo(x, 0);
            if (start.SlackNonnegativePart is not null) _slackBack?.TransposeMultiply(start.SlackNonnegativePart, x, alpha: 1, beta: 1);
        }
        if (start.Y is not null)
        {
            y = Forward(start.Y)!;
            if (start.DualNonnegativePart is not null) _nonnegativeForward?.Multiply(start.DualNonnegativePart, y, alpha: 1, beta: 1);
        }
        double[]? nonnegative = Forward(start.DualNonnegativePart), slack = Forward(start.SlackNonnegativePart);
        Clear(nonnegative, Target, ConeKind.DoublyNonnegative);
        Clear(slack, Target, ConeKind.Spn);
        return new WarmStart(x, y) { DualNonnegativePart = nonnegative, SlackNonnegativePart = slack };
    }

    /// <summary>A split of the target on the source's rows, also where the source's cone has none: a start for another plan.</summary>
    internal double[] CarryBack(double[] part)
    {
        var carried = new double[Source.Rows];
        _dualBack.Multiply(part, carried);
        return carried;
    }

    private double[]? Forward(double[]? rows)
    {
        if (rows is null) return null;
        var forward = new double[Target.Rows];
        _dualForward.Multiply(rows, forward);
        return forward;
    }
}
