using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Copositive.Numerics;

/// <summary>
/// The QR factorisation A = QR, or AP = QR with column pivoting, of a dense m × n matrix by Householder reflections in blocks: Q
/// orthogonal of order m, kept as k = min(m, n) reflections, and R upper triangular, k × n. Work space is allocated once, about 2mn
/// doubles; not thread-safe.
/// </summary>
/// <remarks>
/// Each column of QR is within a small multiple of mn u of A's, relative to its norm, or with pivoting to A's. With pivoting (Businger
/// and Golub 1965) the diagonal of R falls in size, |r_jj|² ≥ Σ |r_ic|² over i = j … c for each c &gt; j, and reveals the rank in
/// practice. With a team, results may depend on its number of threads by rounding, never on the schedule.
/// </remarks>
public sealed unsafe partial class DenseQr
{
    private readonly WorkerTeam? _team;
    private readonly HouseholderProduct _q;
    private readonly AlignedBuffer _matrix, _panel, _tau, _scales;
    private readonly int[] _permutation, _exchanges;
    private bool _isFactored, _isPivoted;

    /// <summary>Allocates the work space.</summary>
    /// <param name="rows">m.</param>
    /// <param name="columns">n.</param>
    /// <param name="team">The threads to use; null for the calling one alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is negative.</exception>
    public DenseQr(int rows, int columns, WorkerTeam? team = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        Rows = rows;
        Columns = columns;
        _team = team;
        int count = Math.Min(rows, columns);
        _q = new HouseholderProduct(rows, count, PanelColumns * (count < 200 ? 1 : count < 800 ? 2 : 3));
        _matrix = new AlignedBuffer(checked(rows * Stride));
        _panel = new AlignedBuffer(checked(rows * PanelColumns + PanelColumns));
        _tau = new AlignedBuffer(PanelColumns);
        _scales = new AlignedBuffer(columns);
        _permutation = new int[columns];
        _exchanges = new int[count];
    }

    /// <summary>m.</summary>
    public int Rows { get; }

    /// <summary>n.</summary>
    public int Columns { get; }

    /// <summary>
    /// The numerical rank of the last matrix factored: with pivoting the number of leading diagonal entries of R above the tolerance,
    /// without it the number before the first zero.
    /// </summary>
    public int Rank { get; private set; }

    /// <summary>Column k of AP is column Permutation[k] of A.</summary>
    public ReadOnlySpan<int> Permutation => _permutation;

    private int Stride => Columns % 64 == 0 ? Columns + 8 : Columns;

    private static int PanelColumns =>
        Vector512.IsHardwareAccelerated ? HouseholderPanel<Lanes512<double>, Vector512<double>>.Columns
        : Vector256.IsHardwareAccelerated ? HouseholderPanel<Lanes256<double>, Vector256<double>>.Columns
        : Vector128.IsHardwareAccelerated ? HouseholderPanel<Lanes128<double>, Vector128<double>>.Columns
        : HouseholderPanel<LanesScalar<double>, double>.Columns;

    /// <summary>A = QR.</summary>
    /// <param name="a">A, m × n, row-major.</param>
    /// <param name="cancellation">Looked at between blocks.</param>
    /// <exception cref="ArgumentException">The span is too short, or an entry is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; there is no factorisation.</exception>
    public void Factor(ReadOnlySpan<double> a, CancellationToken cancellation = default)
    {
        BinaryScale scale = Load(a);
        ScaleColumns();
        for (int first = 0; first < _q.Count; first += _q.Block)
        {
            int width = _q.WidthAt(first);
            for (int start = 0; start < width; start += PanelColumns)
            {
                cancellation.ThrowIfCancellationRequested();
                int columns = Math.Min(PanelColumns, width - start), end = first + start + columns;
                FactorPanel(first, start, columns);
                _q.Prepare(first, start, columns, _tau.Pointer, _team);
                _q.Apply(first, start, columns, transposed: true, Row(first + start) + end, Stride, first + width - end, _team);
            }
            int rest = first + width;
            _q.Apply(first, 0, width, transposed: true, Row(first) + rest, Stride, Columns - rest, _team);
        }
        for (int i = 0; i < _q.Count; i++)
            TensorPrimitives.Divide(RowOfR(i), _scales.Span[i..Columns], RowOfR(i));
        Finish(scale);
        Rank = 0;
        while (Rank < _q.Count && Row(Rank)[Rank] != 0)
            Rank++;
    }

    /// <summary>Copies R.</summary>
    /// <param name="r">Receives min(m, n) × n entries, row-major, zeros below the diagonal.</param>
    /// <exception cref="InvalidOperationException">There is no factorisation.</exception>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public void CopyR(Span<double> r)
    {
        CheckFactored();
        MatrixArguments.Check(nameof(r), r.Length, _q.Count, Columns, Columns);
        for (int i = 0; i < _q.Count; i++)
        {
            r.Slice(i * Columns, i).Clear();
            RowOfR(i).CopyTo(r[(i * Columns + i)..]);
        }
        GC.KeepAlive(_matrix);
    }

    /// <summary>Forms the first min(m, n) columns of Q.</summary>
    /// <param name="q">Receives m × min(m, n) entries, row-major.</param>
    /// <exception cref="InvalidOperationException">There is no factorisation.</exception>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public void FormQ(Span<double> q)
    {
        CheckFactored();
        int count = _q.Count;
        MatrixArguments.Check(nameof(q), q.Length, Rows, count, count);
        q[..(Rows * count)].Clear();
        for (int i = 0; i < count; i++)
            q[i * count + i] = 1;
        Apply(transposed: false, nameof(q), q, count, count, default);
    }

