using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// What is known of a program's slack entries by position: a row without entries and right-hand side is zero whatever the point; a row
/// with a column of its own that has no cost, no bound and no other entry is free, for that column brings it to any value.
/// </summary>
internal sealed class SlackPattern
{
    private readonly bool[] _isZero;
    private readonly int[] _ownColumn;
    private readonly double[] _ownEntry;

    /// <summary>Looks at a program's rows.</summary>
    public SlackPattern(ConicProgram program)
    {
        _isZero = new bool[program.Rows];
        _ownColumn = new int[program.Rows];
        _ownEntry = new double[program.Rows];
        for (int i = 0; i < _isZero.Length; i++) _isZero[i] = program.B[i] == 0;
        Array.Fill(_ownColumn, -1);
        bool[] isBound = BoundColumns(program);
        for (int j = 0; j < program.Columns; j++)
        {
            int start = program.A.ColumnStarts[j], end = program.A.ColumnStarts[j + 1];
            for (int k = start; k < end; k++) _isZero[program.A.RowIndices[k]] = false;
            if (end - start != 1 || isBound[j]) continue;
            int row = program.A.RowIndices[start];
            if (_ownColumn[row] >= 0) continue;
            _ownColumn[row] = j;
            _ownEntry[row] = program.A.Values[start];
        }
    }

    /// <summary>Whether the slack is zero at every point.</summary>
    public bool IsZero(int row) => _isZero[row];

    /// <summary>Whether a column of its own makes the slack free.</summary>
    public bool IsFree(int row) => _ownColumn[row] >= 0;

    /// <summary>The column of a free row's own; −1 for other rows.</summary>
    public int OwnColumn(int row) => _ownColumn[row];

    /// <summary>The entry of A in that column; 0 for other rows.</summary>
    public double OwnEntry(int row) => _ownEntry[row];

    /// <summary>Whether a block has an entry that is zero or free.</summary>
    public bool HasGaps(ConeBlock block)
    {
        for (int row = block.Start; row < block.End; row++)
        {
            if (_isZero[row] || _ownColumn[row] >= 0) return true;
        }
        return false;
    }

    /// <summary>
    /// The graph of a matrix block's entries that are not zero, or of those that are not free; vertices with a zero diagonal have no edges.
    /// </summary>
    /// <returns>For every vertex the list of its smaller neighbours, and where it begins.</returns>
    public (int[] Starts, List<int> Neighbours) Graph(ConeBlock block, bool ofNonzeros)
    {
        int n = block.Order;
        var starts = new int[n + 1];
        var neighbours = new List<int>();
        for (int j = 0, row = block.Start; j < n; j++, row++)
        {
            bool isNull = IsZero(block.Start + SymmetricVector.Index(j, j));
            for (int i = 0; i < j; i++, row++)
            {
                if (isNull || (ofNonzeros ? IsZero(row) : IsFree(row)) || IsZero(block.Start + SymmetricVector.Index(i, i))) continue;
                neighbours.Add(i);
            }
            starts[j + 1] = neighbours.Count;
        }
        return (starts, neighbours);
    }

    private static bool[] BoundColumns(ConicProgram program)
    {
        var isBound = new bool[program.Columns];
        for (int j = 0; j < isBound.Length; j++) isBound[j] = program.C[j] != 0;
        foreach (int j in program.IntegerColumns) isBound[j] = true;
        foreach (Assumption assumption in program.Assumptions)
        {
            foreach (int j in assumption.Columns) isBound[j] = true;
        }
        if (program.P is not { } p) return isBound;
        for (int j = 0; j < p.Columns; j++)
        {
            for (int k = p.ColumnStarts[j]; k < p.ColumnStarts[j + 1]; k++) isBound[j] = isBound[p.RowIndices[k]] = true;
        }
        return isBound;
    }
}
