using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// LDL' by supernodes, left-looking: a panel gathers its columns of the matrix, subtracts the products of earlier panels that reach it (dense
/// products, scattered by row), and is factored densely (Ng and Peyton, "Block sparse Cholesky algorithms on advanced uniprocessor
/// computers", 1993).
/// </summary>
internal sealed unsafe class SupernodalFactor : ISparseFactor
{
    private const int SmallProduct = 2000;
    private readonly SupernodePartition _nodes;
    private readonly AlignedBuffer _panels, _product, _scaled;
    private readonly DenseLdlPanel _panelFactor;
    private readonly double[] _diagonal;
    private readonly int[] _head, _next, _reached, _place;

    public SupernodalFactor(SparseLdlSymbolic symbolic)
    {
        _nodes = new SupernodePartition(symbolic);
        int n = symbolic.Order, widest = 0;
        long largestProduct = 0, largestScaled = 0;
        for (int s = 0; s < _nodes.Count; s++)
        {
            int width = Width(s), end = _nodes.RowStarts[s + 1];
            widest = Math.Max(widest, width);
            for (int k = _nodes.RowStarts[s] + width, after; k < end; k = after)
            {
                after = EndOfTarget(k, end);
                largestProduct = Math.Max(largestProduct, (long)(end - k) * (after - k));
                largestScaled = Math.Max(largestScaled, (long)width * (after - k));
            }
        }
        long total = _nodes.PanelStarts[_nodes.Count];
        if (total > Array.MaxLength - 64 || largestProduct > Array.MaxLength - 64)
            throw new ArgumentException($"The factor of this matrix needs {total} stored entries, more than an array can hold.");
        _panels = new AlignedBuffer((int)total);
        _product = new AlignedBuffer((int)largestProduct);
        _scaled = new AlignedBuffer((int)largestScaled);
        _panelFactor = new DenseLdlPanel(widest);
        _diagonal = new double[n];
        _head = new int[_nodes.Count];
        _next = new int[_nodes.Count];
        _reached = new int[_nodes.Count];
        _place = new int[n];
    }

    public int Factor(ReadOnlySpan<double> entries, PivotRule rule)
    {
        int replaced = 0;
        _panels.Span.Clear();
        Array.Fill(_head, -1);
        for (int s = 0; s < _nodes.Count; s++)
        {
            int first = _nodes.First[s], width = Width(s), start = _nodes.RowStarts[s], rows = _nodes.RowStarts[s + 1] - start;
            double* panel = _panels.Pointer + _nodes.PanelStarts[s];
            for (int r = 0; r < rows; r++)
                _place[_nodes.Rows[start + r]] = r;
            for (int j = first; j < first + width; j++)
                for (int k = _nodes.LowerStarts[j]; k < _nodes.LowerStarts[j + 1]; k++)
                    panel[(nint)_place[_nodes.LowerRows[k]] * width + j - first] = entries[_nodes.LowerEntries[k]];
            for (int source = _head[s], after; source != -1; source = after)
            {
                after = _next[source];
                Subtract(source, first, width, panel);
            }
            replaced += _panelFactor.Factor(panel, rows, width, first, _diagonal, rule);
            _reached[s] = start + width;
            Enqueue(s);
        }
        GC.KeepAlive(this);
        return replaced;
    }

    public void Solve(Span<double> x)
    {
        fixed (double* px = x)
        {
            for (int s = 0; s < _nodes.Count; s++)
                SolveForward(s, px);
            for (int s = _nodes.Count - 1; s >= 0; s--)
                SolveBackward(s, px);
        }
        GC.KeepAlive(this);
    }

