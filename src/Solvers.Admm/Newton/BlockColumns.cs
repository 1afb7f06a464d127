using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>
/// The columns of A that meet a cone, sparse, and their products M_ab = ⟨g_a, H⁻¹g_b⟩. For matrices with H⁻¹g = G⁻¹gG⁻¹ the product of
/// G⁻¹ with a column is restricted to the rows where the column is not 0, and only the entries are formed that other columns
/// meet, where that is less work (Fujisawa, Kojima and Nakata 1997).
/// </summary>
internal sealed class BlockColumns
{
    private static readonly double HalfRoot2 = Math.Sqrt(0.5);

    private readonly ConeBlock _block;
    private readonly int[] _starts, _rows;
    private readonly double[] _values, _column, _image;
    private readonly int[] _matrixRows, _matrixColumns, _places, _used;
    private readonly double[] _left, _right;
    private double[]? _product;
    private int _count;

    public BlockColumns(SparseMatrix a, SparseMatrix transpose, ConeBlock block)
    {
        _block = block;
        Columns = Find(transpose, block);
        _starts = new int[Columns.Length + 1];
        List<int> rows = [];
        List<double> values = [];
        for (int c = 0; c < Columns.Length; c++)
        {
            for (int k = a.ColumnStarts[Columns[c]]; k < a.ColumnStarts[Columns[c] + 1]; k++)
            {
                int row = a.RowIndices[k] - block.Start;
                if (row < 0 || row >= block.Rows) continue;
                rows.Add(row);
                values.Add(a.Values[k]);
            }
            _starts[c + 1] = rows.Count;
        }
        (_rows, _values) = ([.. rows], [.. values]);
        (_column, _image) = (new double[block.Rows], new double[block.Rows]);
        int n = block.Order;
        (_left, _right, _used, _places) = (new double[n * n], new double[n * n], new int[n], new int[n]);
        (_matrixRows, _matrixColumns) = (new int[n > 0 ? block.Rows : 0], new int[n > 0 ? block.Rows : 0]);
        for (int j = 0, k = 0; j < n; j++)
        {
            for (int i = 0; i <= j; i++, k++) (_matrixRows[k], _matrixColumns[k]) = (i, j);
        }
    }

    /// <summary>The indices of the columns, increasing.</summary>
    public int[] Columns { get; }

    /// <summary>The columns of A with an entry in the block's rows, increasing.</summary>
    public static int[] Find(SparseMatrix transpose, ConeBlock block)
    {
        var found = new SortedSet<int>();
        for (int k = transpose.ColumnStarts[block.Start]; k < transpose.ColumnStarts[block.End]; k++) found.Add(transpose.RowIndices[k]);
        return [.. found];
    }

    /// <summary>Roughly the floating-point operations of <see cref="AddProducts"/>.</summary>
    public double Cost()
    {
        double cost = 0, n = _block.Order;
        for (int c = 0; c < Columns.Length; c++)
        {
            double entries = _starts[c + 1] - _starts[c], used = n > 0 ? Math.Min(n, 2 * entries) : 0, needed = _starts[c + 1];
            cost += n > 0 ? 2 * n * entries + Math.Min(2 * used * n * n, 4 * used * needed) : _block.Rows + 2 * needed;
        }
        return cost;
    }

    /// <summary>Adds the products to the lower triangle, row-major, of a matrix over all columns.</summary>
    public void AddProducts(ScaledCone cone, double[] matrix, int order)
    {
        var psd = cone as ScaledPsdCone;
        for (int a = 0; a < Columns.Length; a++)
        {
            Span<double> row = matrix.AsSpan(Columns[a] * order, order);
            bool isFormed = psd is null ? Image(cone, a) : FormWhereCheaper(psd, a);
            for (int b = 0; b <= a; b++)
            {
                double sum = 0;
                for (int k = _starts[b]; k < _starts[b + 1]; k++) sum += _values[k] * (isFormed ? _image[_rows[k]] : Entry(_rows[k]));
                row[Columns[b]] += sum;
            }
        }
    }

    private bool Image(ScaledCone cone, int a)
    {
        Array.Clear(_column);
        for (int k = _starts[a]; k < _starts[a + 1]; k++) _column[_rows[k]] = _values[k];
        cone.Curvature(_column, _image);
        return true;
    }

    /// <summary>G⁻¹gG⁻¹ as a triangle (true), or its two factors by rows for <see cref="Entry"/> (false).</summary>
    private bool FormWhereCheaper(ScaledPsdCone cone, int a)
    {
        int n = _block.Order;
        ReadOnlySpan<double> inverse = cone.Inverse;
        _count = 0;
        for (int k = _starts[a]; k < _starts[a + 1]; k++)
        {
            Use(_matrixRows[_rows[k]]);
            Use(_matrixColumns[_rows[k]]);
        }
        // right = g G⁻¹ on the rows used, left = those rows of G⁻¹.
        _right.AsSpan(0, _count * n).Clear();
        for (int k = _starts[a]; k < _starts[a + 1]; k++)
        {
            int i = _matrixRows[_rows[k]], j = _matrixColumns[_rows[k]];
            double value = i == j ? _values[k] : HalfRoot2 * _values[k];
            AddRow(_places[i], inverse.Slice(j * n, n), value);
            if (i != j) AddRow(_places[j], inverse.Slice(i * n, n), value);
        }
        for (int u = 0; u < _count; u++) inverse.Slice(_used[u] * n, n).CopyTo(_left.AsSpan(u * n, n));
        for (int u = 0; u < _count; u++) _places[_used[u]] = 0;
        if (2.0 * _starts[a + 1] < 0.3 * n * n) return false;
        double[] product = _product ??= new double[n * n];
        Gemm.MultiplyAdd(n, n, _count, 1, _left, n, true, _right, n, false, 0, product, n);
        SymmetricVector.Pack(product, _image, n, Math.Sqrt(2));
        return true;

        void Use(int i)
        {
            if (_places[i] > 0 || (_count > 0 && _used[0] == i)) return;
            _places[i] = _count;
            _used[_count++] = i;
        }

        void AddRow(int place, ReadOnlySpan<double> from, double value)
        {
            Span<double> to = _right.AsSpan(place * n, n);
            TensorPrimitives.MultiplyAdd(from, value, to, to);
        }
    }

    /// <summary>An entry of the triangle of left'·right.</summary>
    private double Entry(int row)
    {
        int n = _block.Order, i = _matrixRows[row], j = _matrixColumns[row];
        double sum = 0;
        for (int u = 0; u < _count; u++) sum += _left[u * n + i] * _right[u * n + j];
        return i == j ? sum : 2 * HalfRoot2 * sum;
    }
}
