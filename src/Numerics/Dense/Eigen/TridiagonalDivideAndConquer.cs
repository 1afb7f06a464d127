namespace Copositive.Numerics;

/// <summary>
/// Eigenvalues and eigenvectors of a symmetric tridiagonal matrix by divide and conquer: T = diag(T₁, T₂) + ρvv' with v at the cut; the
/// halves' eigenvectors turn it into a diagonal matrix plus a rank-one one, whose eigenvectors are multiplied into theirs
/// (Cuppen 1981; Gu and Eisenstat 1995; LAPACK's dstedc).
/// </summary>
/// <remarks>
/// The matrix is cut into 2^k leaves of almost equal order, diagonalised a vector of leaves at a time; then neighbours are merged, level by
/// level. A team shares out leaves and merges while there are enough of them, and the work inside the last few merges.
/// </remarks>
internal sealed unsafe class TridiagonalDivideAndConquer
{
    private readonly int _order, _leafOrder, _depth, _stride, _secularStride;
    private readonly bool _valuesOnly;
    private readonly WorkerTeam? _team;
    private readonly EigenKernels _kernels = EigenKernels.Widest;
    private readonly AlignedBuffer _vectors, _products, _secularVectors, _gathered, _leafWork;
    private readonly int[] _bounds;
    private readonly RankOneMerge[] _merges;
    private double* _diagonal, _offDiagonal, _target;
    private nint _targetStride;

    /// <summary>Allocates the work space: about 4n² doubles, or 24n for eigenvalues only.</summary>
    /// <param name="order">n.</param>
    /// <param name="team">Shares the work; null for the calling thread alone.</param>
    /// <param name="valuesOnly">
    /// Whether no eigenvectors will be formed: then of each block's vectors the merges keep the ends, which is all that they need.
    /// </param>
    public TridiagonalDivideAndConquer(int order, WorkerTeam? team = null, bool valuesOnly = false)
    {
        _order = order;
        _team = team;
        // The largest leaves: measured, with as many leaves at once as a vector has lanes.
        _leafOrder = order <= 12 ? 8 : order <= 64 ? 10 : 20;
        while (order > _leafOrder << _depth)
            _depth++;
        _valuesOnly = valuesOnly;
        _secularStride = (order + SecularProblem.Padding + 7) / 8 * 8;
        if (_secularStride % 64 == 0)
            _secularStride += 8;
        _stride = valuesOnly ? 8 : _secularStride;
        _bounds = new int[(1 << _depth) + 1];
        for (int leaf = 0; leaf < _bounds.Length; leaf++)
            _bounds[leaf] = Bound(_depth, leaf);
        int parts = team?.Threads ?? 1, matrix = _depth == 0 ? 0 : checked(order * _stride);
        _leafWork = new AlignedBuffer(parts * LeafWorkLength);
        _vectors = new AlignedBuffer(checked(order * _stride));
        _products = new AlignedBuffer(matrix);
        _secularVectors = new AlignedBuffer(valuesOnly ? 0 : matrix);
        _gathered = new AlignedBuffer(matrix);
        _merges = new RankOneMerge[_depth == 0 ? 0 : parts];
        for (int part = 0; part < _merges.Length; part++)
            _merges[part] = new RankOneMerge(part == 0 ? order : Bound(1, 1) + 1);
    }

    private int LeafWorkLength => 4 * (_leafOrder + 1) * _kernels.Lanes;

