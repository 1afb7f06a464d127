using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>
/// The upper triangle, by columns, of [P A'; A 0] with all diagonal entries present: column n + i holds row i of A, and its diagonal last.
/// </summary>
internal sealed class KktMatrix
{
    public KktMatrix(SparseMatrix transpose, SparseMatrix? p)
    {
        int n = Columns = transpose.Rows, m = transpose.Columns;
        Starts = new int[n + m + 1];
        int entries = transpose.NonzeroCount + (p?.NonzeroCount ?? 0) + n + m;
        var rows = new List<int>(entries);
        var linear = new List<double>(entries);
        var quadratic = new List<double>(entries);
        for (int j = 0; j < n; j++)
        {
            double diagonal = 0;
            for (int k = p?.ColumnStarts[j] ?? 0; k < (p?.ColumnStarts[j + 1] ?? 0); k++)
            {
                if (p!.RowIndices[k] == j) diagonal = p.Values[k];
                else Add(p.RowIndices[k], 0, p.Values[k]);
            }
            Add(j, 0, diagonal);
            Starts[j + 1] = rows.Count;
        }
        for (int i = 0; i < m; i++)
        {
            for (int k = transpose.ColumnStarts[i]; k < transpose.ColumnStarts[i + 1]; k++) Add(transpose.RowIndices[k], transpose.Values[k], 0);
            Add(n + i, 0, 0);
            Starts[n + i + 1] = rows.Count;
        }
        Rows = [.. rows];
        Linear = [.. linear];
        Quadratic = [.. quadratic];

        void Add(int row, double linearValue, double quadraticValue)
        {
            rows.Add(row);
            linear.Add(linearValue);
            quadratic.Add(quadraticValue);
        }
    }

    /// <summary>n.</summary>
    public int Columns { get; }

    /// <summary>n + m.</summary>
    public int Order => Starts.Length - 1;

    public int[] Starts { get; }

    public int[] Rows { get; }

    /// <summary>The values of the blocks A and A'; 0 elsewhere.</summary>
    public double[] Linear { get; }

    /// <summary>The values of the block P; 0 elsewhere.</summary>
    public double[] Quadratic { get; }

    /// <summary>Where the diagonal entry of a column stands: last, in an upper triangle.</summary>
    public int Diagonal(int column) => Starts[column + 1] - 1;

    /// <summary>Orders and analyses the pattern; the first n pivots are positive, the others negative.</summary>
    public SparseLdl Analyze(WorkerTeam? team = null)
    {
        var signs = new int[Order];
        Array.Fill(signs, 1, 0, Columns);
        Array.Fill(signs, -1, Columns, Order - Columns);
        return SparseLdl.Analyze(SparseMatrix.FromColumns(Order, Order, Starts, Rows, Linear), signs, team);
    }
}
