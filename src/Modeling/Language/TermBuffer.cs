namespace Copositive.Modeling;

/// <summary>Collects the terms of one expression, entry by entry in any order; reused between expressions.</summary>
internal sealed class TermBuffer
{
    private int[] _entries = new int[64];
    private int[] _columns = new int[64];
    private double[] _values = new double[64];
    private double[] _constants = new double[64];

    private int _first, _rows, _height;

    public int Count { get; private set; }

    public int Length { get; private set; }

    public ReadOnlySpan<int> Entries => _entries.AsSpan(0, Count);

    public ReadOnlySpan<int> Columns => _columns.AsSpan(0, Count);

    public ReadOnlySpan<double> Values => _values.AsSpan(0, Count);

    public ReadOnlySpan<double> Constants => _constants.AsSpan(0, Length);

    public void Reset(int length)
    {
        if (_constants.Length < length) _constants = new double[Math.Max(length, 2 * _constants.Length)];
        else Array.Clear(_constants, 0, length);
        Length = length;
        Count = 0;
        Place(0, length, length);
    }

    /// <summary>
    /// Says that the entries added next are those of a submatrix with <paramref name="rows"/> rows, column by column, that begins at
    /// entry <paramref name="first"/> of a matrix with <paramref name="height"/> rows.
    /// </summary>
    public void Place(int first, int rows, int height) => (_first, _rows, _height) = (first, rows, height);

    public void Add(int entry, int column, double value) => AddAt(Placed(entry), column, value);

    private int Placed(int entry) => _rows == _height ? _first + entry : _first + entry % _rows + entry / _rows * _height;

    private void AddAt(int entry, int column, double value)
    {
        if (value == 0) return;
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, 2 * Count);
            Array.Resize(ref _columns, 2 * Count);
            Array.Resize(ref _values, 2 * Count);
        }
        _entries[Count] = entry;
        _columns[Count] = column;
        _values[Count++] = value;
    }

    public void AddConstant(int entry, double value) => _constants[Placed(entry)] += value;

    /// <summary>Adds factor times entry <paramref name="source"/> of compiled terms to an entry.</summary>
    public void AddTerms(int entry, LinearTerms terms, int source, double factor)
    {
        if (factor == 0) return;
        entry = Placed(entry);
        for (int k = terms.Starts[source]; k < terms.Starts[source + 1]; k++) AddAt(entry, terms.Columns[k], factor * terms.Values[k]);
        _constants[entry] += factor * terms.Constants[source];
    }

    public LinearTerms ToTerms()
    {
        var starts = new int[Length + 1];
        for (int k = 0; k < Count; k++) starts[_entries[k] + 1]++;
        for (int e = 0; e < Length; e++) starts[e + 1] += starts[e];
        var next = starts.AsSpan(0, Length).ToArray();
        var columns = new int[Count];
        var values = new double[Count];
        for (int k = 0; k < Count; k++)
        {
            int at = next[_entries[k]]++;
            columns[at] = _columns[k];
            values[at] = _values[k];
        }
        return new LinearTerms(starts, columns, values, Constants.ToArray());
    }
}
