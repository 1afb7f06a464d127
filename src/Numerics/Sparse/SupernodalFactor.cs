using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>
/// LDL' by supernodes, left-looking: a panel gathers its columns of the matrix, subtracts the products of earlier panels that reach it
/// (dense products, scattered by row), and is factored densely (Ng and Peyton, "Block sparse Cholesky algorithms on advanced
/// uniprocessor computers", 1993). Threads take disjoint subtrees first; above these they share the rows of each large panel.
/// </summary>
internal sealed unsafe partial class SupernodalFactor : ISparseFactor
{
    private const int SmallProduct = 2000;
    private const double LeastSharedWork = 4e5, LeastParallelWork = 2e6;

    private readonly SupernodePartition _nodes;
    private readonly SubtreeSchedule _schedule;
    private readonly WorkerTeam? _team;
    private readonly SupernodalWorkspace[] _workspaces;
    private readonly AlignedBuffer _panels;
    private readonly double[] _diagonal;

    /// <summary>
    /// Of each supernode: the first source waiting to update it, the next source waiting with it, and the first row not yet used.
    /// </summary>
    private readonly int[] _head, _next, _reached;

    /// <summary>The sources of a shared panel, the cost of its rows, and the first row of each thread.</summary>
    private readonly int[] _sources, _shares;
    private readonly double[] _rowCosts;

    public SupernodalFactor(SparseLdlSymbolic symbolic, WorkerTeam? team)
    {
        _nodes = symbolic.Supernodes!;
        int threads = team?.Threads ?? 1, mostRows = 0;
        _team = threads > 1 ? team : null;
        _schedule = new SubtreeSchedule(_nodes, symbolic.Multiplications < LeastParallelWork ? 1 : threads);
        long total = _nodes.PanelStarts[_nodes.Count];
        if (total > Array.MaxLength - 64)
            throw new ArgumentException($"The factor of this matrix needs {total} stored entries, more than an array can hold.");
        _workspaces = new SupernodalWorkspace[threads];
        for (int part = 0; part < threads; part++)
            _workspaces[part] = new SupernodalWorkspace(_nodes);
        for (int s = 0; s < _nodes.Count; s++)
            mostRows = Math.Max(mostRows, Rows(s));
        _panels = new AlignedBuffer((int)total);
        _diagonal = new double[symbolic.Order];
        _head = new int[_nodes.Count];
        _next = new int[_nodes.Count];
        _reached = new int[_nodes.Count];
        _sources = new int[_nodes.Count];
        _rowCosts = new double[mostRows];
        _shares = new int[threads + 1];
        _collected = new double[_schedule.Parts > 1 && total > LeastParallelSolve ? threads : 0][];
        for (int part = 0; part < _collected.Length; part++)
            _collected[part] = new double[symbolic.Order];
    }

    public PivotTally Factor(ReadOnlySpan<double> entries, PivotRule rule, CancellationToken cancellation)
    {
        Array.Fill(_head, -1);
        foreach (SupernodalWorkspace workspace in _workspaces)
            workspace.Tally = new PivotTally();
        var tally = new PivotTally();
        fixed (double* pointer = entries)
        {
            _team.Share(_schedule.Parts, new SubtreeBody(this, pointer, rule, cancellation));
            for (int part = 0; part < _schedule.Parts; part++)
                tally.Add(_workspaces[part].Tally);
            _workspaces[0].Tally = tally;
            if (tally.FailedColumn != -1 || cancellation.IsCancellationRequested)
                return tally;
            foreach ((int first, int end)[] subtree in _schedule.Subtrees)
                foreach ((int first, int end) in subtree)
                    for (int s = first; s < end; s++)
                        Push(s);
            foreach (int s in _schedule.Above)
                if (cancellation.IsCancellationRequested || !TryFactorNode(s, pointer, rule, _workspaces[0], _schedule.Parts))
                    break;
        }
        GC.KeepAlive(this);
        return _workspaces[0].Tally;
    }

