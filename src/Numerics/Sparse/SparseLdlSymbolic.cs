namespace Copositive.Numerics;

/// <summary>What <see cref="SparseLdl"/> knows of a matrix from its pattern alone; indices are in the elimination order.</summary>
internal sealed class SparseLdlSymbolic
{
    private SparseLdlSymbolic(int order, int entries)
    {
        Order = order;
        EntryTarget = new int[entries];
        Rows = new int[entries];
        Starts = new int[order + 1];
        FactorStarts = new int[order + 1];
        Parent = new int[order];
        Signs = new int[order];
        Permutation = [];
    }

    public int Order { get; }

    /// <summary>The k-th row eliminated.</summary>
    public int[] Permutation { get; private set; }

    /// <summary>The upper triangle of the permuted matrix by columns.</summary>
    public int[] Starts { get; }

    /// <summary>Row indices of the upper triangle.</summary>
    public int[] Rows { get; }

    /// <summary>Where each entry of the matrix as given stands in the permuted triangle.</summary>
    public int[] EntryTarget { get; }

    /// <summary>The elimination tree.</summary>
    public int[] Parent { get; }

    /// <summary>Where each column of L begins.</summary>
    public int[] FactorStarts { get; }

    /// <summary>Expected signs of the pivots, 0 where unknown.</summary>
    public int[] Signs { get; }

    public int FactorNonzeros => FactorStarts[Order];

    /// <summary>Multiplications of the factorisation: the squares of the column counts of L.</summary>
    public double Flops { get; private set; }

    public static SparseLdlSymbolic Analyze(SparseMatrix upper, ReadOnlySpan<int> signs)
    {
        int n = upper.Columns;
        if (upper.Rows != n)
            throw new ArgumentException($"A symmetric matrix is square; this is {upper.Rows} × {n}.", nameof(upper));
        if (!signs.IsEmpty && signs.Length != n)
            throw new ArgumentException($"There are {n} rows and {signs.Length} signs.", nameof(signs));
        foreach (int sign in signs)
            if (sign is not (1 or -1))
                throw new ArgumentException($"A sign must be 1 or −1; got {sign}.", nameof(signs));
        for (int j = 0; j < n; j++)
            if (upper.ColumnStarts[j + 1] > upper.ColumnStarts[j] && upper.RowIndices[upper.ColumnStarts[j + 1] - 1] > j)
                throw new ArgumentException($"Column {j} has an entry in row {upper.RowIndices[upper.ColumnStarts[j + 1] - 1]}, below the diagonal; give the upper triangle only.", nameof(upper));
        var result = new SparseLdlSymbolic(n, upper.NonzeroCount);
        int[] order = MinimumDegreeOrdering.Compute(n, upper.ColumnStarts, upper.RowIndices);
        var counts = new int[n];
        result.Permute(upper, order);
        EliminationTree.Build(n, result.Starts, result.Rows, result.Parent, counts);
        int[] postorder = EliminationTree.Postorder(result.Parent);
        var composed = new int[n];
        for (int k = 0; k < n; k++)
            composed[k] = order[postorder[k]];
        result.Permute(upper, composed);
        EliminationTree.Build(n, result.Starts, result.Rows, result.Parent, counts);
        long total = 0;
        for (int j = 0; j < n; j++)
        {
            total += counts[j];
            result.Flops += (double)counts[j] * counts[j];
            if (total > Array.MaxLength)
                throw new ArgumentException($"The factor of this matrix would have more than {Array.MaxLength} entries.", nameof(upper));
            result.FactorStarts[j + 1] = (int)total;
        }
        if (!signs.IsEmpty)
            for (int k = 0; k < n; k++)
                result.Signs[k] = signs[composed[k]];
        return result;
    }

    private void Permute(SparseMatrix upper, int[] permutation)
    {
        int n = Order;
        Permutation = permutation;
        var place = new int[n];
        for (int k = 0; k < n; k++)
            place[permutation[k]] = k;
        ReadOnlySpan<int> starts = upper.ColumnStarts, rows = upper.RowIndices;
        Array.Clear(Starts);
        for (int j = 0; j < n; j++)
            for (int k = starts[j]; k < starts[j + 1]; k++)
                Starts[Math.Max(place[rows[k]], place[j]) + 1]++;
        for (int j = 0; j < n; j++)
            Starts[j + 1] += Starts[j];
        int[] next = Starts.AsSpan(0, n).ToArray();
        for (int j = 0; j < n; j++)
            for (int k = starts[j]; k < starts[j + 1]; k++)
            {
                int p = place[rows[k]], q = place[j], target = next[Math.Max(p, q)]++;
                Rows[target] = Math.Min(p, q);
                EntryTarget[k] = target;
            }
    }
}
