namespace Copositive.Numerics;

/// <summary>
/// Reduces a symmetric matrix A to tridiagonal form, Q'AQ = T, by Householder reflections in panels (Dongarra, Sorensen and Hammarling,
/// "Block reduction of matrices to condensed forms", 1989), and applies Q to eigenvectors of T.
/// </summary>
/// <remarks>
/// Column j's reflector H = I − τ vv' has v = 0 on rows ≤ j and v = 1 on row j+1; v is left in row j of the work matrix.
/// Within a panel the pending updates A − VW' − WV' are applied to a column only when it is reached; after it, to all the rest at once.
/// The work matrix and all vectors are padded with zeros to a multiple of 8, so the kernels have no remainder loops.
/// </remarks>
internal sealed unsafe class TridiagonalReduction
{
    private readonly int _order, _padded, _stride, _panelColumns;
    private readonly WorkerTeam? _team;
    private readonly EigenKernels _kernels = EigenKernels.Widest;
    private readonly AlignedBuffer _work, _updates, _vector, _coefficients, _shares, _diagonal, _offDiagonal, _tau;
    private readonly BlockReflector _reflector;
    private TridiagonalPanel _panel;
    private int _column;

    /// <summary>Allocates the work space for matrices of the given order.</summary>
    public TridiagonalReduction(int order, WorkerTeam? team = null)
    {
        _order = order;
        _team = team;
        _padded = (order + 7) / 8 * 8;
        _stride = _padded % 64 == 0 ? _padded + 8 : _padded;
        _panelColumns = Math.Min(order <= 800 ? 16 : 24, Math.Max(order, 1));
        _work = new AlignedBuffer(checked(_stride * _padded));
        _updates = new AlignedBuffer(3 * _panelColumns * _padded);
        _vector = new AlignedBuffer(_padded);
        _coefficients = new AlignedBuffer(2 * _panelColumns);
        _shares = new AlignedBuffer((team?.Threads ?? 1) * new TridiagonalPanel { Padded = _padded, Columns = _panelColumns }.ShareLength);
        _diagonal = new AlignedBuffer(order);
        _offDiagonal = new AlignedBuffer(order);
        _tau = new AlignedBuffer(order);
        _reflector = new BlockReflector(order, team);
    }

    /// <summary>The diagonal of T.</summary>
    public Span<double> Diagonal => _diagonal.Span;

    /// <summary>Entries (j+1, j) of T; the last is zero.</summary>
    public Span<double> OffDiagonal => _offDiagonal.Span;

    /// <summary>Reduces the scaled matrix.</summary>
    /// <param name="matrix">Row-major, symmetric; the entries on and above the diagonal, and some below, are read.</param>
    /// <param name="scale">Brings the entries near 1, so that no square overflows or vanishes.</param>
    /// <param name="cancellation">Checked between panels.</param>
    public void Reduce(ReadOnlySpan<double> matrix, BinaryScale scale, CancellationToken cancellation = default)
    {
        fixed (double* source = matrix)
        {
            if (IsShared(_order))
                _team!.Run(_team.Threads, new CopyPart(this, source, scale, _team.Threads));
            else
                CopyRows(source, scale, 0, _order);
        }
        for (int start = 0; start < _order; start += _panelColumns)
        {
            cancellation.ThrowIfCancellationRequested();
            ReducePanel(start, Math.Min(_panelColumns, _order - start));
        }
    }

    /// <summary>Replaces each row z of the matrix (count × order, eigenvectors of T) by (Qz)'.</summary>
    public void ApplyTo(double* rows, int count, CancellationToken cancellation = default)
    {
        _reflector.Apply(_work.Pointer, _stride, _tau.Pointer, rows, _order, count, cancellation);
        GC.KeepAlive(this);
    }

    private bool IsShared(int order) => _team is not null && order >= TeamThreshold.ReductionOrder;

    private void CopyRows(double* source, BinaryScale scale, int from, int end)
    {
        for (int i = from; i < end; i++)
        {
            int first = i & ~7, length = _order - first;
            scale.Apply(new ReadOnlySpan<double>(source + (nint)i * _order + first, length), _work.Span.Slice(i * _stride + first, length));
        }
    }

    private void ReducePanel(int start, int columns)
    {
        bool shared = IsShared(_order - start);
        _panel = new TridiagonalPanel
        {
            Order = _order,
            Padded = _padded,
            Stride = _stride,
            Start = start,
            Columns = columns,
            A = _work.Pointer,
            Updates = _updates.Pointer,
            V = _vector.Pointer,
            Coefficients = _coefficients.Pointer,
            Shares = _shares.Pointer,
            Parts = shared ? _team!.Threads : 1,
            Diagonal = _diagonal.Pointer,
            OffDiagonal = _offDiagonal.Pointer,
            Tau = _tau.Pointer,
        };
        for (_column = 0; _column < columns; _column++)
        {
            if (!_kernels.StartColumn(in _panel, _column))
                continue;
            if (shared)
                _team!.Run(_panel.Parts, new PanelPart(this));
            else
                _kernels.MultiplyColumn(in _panel, _column, 0);
            _kernels.FinishColumn(in _panel, _column);
        }
        int next = start + columns;
        if (next < _order)
            UpdateRest(next, shared);
    }

    /// <summary>A ← A − [V W][W V]' on the rows and columns from <paramref name="next"/> on.</summary>
    private void UpdateRest(int next, bool shared)
    {
        if (shared)
            _team!.Run(_team.Threads, new UpdatePart(this, next, _team.Threads));
        else
            UpdateRows(next, _padded);
    }

    /// <summary>The update of rows from … end − 1, right of the diagonal, and of their 8 × 8 diagonal blocks below it.</summary>
    private void UpdateRows(int from, int end)
    {
        int columns = _panel.Columns;
        double* left = _updates.Pointer, right = left + columns * _padded;
        Gemm.MultiplyAdd(
            GemmRegion.UpperTiles, end - from, _padded - from, 2 * columns, -1, left + from, 1, _padded, right + from, _padded, 1,
            1, _work.Pointer + (nint)from * _stride + from, _stride);
        for (int block = from & ~7; block < end; block += 8)
        {
            double* corner = _work.Pointer + (nint)block * _stride + block;
            for (int i = 1; i < 8; i++)
                for (int j = 0; j < i; j++)
                    corner[i * _stride + j] = corner[j * _stride + i];
        }
    }

    private readonly struct CopyPart(TridiagonalReduction reduction, double* source, BinaryScale scale, int parts) : IParallelBody
    {
        public void Run(int part)
        {
            (int from, int end) = Partition.OfUpperTriangle(reduction._order, part, parts);
            reduction.CopyRows(source, scale, from, end);
        }
    }

    private readonly struct UpdatePart(TridiagonalReduction reduction, int next, int parts) : IParallelBody
    {
        public void Run(int part)
        {
            (int from, int end) = Partition.OfUpperTriangle(reduction._padded - next, part, parts);
            if (from < end)
                reduction.UpdateRows(next + from, next + end);
        }
    }

    private readonly struct PanelPart(TridiagonalReduction reduction) : IParallelBody
    {
        public void Run(int part) => reduction._kernels.MultiplyColumn(in reduction._panel, reduction._column, part);
    }
}
