using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// Groups the rows of equality and nonnegative blocks that are multiples of one another. Parallel means exactly so: a_k p_1 = p_k a_1 for
/// all entries, the products compared without rounding. Costs a hash of every row.
/// </summary>
internal sealed class ParallelRows
{
    private readonly SparseMatrix _rows;
    private readonly int[] _leader;

    /// <summary>Groups the rows of a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="kinds">The kind of cone of each row.</param>
    public ParallelRows(ConicProgram program, ConeKind[] kinds)
    {
        _rows = program.A.Transpose();
        _leader = new int[program.Rows];
        var newest = new Dictionary<long, int>();
        var older = new int[program.Rows];
        for (int row = 0; row < _leader.Length; row++)
        {
            _leader[row] = row;
            if (kinds[row] is not (ConeKind.Zero or ConeKind.Nonnegative) || _rows.ColumnStarts[row] == _rows.ColumnStarts[row + 1]) continue;
            long hash = Hash(row);
            int other = newest.GetValueOrDefault(hash, -1);
            older[row] = other;
            while (other >= 0 && !AreParallel(row, other)) other = older[other];
            if (other >= 0) _leader[row] = other;
            else newest[hash] = row;
        }
    }

    /// <summary>The first row of a row's group; the row itself where it is alone, or of another cone.</summary>
    public int LeaderOf(int row) => _leader[row];

    /// <summary>σ with row = σ · leader.</summary>
    public double Factor(int row) =>
        _leader[row] == row ? 1 : _rows.Values[_rows.ColumnStarts[row]] / _rows.Values[_rows.ColumnStarts[_leader[row]]];

    /// <summary>A hash of the columns and of the entries over the first one, in single precision so that rounding seldom parts multiples.</summary>
    private long Hash(int row)
    {
        int start = _rows.ColumnStarts[row], end = _rows.ColumnStarts[row + 1];
        double first = _rows.Values[start];
        ulong hash = 14695981039346656037;
        for (int k = start; k < end; k++)
        {
            hash = (hash ^ (uint)_rows.RowIndices[k]) * 1099511628211;
            hash = (hash ^ BitConverter.SingleToUInt32Bits((float)(_rows.Values[k] / first))) * 1099511628211;
        }
        return (long)hash;
    }

    private bool AreParallel(int row, int other)
    {
        int start = _rows.ColumnStarts[row], length = _rows.ColumnStarts[row + 1] - start, from = _rows.ColumnStarts[other];
        if (_rows.ColumnStarts[other + 1] - from != length) return false;
        if (!_rows.RowIndices.Slice(start, length).SequenceEqual(_rows.RowIndices.Slice(from, length))) return false;
        double a = _rows.Values[start], p = _rows.Values[from];
        for (int k = 1; k < length; k++)
        {
            if (!SameProduct(_rows.Values[start + k], p, _rows.Values[from + k], a)) return false;
        }
        return true;
    }

    /// <summary>
    /// Whether ab = cd, exactly: rounded products and their rounding errors agree. Products so small or large that the error itself might
    /// be rounded count as different.
    /// </summary>
    private static bool SameProduct(double a, double b, double c, double d)
    {
        double left = a * b, right = c * d;
        return left == right && Math.Abs(left) is > 1e-250 and < 1e250
            && Math.FusedMultiplyAdd(a, b, -left) == Math.FusedMultiplyAdd(c, d, -right);
    }
}
