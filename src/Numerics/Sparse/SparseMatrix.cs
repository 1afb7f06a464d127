namespace Copositive.Numerics;

/// <summary>
/// An immutable real matrix in compressed sparse column (CSC) form: the entries of column j are
/// <c>Values[k]</c> in rows <c>RowIndices[k]</c> for <c>ColumnStarts[j] ≤ k &lt; ColumnStarts[j+1]</c>,
/// rows strictly increasing within a column. Safe for concurrent use.
/// </summary>
/// <remarks>
/// The compressed sparse row (CSR) form is that of the transpose by columns; it is made when first asked for and kept. Shapes and
/// numbers of entries that do not fit an array are refused.
/// </remarks>
public sealed partial class SparseMatrix
{
    /// <summary>Nanoseconds, about: a term read for a sum, one added to a vector, and a loop of another length than the last one.</summary>
    private const double GatherCost = 0.45, ScatterCost = 0.75, BranchCost = 5;

    private readonly int[] _columnStarts;
    private readonly int[] _rowIndices;
    private readonly double[] _values;
    private SparseMatrix? _transpose;
    private bool _isFasterByRows;

    private SparseMatrix(int rows, int columns, int[] columnStarts, int[] rowIndices, double[] values)
    {
        Rows = rows;
        Columns = columns;
        _columnStarts = columnStarts;
        _rowIndices = rowIndices;
        _values = values;
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The number of stored entries.</summary>
    public int NonzeroCount => _values.Length;

    /// <summary>Where each column begins in <see cref="RowIndices"/> and <see cref="Values"/>; length <see cref="Columns"/> + 1.</summary>
    public ReadOnlySpan<int> ColumnStarts => _columnStarts;

    /// <summary>The row of each stored entry.</summary>
    public ReadOnlySpan<int> RowIndices => _rowIndices;

    /// <summary>The value of each stored entry.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>
    /// Where each row begins in <see cref="ColumnIndices"/> and <see cref="ValuesByRow"/>; length <see cref="Rows"/> + 1.
    /// </summary>
    public ReadOnlySpan<int> RowStarts => Transpose().ColumnStarts;

    /// <summary>The column of each stored entry, row by row, increasing within a row.</summary>
    public ReadOnlySpan<int> ColumnIndices => Transpose().RowIndices;

    /// <summary>The value of each stored entry, row by row.</summary>
    public ReadOnlySpan<double> ValuesByRow => Transpose().Values;

    /// <summary>The matrix with the given shape and no entries.</summary>
    public static SparseMatrix Zero(int rows, int columns)
    {
        CheckShape(rows, columns);
        return new SparseMatrix(rows, columns, new int[columns + 1], [], []);
    }

    /// <summary>
    /// Builds a matrix from triplets in any order; duplicates are summed and entries that are exactly zero
    /// after summing are dropped. Linear in the number of triplets and the shape (two counting sorts).
    /// </summary>
    /// <exception cref="ArgumentException">The spans differ in length, or an index is outside the shape.</exception>
    public static SparseMatrix FromTriplets(
        int rows, int columns, ReadOnlySpan<int> rowIndices, ReadOnlySpan<int> columnIndices, ReadOnlySpan<double> values)
    {
        CheckShape(rows, columns);
        if (rowIndices.Length != columnIndices.Length || rowIndices.Length != values.Length)
            throw new ArgumentException(
                $"Triplets need as many rows as columns and values; got {rowIndices.Length}, {columnIndices.Length} and {values.Length}.", nameof(values));
        for (int k = 0; k < values.Length; k++)
        {
            if ((uint)rowIndices[k] >= (uint)rows || (uint)columnIndices[k] >= (uint)columns)
                throw new ArgumentException($"Triplet {k} is at ({rowIndices[k]}, {columnIndices[k]}), outside a {rows}×{columns} matrix.", nameof(values));
        }

        // Sorting stably by row and then by column leaves the rows increasing within each column.
        int nonzeros = values.Length;
        int[] byRow = CountingOrder(rowIndices, rows, null);
        int[] order = CountingOrder(columnIndices, columns, byRow);

        var starts = new int[columns + 1];
        var sortedRows = new int[nonzeros];
        var sortedValues = new double[nonzeros];
        int write = 0, column = 0;
        for (int k = 0; k < nonzeros;)
        {
            int source = order[k];
            int row = rowIndices[source], at = columnIndices[source];
            double sum = values[source];
            for (k++; k < nonzeros && columnIndices[order[k]] == at && rowIndices[order[k]] == row; k++)
                sum += values[order[k]];
            while (column < at) starts[++column] = write;
            if (sum == 0) continue;
            sortedRows[write] = row;
            sortedValues[write++] = sum;
        }
        while (column < columns) starts[++column] = write;
        if (write < nonzeros)
        {
            Array.Resize(ref sortedRows, write);
            Array.Resize(ref sortedValues, write);
        }
        return new SparseMatrix(rows, columns, starts, sortedRows, sortedValues);
    }

    /// <summary>Wraps arrays that already are in CSC form; the arrays are taken over, not copied.</summary>
    /// <exception cref="ArgumentException">The arrays do not form a CSC matrix with strictly increasing rows in each column.</exception>
    public static SparseMatrix FromColumns(int rows, int columns, int[] columnStarts, int[] rowIndices, double[] values)
    {
        CheckShape(rows, columns);
        ArgumentNullException.ThrowIfNull(columnStarts);
        ArgumentNullException.ThrowIfNull(rowIndices);
        ArgumentNullException.ThrowIfNull(values);
        if (columnStarts.Length != columns + 1 || columnStarts[0] != 0 || columnStarts[^1] != values.Length || rowIndices.Length != values.Length)
            throw new ArgumentException("Column starts must run from 0 to the number of values.", nameof(columnStarts));
        for (int j = 0; j < columns; j++)
        {
            if (columnStarts[j] > columnStarts[j + 1])
                throw new ArgumentException($"Column {j} starts after it ends.", nameof(columnStarts));
            for (int k = columnStarts[j]; k < columnStarts[j + 1]; k++)
            {
                if ((uint)rowIndices[k] >= (uint)rows || (k > columnStarts[j] && rowIndices[k] <= rowIndices[k - 1]))
                    throw new ArgumentException($"Rows of column {j} must increase within 0..{rows - 1}.", nameof(rowIndices));
            }
        }
        return new SparseMatrix(rows, columns, columnStarts, rowIndices, values);
    }

    /// <summary>
    /// The transpose, made at the first call in time linear in the entries and the shape, and kept; its transpose is this matrix.
    /// </summary>
    public SparseMatrix Transpose()
    {
        if (_transpose is { } known) return known;
        var made = BuildTranspose();
        made._transpose = this;
        int columnChanges = LengthChanges(_columnStarts), rowChanges = LengthChanges(made._columnStarts);
        _isFasterByRows = IsGatherFaster(rowChanges, columnChanges);
        made._isFasterByRows = IsGatherFaster(columnChanges, rowChanges);
        return Interlocked.CompareExchange(ref _transpose, made, null) ?? made;
    }

    /// <summary>diag(r) · A · diag(c).</summary>
    public SparseMatrix Scale(ReadOnlySpan<double> rowScale, ReadOnlySpan<double> columnScale)
    {
        CheckLength(rowScale.Length, Rows, nameof(rowScale));
        CheckLength(columnScale.Length, Columns, nameof(columnScale));
        var values = new double[NonzeroCount];
        for (int j = 0; j < Columns; j++)
        {
            for (int k = _columnStarts[j]; k < _columnStarts[j + 1]; k++)
                values[k] = rowScale[_rowIndices[k]] * _values[k] * columnScale[j];
        }
        return new SparseMatrix(Rows, Columns, _columnStarts, _rowIndices, values);
    }

    /// <summary>The largest absolute value of an entry; 0 for a matrix without entries.</summary>
    public double MaxAbs()
    {
        double max = 0;
        foreach (double v in _values) max = Math.Max(max, Math.Abs(v));
        return max;
    }

    private static int[] CountingOrder(ReadOnlySpan<int> keys, int range, int[]? previous)
    {
        var next = new int[range + 1];
        foreach (int key in keys) next[key + 1]++;
        for (int i = 0; i < range; i++) next[i + 1] += next[i];
        var order = new int[keys.Length];
        for (int k = 0; k < keys.Length; k++)
        {
            int source = previous is null ? k : previous[k];
            order[next[keys[source]]++] = source;
        }
        return order;
    }

    private SparseMatrix BuildTranspose()
    {
        var starts = new int[Rows + 1];
        foreach (int i in _rowIndices) starts[i + 1]++;
        for (int i = 0; i < Rows; i++) starts[i + 1] += starts[i];
        var next = starts.AsSpan(0, Rows).ToArray();
        var indices = new int[NonzeroCount];
        var values = new double[NonzeroCount];
        for (int j = 0; j < Columns; j++)
        {
            for (int k = _columnStarts[j]; k < _columnStarts[j + 1]; k++)
            {
                int at = next[_rowIndices[k]]++;
                indices[at] = j;
                values[at] = _values[k];
            }
        }
        return new SparseMatrix(Columns, Rows, starts, indices, values);
    }

    /// <summary>How often a row or column is not as long as the one before it, which the processor then mispredicts.</summary>
    private static int LengthChanges(int[] starts)
    {
        int changes = 0;
        for (int i = 2; i < starts.Length; i++)
            if (starts[i] - starts[i - 1] != starts[i - 1] - starts[i - 2]) changes++;
        return changes;
    }

    /// <summary>Whether summing along vectors of one form beats adding along those of the other.</summary>
    private bool IsGatherFaster(int changes, int otherChanges) =>
        GatherCost * NonzeroCount + BranchCost * changes < ScatterCost * NonzeroCount + BranchCost * otherChanges;

    private static void CheckShape(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rows, Array.MaxLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(columns, Array.MaxLength);
    }

    private static void CheckLength(int actual, long expected, string name)
    {
        if (actual != expected) throw new ArgumentException($"Expected a vector of length {expected}, got {actual}.", name);
    }
}
