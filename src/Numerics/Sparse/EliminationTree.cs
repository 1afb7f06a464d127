namespace Copositive.Numerics;

/// <summary>
/// The elimination tree of a sparse symmetric matrix: the parent of column j is the row of the first entry below the diagonal of column j
/// of its factor L (Liu, "The role of elimination trees in sparse factorization", 1990).
/// </summary>
internal static class EliminationTree
{
    /// <summary>The parents, −1 for roots, and the number of entries below the diagonal in each column of L.</summary>
    /// <param name="n">The order.</param>
    /// <param name="columnStarts">Where each column of the upper triangle begins.</param>
    /// <param name="rowIndices">Rows, none below the diagonal.</param>
    /// <param name="parent">Receives n parents.</param>
    /// <param name="counts">Receives n counts.</param>
    /// <remarks>
    /// Row j of L has the entries on the tree paths from the entries of column j of the upper triangle towards j; walking each
    /// path up to the first column already seen for row j visits every entry of L once.
    /// </remarks>
    public static void Build(int n, ReadOnlySpan<int> columnStarts, ReadOnlySpan<int> rowIndices, Span<int> parent, Span<int> counts)
    {
        var seenFor = new int[n];
        parent.Fill(-1);
        counts.Clear();
        for (int j = 0; j < n; j++)
        {
            seenFor[j] = j;
            for (int k = columnStarts[j]; k < columnStarts[j + 1]; k++)
                for (int i = rowIndices[k]; seenFor[i] != j; i = parent[i])
                {
                    if (parent[i] == -1)
                        parent[i] = j;
                    counts[i]++;
                    seenFor[i] = j;
                }
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
}
