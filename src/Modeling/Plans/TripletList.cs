using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>A growing list of (row, column, value) triplets, appended in amortised constant time.</summary>
internal sealed class TripletList
{
    private int[] _rows = new int[16];
    private int[] _columns = new int[16];
    private double[] _values = new double[16];

    public int Count { get; private set; }

    public void Add(int row, int column, double value)
    {
        if (value == 0) return;
        if (Count == _rows.Length)
        {
            Array.Resize(ref _rows, 2 * Count);
            Array.Resize(ref _columns, 2 * Count);
            Array.Resize(ref _values, 2 * Count);
        }
        _rows[Count] = row;
        _columns[Count] = column;
        _values[Count++] = value;
    }

    public SparseMatrix ToMatrix(int rows, int columns) =>
        SparseMatrix.FromTriplets(rows, columns, _rows.AsSpan(0, Count), _columns.AsSpan(0, Count), _values.AsSpan(0, Count));
}
