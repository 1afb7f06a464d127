using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>Matrices of some of another's rows.</summary>
internal static class RowSelection
{
    /// <summary>The matrix of the rows that have a place.</summary>
    /// <param name="a">The matrix.</param>
    /// <param name="place">The new number of every row; −1 to drop it.</param>
    /// <param name="count">The number of rows selected.</param>
    public static SparseMatrix Of(SparseMatrix a, int[] place, int count)
    {
        var starts = new int[a.Columns + 1];
        var indices = new int[a.NonzeroCount];
        var values = new double[a.NonzeroCount];
        int next = 0;
        for (int j = 0; j < a.Columns; j++)
        {
            int first = next;
            for (int k = a.ColumnStarts[j]; k < a.ColumnStarts[j + 1]; k++)
            {
                if (place[a.RowIndices[k]] < 0) continue;
                indices[next] = place[a.RowIndices[k]];
                values[next++] = a.Values[k];
            }
            Array.Sort(indices, values, first, next - first);
            starts[j + 1] = next;
        }
        return SparseMatrix.FromColumns(count, a.Columns, starts, indices[..next], values[..next]);
    }

    /// <summary>The matrix of these rows, in this order.</summary>
    public static SparseMatrix Of(SparseMatrix a, int[] rows)
    {
        var place = new int[a.Rows];
        Array.Fill(place, -1);
        for (int k = 0; k < rows.Length; k++) place[rows[k]] = k;
        return Of(a, place, rows.Length);
    }
}