    /// <summary>Solves for a matrix scaled to entries near 1.</summary>
    /// <param name="d">The diagonal; on return the eigenvalues, ascending.</param>
    /// <param name="e">Entries (i+1, i), n places; destroyed.</param>
    /// <param name="selection">The eigenvectors to form.</param>
    /// <param name="target">Row k receives the eigenvector of the k-th eigenvalue, for the selected k; n × n, or null if none is.</param>
    /// <param name="targetStride">The distance between the rows.</param>
    /// <param name="cancellation">Checked between merges.</param>
    /// <returns>The selected range.</returns>
    public (int First, int End) Solve(
        double* d, double* e, EigenvectorSelection selection, double* target, nint targetStride, CancellationToken cancellation = default)
    {
        _diagonal = d;
        _offDiagonal = e;
        _target = target;
        _targetStride = targetStride;
        for (int leaf = 1; leaf < _bounds.Length - 1; leaf++)
        {
            int row = _bounds[leaf];
            double cut = Math.Abs(e[row - 1]);
            d[row - 1] -= cut;
            d[row] -= cut;
        }
        int batches = (_bounds.Length - 2 + _kernels.Lanes) / _kernels.Lanes;
        Share(-1, batches);
        cancellation.ThrowIfCancellationRequested();
        if (_depth == 0)
            return CopySelected(selection);
        for (int level = _depth - 1; level > 0; level--)
        {
            int merges = 1 << level;
            if (_team is not null && merges >= _team.Threads)
                Share(level, merges);
            else
                for (int merge = 0; merge < merges; merge++)
                    Merge(level, merge, EigenvectorSelection.All, 0, _team);
            cancellation.ThrowIfCancellationRequested();
        }
        return Merge(0, 0, selection, 0, _team);
    }

    private int Bound(int level, int index) => (int)((long)index * _order >> level);

    private void Share(int level, int items)
    {
        if (_team is null || _order < TeamThreshold.ConquerOrder)
            RunItems(level, 0, items, 0);
        else
            _team.Run(_team.Threads, new ItemsPart(this, level, items, _team.Threads));
    }

    /// <summary>Does a range of a level's merges, or of the batches of leaves at level −1.</summary>
    private void RunItems(int level, int from, int end, int part)
    {
        for (int item = from; item < end; item++)
            if (level < 0)
                SolveLeaves(item, part);
            else
                Merge(level, item, EigenvectorSelection.All, part, null);
    }

    private void SolveLeaves(int batch, int part)
    {
        int first = batch * _kernels.Lanes, count = Math.Min(_kernels.Lanes, _bounds.Length - 1 - first);
        double* rows = _vectors.Pointer + (nint)_bounds[first] * _stride;
        new Span<double>(rows, (_bounds[first + count] - _bounds[first]) * _stride).Clear();
        fixed (int* bounds = _bounds)
            EigenKernels.DiagonalizeLeaves(new TridiagonalLeaves
            {
                Count = count,
                Bounds = bounds + first,
                Diagonal = _diagonal,
                OffDiagonal = _offDiagonal,
                Vectors = _vectors.Pointer,
                Stride = _stride,
                EndsOnly = _valuesOnly,
                Work = _leafWork.Pointer + part * LeafWorkLength,
            });
    }

    private (int First, int End) Merge(int level, int index, EigenvectorSelection selection, int part, WorkerTeam? team)
    {
        int start = Bound(level, index), middle = Bound(level + 1, 2 * index + 1), end = Bound(level, index + 1);
        nint rows = (nint)start * _stride;
        double* q = _vectors.Pointer + rows + (_valuesOnly ? 0 : start);
        var block = new RankOneMergeBlock
        {
            FirstOrder = middle - start,
            Order = end - start,
            Cut = _offDiagonal[middle - 1],
            Values = _diagonal + start,
            Q = q,
            Stride = _stride,
            EndsOnly = _valuesOnly,
            Target = level == 0 ? _target : q,
            TargetStride = level == 0 ? _targetStride : _stride,
            Products = _products.Pointer + rows,
            SecularVectors = _valuesOnly ? null : _secularVectors.Pointer + rows,
            SecularStride = _secularStride,
            Gathered = _gathered.Pointer + rows,
        };
        return _merges[part].Run(in block, selection, team);
    }

    private (int First, int End) CopySelected(EigenvectorSelection selection)
    {
        (int first, int end) = selection.Of(new ReadOnlySpan<double>(_diagonal, _order));
        for (int k = first; k < end; k++)
            _vectors.Span.Slice(k * _stride, _order).CopyTo(new Span<double>(_target + k * _targetStride, _order));
        return (first, end);
    }

    private readonly struct ItemsPart(TridiagonalDivideAndConquer solver, int level, int items, int parts) : IParallelBody
    {
        public void Run(int part)
        {
            (int from, int end) = Partition.Of(items, part, parts);
            solver.RunItems(level, from, end, part);
        }
    }
}
