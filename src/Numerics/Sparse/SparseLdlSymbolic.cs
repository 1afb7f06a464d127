namespace Copositive.Numerics;

/// <summary>
/// What a factorisation <see cref="SparseLdl"/> knows of a matrix from its pattern and the expected signs of its pivots alone: the
/// elimination order, the pattern of L and its dense blocks. Immutable; any number of factorisations may share it, also at the same
/// time.
/// </summary>
/// <remarks>The arrays are in the elimination order.</remarks>
public sealed class SparseLdlSymbolic
{
    /// <summary>
    /// With more multiplications than this for each entry of L, its columns share patterns enough for dense products to pay.
    /// </summary>
    private const double SupernodalWork = 30;

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

    /// <summary>The order of the matrix.</summary>
    public int Order { get; }

    /// <summary>The number of entries below the diagonal of L that can be nonzero.</summary>
    public int FactorNonzeros => FactorStarts[Order];

    /// <summary>Multiplications of the factorisation: the squares of the column counts of L.</summary>
    public double Multiplications { get; private set; }

    /// <summary>The row and column eliminated k-th, for each k.</summary>
    public ReadOnlySpan<int> EliminationOrder => Permutation;

    /// <summary>The k-th row eliminated.</summary>
    internal int[] Permutation { get; private set; }

    /// <summary>The upper triangle of the permuted matrix by columns.</summary>
    internal int[] Starts { get; }

    /// <summary>Row indices of the upper triangle.</summary>
    internal int[] Rows { get; }

    /// <summary>Where each entry of the matrix as given stands in the permuted triangle.</summary>
    internal int[] EntryTarget { get; }

    /// <summary>The elimination tree.</summary>
    internal int[] Parent { get; }

    /// <summary>Where each column of L begins.</summary>
    internal int[] FactorStarts { get; }

    /// <summary>Expected signs of the pivots, 0 where unknown.</summary>
    internal int[] Signs { get; }

    /// <summary>The dense blocks of L, or null where they do not pay.</summary>
    internal SupernodePartition? Supernodes { get; private set; }

    /// <summary>Chooses the order and finds the pattern of L. Values are not looked at.</summary>
    /// <param name="upper">The upper triangle of K; missing diagonal entries are zeros.</param>
    /// <param name="signs">
    /// The expected sign (+1 or −1) of each row's pivot: + for rows of H, − for rows of −G; empty: a pivot keeps its own sign (+ at zero).
    /// </param>
    /// <exception cref="ArgumentException">
    /// The matrix is not square or has an entry below the diagonal, there is not a sign of ±1 for each row, or L would have more
    /// entries than an array can hold.
    /// </exception>
    public static SparseLdlSymbolic Analyze(SparseMatrix upper, ReadOnlySpan<int> signs = default)
    {
        ArgumentNullException.ThrowIfNull(upper);
        CheckTriangle(upper);
        int n = upper.Columns;
        if (!signs.IsEmpty && signs.Length != n)
            throw new ArgumentException($"There are {n} rows and {signs.Length} signs.", nameof(signs));
        foreach (int sign in signs)
            if (sign is not (1 or -1))
                throw new ArgumentException($"A sign must be 1 or −1; got {sign}.", nameof(signs));
        var result = new SparseLdlSymbolic(n, upper.NonzeroCount);
        int[] order = MinimumDegreeOrdering.Compute(n, upper.ColumnStarts, upper.RowIndices);
        result.Permute(upper, order);
        EliminationTree.Parents(result.Starts, result.Rows, result.Parent);
        int[] postorder = EliminationTree.Postorder(result.Parent);
        for (int k = 0; k < n; k++)
            postorder[k] = order[postorder[k]];
        result.Permute(upper, postorder);
        EliminationTree.Parents(result.Starts, result.Rows, result.Parent);
        var lower = new LowerTriangle(result.Starts, result.Rows);
        result.CountFactor(lower);
        if (!signs.IsEmpty)
            for (int k = 0; k < n; k++)
                result.Signs[k] = signs[postorder[k]];
        if (result.Multiplications > SupernodalWork * Math.Max(1.0, result.FactorNonzeros))
            result.Supernodes = new SupernodePartition(result, lower);
        return result;
    }

    private static void CheckTriangle(SparseMatrix upper)
    {
        int n = upper.Columns;
        if (upper.Rows != n)
            throw new ArgumentException($"A symmetric matrix is square; this is {upper.Rows} × {n}.", nameof(upper));
        for (int j = 0; j < n; j++)
        {
            int last = upper.ColumnStarts[j + 1] - 1;
            if (last >= upper.ColumnStarts[j] && upper.RowIndices[last] > j)
                throw new ArgumentException(
                    $"Column {j} has an entry in row {upper.RowIndices[last]}, below the diagonal; give the upper triangle only.",
                    nameof(upper));
        }
    }

    private void CountFactor(LowerTriangle lower)
    {
        var counts = new int[Order];
        EliminationTree.Counts(Parent, lower.Starts, lower.Rows, counts);
        long total = 0;
        for (int j = 0; j < Order; j++)
        {
            total += counts[j];
            Multiplications += (double)counts[j] * counts[j];
            if (total > Array.MaxLength)
                throw new ArgumentException($"The factor of this matrix would have more than {Array.MaxLength} entries.");
            FactorStarts[j + 1] = (int)total;
        }
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
