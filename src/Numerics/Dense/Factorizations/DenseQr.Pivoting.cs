using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Copositive.Numerics;

public sealed unsafe partial class DenseQr
{
    private AlignedBuffer? _updates, _norms, _column;

    /// <summary>AP = QR: each step takes the column of which most is left. Sets <see cref="Permutation"/> and <see cref="Rank"/>.</summary>
    /// <param name="a">A, m × n, row-major.</param>
    /// <param name="tolerance">
    /// Relative to |r₀₀|, at least 0: the first diagonal entry of R at most that large ends the rank. Default max(m, n)·2⁻⁵².
    /// </param>
    /// <param name="cancellation">Looked at between blocks.</param>
    /// <exception cref="ArgumentException">
    /// The span is too short, an entry is NaN or infinite, or the tolerance is negative or NaN.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled; there is no factorisation.</exception>
    public void FactorPivoted(ReadOnlySpan<double> a, double? tolerance = null, CancellationToken cancellation = default)
    {
        double relative = tolerance ?? Math.ScaleB(Math.Max(Rows, Columns), -52);
        if (!(relative >= 0))
            throw new ArgumentException($"The tolerance is {relative}; expected a number of at least 0.", nameof(tolerance));
        BinaryScale scale = Load(a);
        _updates ??= new AlignedBuffer(Math.Min(_q.Count, PanelColumns) * Stride);
        _norms ??= new AlignedBuffer(checked(2 * Columns));
        _column ??= new AlignedBuffer(Rows);
        ComputeNorms(0, all: true);
        for (int first = 0; first < _q.Count; first += _q.Block)
        {
            int width = _q.WidthAt(first);
            for (int start = 0, columns; start < width; start += columns)
            {
                cancellation.ThrowIfCancellationRequested();
                columns = EliminatePivotedPanel(first, start, Math.Min(PanelColumns, width - start));
            }
        }
        Finish(scale);
        for (int k = 0; k < _q.Count; k++)
            (_permutation[k], _permutation[_exchanges[k]]) = (_permutation[_exchanges[k]], _permutation[k]);
        _isPivoted = true;
        Rank = 0;
        double limit = _q.Count == 0 ? 0 : relative * Math.Abs(Row(0)[0]);
        while (Rank < _q.Count && Math.Abs(Row(Rank)[Rank]) > limit)
            Rank++;
        GC.KeepAlive(this);
    }

    private int EliminatePivotedPanel(int first, int start, int mostColumns)
    {
        int block = _q.WidthAt(first), top = first + start;
        double* v = _q.VectorsAt(first) + start;
        var operands = new PivotedQrOperands
        {
            A = _matrix.Pointer,
            Stride = Stride,
            Rows = Rows,
            Columns = Columns,
            First = top,
            MostColumns = mostColumns,
            V = v + start * block,
            VStride = block,
            Tau = _tau.Pointer,
            F = _updates!.Pointer,
            Norms = _norms!.Pointer,
            ComputedNorms = _norms.Pointer + Columns,
            Column = _column!.Pointer,
        };
        int columns = EliminatePivotedPanel(in operands), end = top + columns;
        for (int i = 0; i < start; i++)
            new Span<double>(v + i * block, columns).Clear();
        _q.Prepare(first, start, columns, _tau.Pointer, _team);
        Gemm.MultiplyAdd(
            GemmRegion.Full, Rows - end, Columns - end, columns, -1, v + (start + columns) * block, block, 1,
            _updates.Pointer + end, Stride, 1, 1, Row(end) + end, Stride, _team);
        ComputeNorms(end, all: false);
        return columns;
    }

    private int EliminatePivotedPanel(in PivotedQrOperands operands) =>
        Vector512.IsHardwareAccelerated ? PivotedQrPanel<Lanes512<double>, Vector512<double>>.Eliminate(in operands, _exchanges)
        : Vector256.IsHardwareAccelerated ? PivotedQrPanel<Lanes256<double>, Vector256<double>>.Eliminate(in operands, _exchanges)
        : Vector128.IsHardwareAccelerated ? PivotedQrPanel<Lanes128<double>, Vector128<double>>.Eliminate(in operands, _exchanges)
        : PivotedQrPanel<LanesScalar<double>, double>.Eliminate(in operands, _exchanges);

    /// <summary>The norms of the columns' entries from row <paramref name="first"/> on: all, or those marked by a negative value.</summary>
    private void ComputeNorms(int first, bool all)
    {
        double* norms = _norms!.Pointer, computed = norms + Columns;
        if (all)
        {
            var squares = new Span<double>(norms, Columns);
            squares.Clear();
            for (int i = 0; i < Rows; i++)
            {
                var row = new ReadOnlySpan<double>(Row(i), Columns);
                TensorPrimitives.MultiplyAdd(row, row, squares, squares);
            }
            TensorPrimitives.Sqrt(squares, squares);
            squares.CopyTo(new Span<double>(computed, Columns));
            return;
        }
        for (int c = first; c < Columns; c++)
        {
            if (computed[c] >= 0)
                continue;
            double sum = 0;
            for (int i = first; i < Rows; i++)
                sum += Row(i)[c] * Row(i)[c];
            norms[c] = computed[c] = Math.Sqrt(sum);
        }
    }
}