    private bool TryFactorNode(int s, double* entries, PivotRule rule, SupernodalWorkspace workspace, int parts)
    {
        int first = _nodes.First[s], width = _nodes.Width(s), rows = Rows(s);
        double* panel = Panel(s);
        Gather(s, entries, workspace.Place);
        int sources = 0;
        double work = 0;
        if (parts > 1)
        {
            for (int source = _head[s]; source != -1; source = _next[source])
                work += SharedWork(_sources[sources++] = source);
        }
        if (work > LeastSharedWork)
        {
            ShareRows(s, sources, workspace.Place, parts);
            _team!.Run(parts, new UpdateBody(this, s, sources));
            for (int k = 0; k < sources; k++)
                Advance(_sources[k], s);
        }
        else
        {
            for (int source = _head[s], after; source != -1; source = after)
            {
                after = _next[source];
                int from = _reached[source];
                Subtract(source, s, from, _nodes.RowStarts[source + 1], workspace, workspace.Place);
                Advance(source, s);
            }
        }
        if (!workspace.Panel.TryFactor(panel, width, first, _diagonal, rule, ref workspace.Tally))
            return false;
        if (parts > 1 && (double)(rows - width) * width * width > LeastSharedWork)
            _team!.Run(parts, new EliminationBody(this, s, parts));
        else
            workspace.Panel.Eliminate(panel + (nint)width * width, rows - width, panel, width, first, _diagonal);
        _reached[s] = _nodes.RowStarts[s] + width;
        Enqueue(s, s);
        return true;
    }

    /// <summary>Fills the panel with the columns of the matrix.</summary>
    private void Gather(int s, double* entries, int[] place)
    {
        int first = _nodes.First[s], width = _nodes.Width(s), start = _nodes.RowStarts[s], rows = Rows(s);
        LowerTriangle lower = _nodes.Lower;
        double* panel = Panel(s);
        new Span<double>(panel, rows * width).Clear();
        for (int r = 0; r < rows; r++)
            place[_nodes.Rows[start + r]] = r;
        for (int j = first; j < first + width; j++)
            for (int k = lower.Starts[j]; k < lower.Starts[j + 1]; k++)
                panel[(nint)place[lower.Rows[k]] * width + j - first] = entries[lower.Entries[k]];
    }

    /// <summary>
    /// Subtracts from a panel the product of rows from … end − 1 of an earlier supernode with those of its rows, from the first not yet
    /// used, that lie in the panel's columns.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Subtract(int source, int target, int from, int end, SupernodalWorkspace workspace, int[] place)
    {
        int begin = _reached[source], columns = _nodes.EndOfTarget(begin, _nodes.RowStarts[source + 1]) - begin;
        int depth = _nodes.Width(source);
        int rows = end - from, first = _nodes.First[target], width = _nodes.Width(target), sourceFirst = _nodes.First[source];
        double* top = Panel(source) + (nint)(begin - _nodes.RowStarts[source]) * depth;
        double* left = top + (nint)(from - begin) * depth;
        double* scaled = workspace.Scaled.Pointer, product = workspace.Product.Pointer, panel = Panel(target);
        for (int k = 0; k < columns; k++)
            for (int c = 0; c < depth; c++)
                scaled[k * depth + c] = top[k * depth + c] * _diagonal[sourceFirst + c];
        bool isSmall = (long)rows * columns * depth < SmallProduct;
        if (!isSmall)
            Gemm.MultiplyAdd(GemmRegion.Full, rows, columns, depth, 1, left, depth, 1, scaled, 1, depth, 0, product, columns);
        fixed (int* targets = &_nodes.Rows[begin])
            for (int i = 0; i < rows; i++)
            {
                double* row = panel + (nint)place[targets[from - begin + i]] * width - first;
                int length = Math.Min(columns, from - begin + i + 1);
                if (isSmall)
                    for (int k = 0; k < length; k++)
                    {
                        double sum = 0;
                        for (int c = 0; c < depth; c++)
                            sum += left[i * depth + c] * scaled[k * depth + c];
                        row[targets[k]] -= sum;
                    }
                else
                    for (int k = 0; k < length; k++)
                        row[targets[k]] -= product[(nint)i * columns + k];
            }
    }

    /// <summary>Moves a source on to the next supernode that its rows reach, after it has updated a target.</summary>
    private void Advance(int source, int target)
    {
        _reached[source] = _nodes.EndOfTarget(_reached[source], _nodes.RowStarts[source + 1]);
        Enqueue(source, target);
    }

    /// <summary>
    /// Puts a source into the list of the next supernode that its rows reach, unless that has to wait for other subtrees.
    /// </summary>
    private void Enqueue(int source, int current)
    {
        int next = _reached[source];
        if (next == _nodes.RowStarts[source + 1])
            return;
        if (_schedule.IsAbove[current] || !_schedule.IsAbove[_nodes.Of[_nodes.Rows[next]]])
            Push(source);
    }

    private void Push(int source)
    {
        if (_reached[source] == _nodes.RowStarts[source + 1])
            return;
        int target = _nodes.Of[_nodes.Rows[_reached[source]]];
        _next[source] = _head[target];
        _head[target] = source;
    }

    private double* Panel(int s) => _panels.Pointer + _nodes.PanelStarts[s];

    private int Rows(int s) => _nodes.RowStarts[s + 1] - _nodes.RowStarts[s];
}
