namespace Copositive.Numerics;

/// <summary>
/// The elimination tree of a sparse symmetric matrix: the parent of column j is the row of the first entry below the diagonal of column j
/// of its factor L (Liu, "The role of elimination trees in sparse factorization", 1990).
/// </summary>
internal static class EliminationTree
{
    /// <summary>Finds the parents, −1 for roots.</summary>
    /// <param name="columnStarts">Where each column of the upper triangle begins.</param>
    /// <param name="rowIndices">Rows, none below the diagonal.</param>
    /// <param name="parent">Receives n parents.</param>
    /// <remarks>
    /// Column j becomes the parent of the roots met on the way up from its entries; the way is shortened as it is walked.
    /// </remarks>
    public static void Parents(ReadOnlySpan<int> columnStarts, ReadOnlySpan<int> rowIndices, Span<int> parent)
    {
        int n = parent.Length;
        var ancestor = new int[n];
        for (int j = 0; j < n; j++)
        {
            parent[j] = ancestor[j] = -1;
            for (int k = columnStarts[j]; k < columnStarts[j + 1]; k++)
                for (int i = rowIndices[k], next; i != -1 && i < j; i = next)
                {
                    next = ancestor[i];
                    ancestor[i] = j;
                    if (next == -1)
                        parent[i] = j;
                }
        }
    }

    /// <summary>The number of entries below the diagonal in each column of L, for a postordered matrix.</summary>
    /// <param name="parent">The tree; every subtree is contiguous and ends with its root.</param>
    /// <param name="columnStarts">Where each column of the lower triangle begins.</param>
    /// <param name="rowIndices">Rows, none above the diagonal.</param>
    /// <param name="counts">Receives n counts.</param>
    /// <remarks>
    /// Row i of L is the subtree whose leaves are some of the columns j with an entry (i, j); the counts come from differences along
    /// the tree, +1 at these leaves and −1 where the paths from consecutive ones meet, in nearly linear time (Gilbert, Ng and Peyton,
    /// "An efficient algorithm to compute row and column counts for sparse Cholesky factorization", 1994).
    /// </remarks>
    public static void Counts(ReadOnlySpan<int> parent, ReadOnlySpan<int> columnStarts, ReadOnlySpan<int> rowIndices, Span<int> counts)
    {
        int n = parent.Length;
        int[] first = new int[n], latestFirst = new int[n], latestLeaf = new int[n], ancestor = new int[n];
        Array.Fill(latestFirst, -1);
        Array.Fill(latestLeaf, -1);
        for (int j = 0; j < n; j++)
            first[j] = ancestor[j] = j;
        for (int j = 0; j < n; j++)
        {
            counts[j] = first[j] == j ? 1 : 0;
            if (parent[j] != -1)
                first[parent[j]] = Math.Min(first[parent[j]], first[j]);
        }
        for (int j = 0; j < n; j++)
        {
            if (parent[j] != -1)
                counts[parent[j]]--;
            for (int k = columnStarts[j]; k < columnStarts[j + 1]; k++)
            {
                int i = rowIndices[k];
                if (i == j || first[j] <= latestFirst[i])
                    continue;
                latestFirst[i] = first[j];
                counts[j]++;
                if (latestLeaf[i] != -1)
                    counts[Root(ancestor, latestLeaf[i])]--;
                latestLeaf[i] = j;
            }
            if (parent[j] != -1)
                ancestor[j] = parent[j];
        }
        for (int j = 0; j < n; j++)
        {
            if (parent[j] != -1)
                counts[parent[j]] += counts[j];
            counts[j]--;
        }
    }

    /// <summary>An order of the columns in which every subtree is contiguous and precedes its root.</summary>
    public static int[] Postorder(ReadOnlySpan<int> parent)
    {
        int n = parent.Length;
        int[] firstChild = new int[n], nextSibling = new int[n], order = new int[n], stack = new int[n];
        Array.Fill(firstChild, -1);
        for (int j = n - 1; j >= 0; j--)
            if (parent[j] != -1)
            {
                nextSibling[j] = firstChild[parent[j]];
                firstChild[parent[j]] = j;
            }
        int written = 0;
        for (int root = 0; root < n; root++)
        {
            if (parent[root] != -1)
                continue;
            int depth = 0;
            stack[depth++] = root;
            while (depth > 0)
            {
                int j = stack[depth - 1], child = firstChild[j];
                if (child == -1)
                {
                    order[written++] = j;
                    depth--;
                }
                else
                {
                    firstChild[j] = nextSibling[child];
                    stack[depth++] = child;
                }
            }
        }
        return order;
    }

    /// <summary>The root of the set of j, the way to it shortened.</summary>
    private static int Root(int[] ancestor, int j)
    {
        int root = j;
        while (ancestor[root] != root)
            root = ancestor[root];
        while (ancestor[j] != root)
            (j, ancestor[j]) = (ancestor[j], root);
        return root;
    }
}
