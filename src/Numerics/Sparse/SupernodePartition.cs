namespace Copositive.Numerics;

/// <summary>
/// Groups neighbouring columns of L with (nearly) the same pattern below the diagonal into supernodes, stored as dense panels. Columns
/// j − 1 and j have the same pattern when j is the parent of j − 1 and j's count is one less (Liu, Ng and Peyton 1993); a supernode is
/// also joined to the next one when the zeros that this stores are few.
/// </summary>
internal sealed class SupernodePartition
{
    private const int MaxWidth = 128;
    private const int NarrowWidth = 8;
    private const double ZeroShareNarrow = 0.4, ZeroShare = 0.1;

    private readonly List<int> _first = [];

    /// <summary>Finds the supernodes of a postordered matrix.</summary>
    public SupernodePartition(SparseLdlSymbolic symbolic, LowerTriangle lower)
    {
        int n = symbolic.Order;
        int[] parent = symbolic.Parent;
        Of = new int[n];
        Join(n, parent, symbolic.FactorStarts);
        Count = _first.Count;
        First = [.. _first, n];
        for (int s = 0; s < Count; s++)
            for (int j = First[s]; j < First[s + 1]; j++)
                Of[j] = s;
        Lower = lower;
        RowStarts = new int[Count + 1];
        Rows = BuildRows(n);
        PanelStarts = new long[Count + 1];
        for (int s = 0; s < Count; s++)
            PanelStarts[s + 1] = PanelStarts[s] + (long)(RowStarts[s + 1] - RowStarts[s]) * (First[s + 1] - First[s]);
    }

    /// <summary>The number of supernodes.</summary>
    public int Count { get; }

    /// <summary>The first column of each, and the order of the matrix at the end.</summary>
    public int[] First { get; }

    /// <summary>The supernode of each column.</summary>
    public int[] Of { get; }

    /// <summary>Where each supernode's rows begin in <see cref="Rows"/>: its own columns, then the rows below, ascending.</summary>
    public int[] RowStarts { get; }

    public int[] Rows { get; }

    /// <summary>Where each panel (rows × width, row-major) begins.</summary>
    public long[] PanelStarts { get; }

    /// <summary>The lower triangle of the permuted matrix.</summary>
    public LowerTriangle Lower { get; }

    /// <summary>The number of columns of a supernode.</summary>
    public int Width(int s) => First[s + 1] - First[s];

    /// <summary>The supernode in whose columns a supernode's first row below lies: its parent in the tree; −1 for a root.</summary>
    public int Parent(int s)
    {
        int below = RowStarts[s] + Width(s);
        return below == RowStarts[s + 1] ? -1 : Of[Rows[below]];
    }

    /// <summary>The end, at most the given one, of the rows from place k on that lie in the same supernode's columns as row k.</summary>
    public int EndOfTarget(int k, int end)
    {
        int limit = First[Of[Rows[k]] + 1];
        while (k < end && Rows[k] < limit)
            k++;
        return k;
    }

    private void Join(int n, int[] parent, int[] factorStarts)
    {
        // zeros[s]: those stored so far in supernode s; a supernode's rows are its columns and the count of its last column's.
        var zeros = new List<long>();
        for (int j = 0; j < n; j++)
        {
            _first.Add(j);
            zeros.Add(0);
            while (_first.Count > 1)
            {
                int right = _first[^1], left = _first[^2];
                if (parent[right - 1] != right || j + 1 - left > MaxWidth)
                    break;
                long leftWidth = right - left, rightRows = j + 1 - right + Below(factorStarts, j), leftRows = Below(factorStarts, right - 1);
                long added = zeros[^2] + zeros[^1] + leftWidth * (rightRows - leftRows), width = j + 1 - left;
                double share = width <= NarrowWidth ? ZeroShareNarrow : ZeroShare;
                if (added > share * width * (width / 2.0 + Below(factorStarts, j)))
                    break;
                _first.RemoveAt(_first.Count - 1);
                zeros.RemoveAt(zeros.Count - 1);
                zeros[^1] = added;
            }
        }
    }

    private static int Below(int[] factorStarts, int column) => factorStarts[column + 1] - factorStarts[column];

    /// <summary>A supernode's rows are those of its columns in the matrix and of its children in the supernodal tree.</summary>
    private int[] BuildRows(int n)
    {
        var rows = new List<int>();
        int[] seenFor = new int[n], firstChild = new int[Count], nextSibling = new int[Count];
        Array.Fill(seenFor, -1);
        Array.Fill(firstChild, -1);
        for (int s = 0; s < Count; s++)
        {
            int first = First[s], last = First[s + 1] - 1;
            for (int j = first; j <= last; j++)
            {
                seenFor[j] = s;
                rows.Add(j);
            }
            int below = rows.Count;
            for (int k = Lower.Starts[first]; k < Lower.Starts[last + 1]; k++)
                AddRow(Lower.Rows[k], last, s, seenFor, rows);
            for (int child = firstChild[s]; child != -1; child = nextSibling[child])
                for (int k = RowStarts[child]; k < RowStarts[child + 1]; k++)
                    AddRow(rows[k], last, s, seenFor, rows);
            rows.Sort(below, rows.Count - below, null);
            RowStarts[s + 1] = rows.Count;
            if (rows.Count > below)
            {
                int parent = Of[rows[below]];
                nextSibling[s] = firstChild[parent];
                firstChild[parent] = s;
            }
        }
        return [.. rows];
    }

    private static void AddRow(int row, int last, int supernode, int[] seenFor, List<int> rows)
    {
        if (row <= last || seenFor[row] == supernode)
            return;
        seenFor[row] = supernode;
        rows.Add(row);
    }
}
