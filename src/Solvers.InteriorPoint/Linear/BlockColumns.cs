using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.InteriorPoint;

/// <summary>The columns of A with an entry in the rows of a cone, and those entries.</summary>
internal sealed class BlockColumns
{
    private BlockColumns(int[] indices, SparseMatrix entries) => (Indices, Entries) = (indices, entries);

    /// <summary>The indices of the columns, increasing.</summary>
    public int[] Indices { get; }

    /// <summary>The cone's rows of those columns.</summary>
    public SparseMatrix Entries { get; }

    /// <summary>Of a cone's rows.</summary>
    public static BlockColumns Of(SparseMatrix a, ConeBlock block)
    {
        ReadOnlySpan<int> byRow = a.ColumnIndices[a.RowStarts[block.Start]..a.RowStarts[block.End]];
        int[] indices = byRow.ToArray();
        Array.Sort(indices);
        int count = 0;
        for (int k = 0; k < indices.Length; k++)
        {
            if (k == 0 || indices[k] != indices[k - 1]) indices[count++] = indices[k];
        }
        Array.Resize(ref indices, count);
        var starts = new int[count + 1];
        var rows = new int[byRow.Length];
        var values = new double[byRow.Length];
        for (int c = 0, at = 0; c < count; c++)
        {
            int first = a.ColumnStarts[indices[c]], last = a.ColumnStarts[indices[c] + 1];
            int k = first + a.RowIndices[first..last].BinarySearch(block.Start);
            if (k < first) k = first + ~(k - first);
            for (; k < last && a.RowIndices[k] < block.End; k++, at++) (rows[at], values[at]) = (a.RowIndices[k] - block.Start, a.Values[k]);
            starts[c + 1] = at;
        }
        return new BlockColumns(indices, SparseMatrix.FromColumns(block.Rows, count, starts, rows, values));
    }
}
