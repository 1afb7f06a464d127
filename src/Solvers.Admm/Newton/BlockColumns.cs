using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>The columns of A that meet a block, dense, each on the block's rows one after another, with work space of the same shape.</summary>
internal sealed class BlockColumns
{
    public BlockColumns(SparseMatrix a, SparseMatrix transpose, ConeBlock block)
    {
        Columns = Find(transpose, block);
        Values = new double[Columns.Length * block.Rows];
        Image = new double[Columns.Length * block.Rows];
        Product = new double[Columns.Length * Columns.Length];
        for (int c = 0; c < Columns.Length; c++)
        {
            int j = Columns[c];
            for (int k = a.ColumnStarts[j]; k < a.ColumnStarts[j + 1]; k++)
            {
                int row = a.RowIndices[k] - block.Start;
                if (row >= 0 && row < block.Rows) Values[c * block.Rows + row] = a.Values[k];
            }
        }
    }

    /// <summary>The indices of the columns, increasing.</summary>
    public int[] Columns { get; }

    public double[] Values { get; }

    public double[] Image { get; }

    public double[] Product { get; }

    /// <summary>The columns of A with an entry in the block's rows, increasing.</summary>
    public static int[] Find(SparseMatrix transpose, ConeBlock block)
    {
        var found = new SortedSet<int>();
        for (int k = transpose.ColumnStarts[block.Start]; k < transpose.ColumnStarts[block.End]; k++) found.Add(transpose.RowIndices[k]);
        return [.. found];
    }
}
