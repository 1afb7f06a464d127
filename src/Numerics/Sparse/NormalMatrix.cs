namespace Copositive.Numerics;

/// <summary>
/// Forms the upper triangle, by columns, of A·diag(w)·A' for changing weights w: the pattern, the diagonal always included, is found once,
/// also with room for the entries of another symmetric matrix P of the same order.
/// </summary>
/// <remarks>
/// Column j is the sum over the entries (j, l) of A of a_jl w_l times column l of A, down to row j; it is summed in a dense vector and
/// collected by the pattern. <see cref="Form"/> allocates only when it first meets a larger team; results do not depend on the team.
/// Not thread-safe.
/// </remarks>
public sealed class NormalMatrix
{
    private const double LeastProducts = 20_000;

    private readonly SparseMatrix _a, _transpose;
    private readonly SparseMatrix? _added;
    private readonly int[] _columnStarts, _rowIndices, _addedPlaces;

    /// <summary>The products, entries included, that columns before j take.</summary>
    private readonly long[] _work;
    private double[][] _sums = [];

    /// <summary>Finds the pattern.</summary>
    /// <param name="a">A, m × n.</param>
    /// <param name="added">The upper triangle of P, m × m, or null.</param>
    /// <exception cref="ArgumentException">
    /// P is not m × m or not an upper triangle, or the pattern has more entries than an array can hold.
    /// </exception>
    public NormalMatrix(SparseMatrix a, SparseMatrix? added = null)
    {
        ArgumentNullException.ThrowIfNull(a);
        if (added is not null && (added.Rows != a.Rows || added.Columns != a.Rows))
            throw new ArgumentException(
                $"The product is of order {a.Rows}; the matrix added is {added.Rows} × {added.Columns}.", nameof(added));
        _a = a;
        _transpose = a.Transpose();
        _added = added;
        _columnStarts = new int[a.Rows + 1];
        _work = new long[a.Rows + 1];
        _rowIndices = FindPattern();
        _addedPlaces = added is null ? [] : FindPlaces(added);
    }

    /// <summary>m, the order.</summary>
    public int Order => _a.Rows;

    /// <summary>The number of entries of the triangle.</summary>
    public int NonzeroCount => _rowIndices.Length;

    /// <summary>Where each column begins; the last entry of a column is its diagonal.</summary>
    public ReadOnlySpan<int> ColumnStarts => _columnStarts;

    /// <summary>The row of each entry, increasing within a column.</summary>
    public ReadOnlySpan<int> RowIndices => _rowIndices;

    /// <summary>
    /// The number of products that <see cref="Form"/> takes, and a bound on the entries of the pattern off the diagonal of P.
    /// </summary>
    /// <param name="a">A.</param>
    public static long Products(SparseMatrix a)
    {
        ArgumentNullException.ThrowIfNull(a);
        long count = 0;
        for (int l = 0; l < a.Columns; l++)
        {
            long entries = a.ColumnStarts[l + 1] - a.ColumnStarts[l];
            count += entries * (entries + 1) / 2;
        }
        return count;
    }

    /// <summary>values ← A·diag(w)·A' on the pattern; 0 where only P has entries.</summary>
    /// <param name="weights">w, n entries; empty for all ones.</param>
    /// <param name="values"><see cref="NonzeroCount"/> entries.</param>
    /// <param name="team">The threads that share the columns; null for the calling thread.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public unsafe void Form(ReadOnlySpan<double> weights, Span<double> values, WorkerTeam? team = null)
    {
        if (!weights.IsEmpty && weights.Length != _a.Columns)
            throw new ArgumentException($"There are {_a.Columns} columns and {weights.Length} weights.", nameof(weights));
        CheckValues(values.Length);
        int parts = (int)Math.Max(1, Math.Min(team?.Threads ?? 1, _work[Order] / LeastProducts));
        if (_sums.Length < parts)
        {
            int known = _sums.Length;
            Array.Resize(ref _sums, parts);
            for (int part = known; part < parts; part++)
                _sums[part] = new double[Order];
        }
        fixed (double* w = weights, to = values)
            team.Share(parts, new Body(this, w, to, parts));
    }

    /// <summary>values ← values + factor·P.</summary>
    /// <param name="factor">The factor.</param>
    /// <param name="values"><see cref="NonzeroCount"/> entries.</param>
    /// <exception cref="ArgumentException">The length does not fit.</exception>
    public void AddOther(double factor, Span<double> values)
    {
        CheckValues(values.Length);
        for (int k = 0; k < _addedPlaces.Length; k++)
            values[_addedPlaces[k]] += factor * _added!.Values[k];
    }

