using Copositive.Numerics;

namespace Copositive.Certification;

/// <summary>Proves that a sparse symmetric matrix is positive semidefinite, singular ones included.</summary>
/// <remarks>
/// Rows that share no entry fall apart into components. Each is tried by Gershgorin's circles, then Rump's Cholesky test, and, since an
/// exactly singular matrix can never pass that, by exact LDLᵀ up to a moderate order.
/// </remarks>
internal static class ConvexityProof
{
    private const int MaxExactOrder = 80, MaxDenseOrder = 4000;

    /// <summary>Whether the matrix is proved to be positive semidefinite.</summary>
    /// <param name="upper">The upper triangle (row ≤ column) of the matrix; null for 0.</param>
    public static bool IsPositiveSemidefinite(SparseMatrix? upper)
    {
        if (upper is null) return true;
        var parent = new int[upper.Columns];
        for (var j = 0; j < parent.Length; j++) parent[j] = j;
        for (var j = 0; j < upper.Columns; j++)
            for (var k = upper.ColumnStarts[j]; k < upper.ColumnStarts[j + 1]; k++) parent[Root(parent, j)] = Root(parent, upper.RowIndices[k]);
        var members = new Dictionary<int, List<int>>();
        for (var j = 0; j < upper.Columns; j++)
        {
            var root = Root(parent, j);
            if (!members.TryGetValue(root, out var list)) members.Add(root, list = []);
            list.Add(j);
        }

        var place = new int[upper.Columns];
        foreach (var list in members.Values)
        {
            for (var p = 0; p < list.Count; p++) place[list[p]] = p;
            if (!IsPositiveSemidefinite(upper, list, place)) return false;
        }

        return true;
    }

    private static bool IsPositiveSemidefinite(SparseMatrix upper, List<int> members, int[] place)
    {
        var order = members.Count;
        if (order > MaxDenseOrder) return false;
        var dense = new double[order * order];
        foreach (var j in members)
        {
            for (var k = upper.ColumnStarts[j]; k < upper.ColumnStarts[j + 1]; k++)
                dense[place[j] * order + place[upper.RowIndices[k]]] = upper.Values[k];
        }

        // Members ascend and entries have row ≤ column, so that the places above fill the lower triangle.
        return VerifiedCholesky.GershgorinLowerBound(dense, order) >= 0
            || VerifiedCholesky.IsPositiveDefinite(dense, order)
            || (order <= MaxExactOrder && ExactSemidefinite.IsPositiveSemidefinite(dense, order));
    }

    private static int Root(int[] parent, int j)
    {
        while (parent[j] != j) j = parent[j] = parent[parent[j]];
        return j;
    }
}