    /// <summary>
    /// Subtracts from the panel the product of an earlier supernode's rows that lie in its columns with all rows from there on.
    /// </summary>
    private void Subtract(int source, int first, int width, double* panel)
    {
        int from = _reached[source], end = _nodes.RowStarts[source + 1], after = EndOfTarget(from, end), sourceWidth = Width(source);
        int rows = end - from, columns = after - from;
        double* left = _panels.Pointer + _nodes.PanelStarts[source] + (nint)(from - _nodes.RowStarts[source]) * sourceWidth;
        double* scaled = _scaled.Pointer;
        int sourceFirst = _nodes.First[source];
        for (int k = 0; k < columns; k++)
            for (int c = 0; c < sourceWidth; c++)
                scaled[k * sourceWidth + c] = left[k * sourceWidth + c] * _diagonal[sourceFirst + c];
        bool isSmall = (long)rows * columns * sourceWidth < SmallProduct;
        double* product = _product.Pointer;
        if (!isSmall)
            Gemm.MultiplyAdd(GemmRegion.Full, rows, columns, sourceWidth, 1, left, sourceWidth, 1, scaled, 1, sourceWidth, 0, product, columns);
        fixed (int* targets = &_nodes.Rows[from])
            for (int i = 0; i < rows; i++)
            {
                double* target = panel + (nint)_place[targets[i]] * width - first;
                int length = Math.Min(columns, i + 1);
                if (isSmall)
                    for (int k = 0; k < length; k++)
                    {
                        double sum = 0;
                        for (int c = 0; c < sourceWidth; c++)
                            sum += left[i * sourceWidth + c] * scaled[k * sourceWidth + c];
                        target[targets[k]] -= sum;
                    }
                else
                    for (int k = 0; k < length; k++)
                        target[targets[k]] -= product[(nint)i * columns + k];
            }
        _reached[source] = after;
        Enqueue(source);
    }

    /// <summary>Puts a supernode into the list of the next one that its rows reach.</summary>
    private void Enqueue(int s)
    {
        if (_reached[s] == _nodes.RowStarts[s + 1])
            return;
        int target = _nodes.Of[_nodes.Rows[_reached[s]]];
        _next[s] = _head[target];
        _head[target] = s;
    }

    /// <summary>The end of the rows from k on that lie in the same supernode's columns as row k.</summary>
    private int EndOfTarget(int k, int end)
    {
        int limit = _nodes.First[_nodes.Of[_nodes.Rows[k]] + 1];
        while (k < end && _nodes.Rows[k] < limit)
            k++;
        return k;
    }

    private int Width(int s) => _nodes.First[s + 1] - _nodes.First[s];

    private void SolveForward(int s, double* x)
    {
        int first = _nodes.First[s], width = Width(s), start = _nodes.RowStarts[s], rows = _nodes.RowStarts[s + 1] - start;
        double* row = _panels.Pointer + _nodes.PanelStarts[s], own = x + first;
        for (int r = 1; r < rows; r++)
        {
            row += width;
            int length = Math.Min(r, width);
            double sum = 0;
            if (length >= 16)
                sum = TensorPrimitives.Dot<double>(new ReadOnlySpan<double>(row, length), new ReadOnlySpan<double>(own, length));
            else
                for (int c = 0; c < length; c++)
                    sum += row[c] * own[c];
            x[_nodes.Rows[start + r]] -= sum;
        }
    }

    private void SolveBackward(int s, double* x)
    {
        int first = _nodes.First[s], width = Width(s), start = _nodes.RowStarts[s], rows = _nodes.RowStarts[s + 1] - start;
        double* own = x + first, row = _panels.Pointer + _nodes.PanelStarts[s] + (nint)rows * width;
        for (int c = 0; c < width; c++)
            own[c] /= _diagonal[first + c];
        for (int r = rows - 1; r > 0; r--)
        {
            row -= width;
            int length = Math.Min(r, width);
            double value = x[_nodes.Rows[start + r]];
            if (length >= 16)
            {
                var target = new Span<double>(own, length);
                TensorPrimitives.MultiplyAdd(new ReadOnlySpan<double>(row, length), -value, target, target);
            }
            else
                for (int c = 0; c < length; c++)
                    own[c] -= row[c] * value;
        }
    }
}