    /// <summary>values ← values + shift·I.</summary>
    /// <param name="shift">The shift.</param>
    /// <param name="values"><see cref="NonzeroCount"/> entries.</param>
    /// <exception cref="ArgumentException">The length does not fit.</exception>
    public void AddDiagonal(double shift, Span<double> values)
    {
        CheckValues(values.Length);
        for (int j = 0; j < Order; j++)
            values[_columnStarts[j + 1] - 1] += shift;
    }

    /// <summary>The triangle with these values, which are copied.</summary>
    /// <param name="values"><see cref="NonzeroCount"/> entries.</param>
    /// <exception cref="ArgumentException">The length does not fit.</exception>
    public SparseMatrix ToMatrix(ReadOnlySpan<double> values)
    {
        CheckValues(values.Length);
        return SparseMatrix.FromColumns(Order, Order, _columnStarts, _rowIndices, values.ToArray());
    }

    private void CheckValues(int length)
    {
        if (length != _rowIndices.Length)
            throw new ArgumentException($"The pattern has {_rowIndices.Length} entries; the span has {length}.");
    }

    private int[] FindPattern()
    {
        var rows = new List<int>();
        int[] seenFor = new int[Order];
        for (int j = 0; j < Order; j++)
        {
            int begin = rows.Count;
            long work = 1;
            rows.Add(j);
            seenFor[j] = j + 1;
            for (int k = _transpose.ColumnStarts[j]; k < _transpose.ColumnStarts[j + 1]; k++)
            {
                int l = _transpose.RowIndices[k], q = _a.ColumnStarts[l];
                work += _a.ColumnStarts[l + 1] - q;
                for (; _a.RowIndices[q] < j; q++)
                    Meet(_a.RowIndices[q]);
            }
            for (int k = _added?.ColumnStarts[j] ?? 0; k < (_added?.ColumnStarts[j + 1] ?? 0); k++)
            {
                int i = _added!.RowIndices[k];
                if (i > j)
                    throw new ArgumentException(
                        $"The matrix added has an entry at ({i}, {j}), below the diagonal; give the upper triangle only.");
                Meet(i);
            }
            if (rows.Count > Array.MaxLength - Order)
                throw new ArgumentException($"The product has more entries than an array can hold ({Array.MaxLength}).");
            rows.Sort(begin, rows.Count - begin, null);
            _columnStarts[j + 1] = rows.Count;
            _work[j + 1] = _work[j] + work;

            void Meet(int i)
            {
                if (seenFor[i] == j + 1)
                    return;
                seenFor[i] = j + 1;
                rows.Add(i);
            }
        }
        return [.. rows];
    }

    private int[] FindPlaces(SparseMatrix added)
    {
        var places = new int[added.NonzeroCount];
        for (int j = 0; j < Order; j++)
            for (int k = added.ColumnStarts[j], at = _columnStarts[j]; k < added.ColumnStarts[j + 1]; k++)
            {
                while (_rowIndices[at] != added.RowIndices[k])
                    at++;
                places[k] = at;
            }
        return places;
    }

    private readonly unsafe struct Body(NormalMatrix normal, double* weights, double* values, int parts) : IParallelBody
    {
        public void Run(int part)
        {
            int end = First(part + 1);
            double[] sums = normal._sums[part];
            for (int j = First(part); j < end; j++)
                FormColumn(j, sums);
        }

        /// <summary>The first column of a part: the parts take about the same number of products.</summary>
        private int First(int part)
        {
            if (part == parts)
                return normal.Order;
            int place = normal._work.AsSpan().BinarySearch(normal._work[normal.Order] / parts * part);
            return place < 0 ? ~place : place;
        }

        private void FormColumn(int j, double[] sums)
        {
            SparseMatrix a = normal._a, transpose = normal._transpose;
            ReadOnlySpan<int> starts = a.ColumnStarts, rows = a.RowIndices;
            ReadOnlySpan<double> entries = a.Values;
            for (int k = transpose.ColumnStarts[j]; k < transpose.ColumnStarts[j + 1]; k++)
            {
                int l = transpose.RowIndices[k], q = starts[l], i;
                double factor = weights == null ? transpose.Values[k] : transpose.Values[k] * weights[l];
                do
                {
                    i = rows[q];
                    sums[i] += factor * entries[q++];
                }
                while (i < j);
            }
            for (int k = normal._columnStarts[j]; k < normal._columnStarts[j + 1]; k++)
            {
                int i = normal._rowIndices[k];
                values[k] = sums[i];
                sums[i] = 0;
            }
        }
    }
}