    /// <summary>C ← QC.</summary>
    /// <param name="c">C, m × <paramref name="columns"/>.</param>
    /// <param name="ldc">The distance between C's rows, at least <paramref name="columns"/>.</param>
    /// <param name="columns">C's columns.</param>
    /// <param name="cancellation">Looked at between blocks.</param>
    /// <exception cref="InvalidOperationException">There is no factorisation.</exception>
    /// <exception cref="ArgumentException">
    /// The number of columns is negative, the row distance shorter than a row, or the span too short.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled; C is partly overwritten.</exception>
    public void ApplyQ(Span<double> c, int ldc, int columns, CancellationToken cancellation = default) =>
        Apply(transposed: false, nameof(c), c, ldc, columns, cancellation);

    /// <summary>C ← Q'C.</summary>
    /// <inheritdoc cref="ApplyQ"/>
    public void ApplyQTransposed(Span<double> c, int ldc, int columns, CancellationToken cancellation = default) =>
        Apply(transposed: true, nameof(c), c, ldc, columns, cancellation);

    private void Apply(bool transposed, string name, Span<double> c, int ldc, int columns, CancellationToken cancellation)
    {
        CheckFactored();
        MatrixArguments.Check(name, c.Length, Rows, columns, ldc);
        fixed (double* p = c)
            _q.Apply(transposed, p, ldc, columns, _team, cancellation);
    }

    private double* Row(int i) => _matrix.Pointer + (nint)i * Stride;

    /// <summary>Row i from the diagonal on.</summary>
    private Span<double> RowOfR(int i) => new(Row(i) + i, Columns - i);

    private void CheckFactored()
    {
        if (!_isFactored)
            throw new InvalidOperationException("There is no factorisation: Factor or FactorPivoted must have run to its end.");
    }

    /// <summary>Takes a copy scaled by a power of two, so that squares of entries neither overflow nor all underflow.</summary>
    private BinaryScale Load(ReadOnlySpan<double> a)
    {
        MatrixArguments.Check(nameof(a), a.Length, Rows, Columns, Columns);
        _isFactored = _isPivoted = false;
        a = a[..(Rows * Columns)];
        BinaryScale scale = BinaryScale.For(a, Math.Max(1, Columns));
        for (int i = 0; i < Rows; i++)
            scale.Apply(a.Slice(i * Columns, Columns), new Span<double>(Row(i), Columns));
        for (int k = 0; k < Columns; k++)
            _permutation[k] = k;
        for (int k = 0; k < _q.Count; k++)
            _exchanges[k] = k;
        return scale;
    }

    /// <summary>Each column by a power of two, to a largest entry in [1, 2), so that errors are relative to each column's norm.</summary>
    private void ScaleColumns()
    {
        Span<double> scales = _scales.Span[..Columns];
        scales.Clear();
        for (int i = 0; i < Rows; i++)
            TensorPrimitives.MaxMagnitude(scales, new ReadOnlySpan<double>(Row(i), Columns), scales);
        for (int j = 0; j < Columns; j++)
            scales[j] = scales[j] == 0 ? 1 : Math.ScaleB(1, Math.Min(1000, -Math.ILogB(scales[j])));
        for (int i = 0; i < Rows; i++)
        {
            var row = new Span<double>(Row(i), Columns);
            TensorPrimitives.Multiply(row, scales, row);
        }
    }

    private void Finish(BinaryScale scale)
    {
        for (int i = 0; i < _q.Count; i++)
            scale.Undo(RowOfR(i), RowOfR(i));
        _isFactored = true;
        GC.KeepAlive(_matrix);
        GC.KeepAlive(_panel);
        GC.KeepAlive(_tau);
        GC.KeepAlive(_q);
    }

    /// <summary>Factors columns first + start … of the matrix as the panel; R goes back, V to Q's block.</summary>
    private void FactorPanel(int first, int start, int columns)
    {
        int width = PanelColumns, block = _q.WidthAt(first), top = first + start, rows = Rows - top;
        double* panel = _panel.Pointer, v = _q.VectorsAt(first) + start;
        for (int i = 0; i < rows; i++)
        {
            var row = new Span<double>(panel + (nint)i * width, width);
            new ReadOnlySpan<double>(Row(top + i) + top, columns).CopyTo(row);
            row[columns..].Clear();
        }
        FactorPanel(panel, rows, columns);
        for (int i = 0; i < start; i++)
            new Span<double>(v + i * block, columns).Clear();
        v += start * block;
        for (int i = 0; i < rows; i++)
        {
            var row = new ReadOnlySpan<double>(panel + (nint)i * width, columns);
            var target = new Span<double>(v + (nint)i * block, columns);
            int below = Math.Min(i, columns);
            row[..below].CopyTo(target);
            target[below..].Clear();
            if (i >= columns)
                continue;
            row[i..].CopyTo(new Span<double>(Row(top + i) + top + i, columns - i));
            target[i] = _tau.Pointer[i] == 0 ? 0 : 1;
        }
    }

    private void FactorPanel(double* panel, int rows, int columns)
    {
        if (Vector512.IsHardwareAccelerated)
            HouseholderPanel<Lanes512<double>, Vector512<double>>.Factor(panel, rows, columns, _tau.Pointer);
        else if (Vector256.IsHardwareAccelerated)
            HouseholderPanel<Lanes256<double>, Vector256<double>>.Factor(panel, rows, columns, _tau.Pointer);
        else if (Vector128.IsHardwareAccelerated)
            HouseholderPanel<Lanes128<double>, Vector128<double>>.Factor(panel, rows, columns, _tau.Pointer);
        else
            HouseholderPanel<LanesScalar<double>, double>.Factor(panel, rows, columns, _tau.Pointer);
    }
}
