using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// A chordal graph that contains a given one, as a clique forest: the graph of the factor of a symmetric elimination in a fill-reducing
/// order. Vertex j's later neighbours are struct(j) = (its later neighbours in the graph) ∪ ⋃ struct(c) \ {j} over its children c in the
/// elimination tree; {j} ∪ struct(j) is maximal unless a child has struct(c) = {j} ∪ struct(j), whose clique j then joins (Pothen and
/// Sun, "Compact clique tree data structures in sparse matrix factorizations", 1990; Vandenberghe and Andersen, "Chordal graphs and
/// semidefinite optimization", 2015).
/// </summary>
internal static class ChordalExtension
{
    /// <summary>The maximal cliques of the extension.</summary>
    /// <param name="n">The number of vertices.</param>
    /// <param name="columnStarts">Where each vertex's list of smaller neighbours begins; n + 1 entries.</param>
    /// <param name="neighbours">The lists.</param>
    public static CliqueForest Of(int n, ReadOnlySpan<int> columnStarts, ReadOnlySpan<int> neighbours)
    {
        int[] order = MinimumDegreeOrdering.Compute(n, columnStarts, neighbours);
        var place = new int[n];
        for (int k = 0; k < n; k++) place[order[k]] = k;
        var later = new List<int>?[n];
        for (int j = 0; j < n; j++)
        {
            for (int k = columnStarts[j]; k < columnStarts[j + 1]; k++)
            {
                int a = place[j], b = place[neighbours[k]];
                if (a != b) (later[Math.Min(a, b)] ??= []).Add(Math.Max(a, b));
            }
        }

        // Elimination; struct(j) is needed until j's parent is done, and for good where j begins a clique.
        var structure = new int[n][];
        var children = new List<int>?[n];
        var seenFor = new int[n];
        var cliqueOf = new int[n];
        var first = new List<int>();
        Array.Fill(seenFor, -1);
        for (int j = 0; j < n; j++)
        {
            var found = new List<int>();
            seenFor[j] = j;
            if (later[j] is { } own) AddTo(found, own, seenFor, j);
            foreach (int child in children[j] ?? []) AddTo(found, structure[child], seenFor, j);
            later[j] = null;
            structure[j] = [.. found];
            cliqueOf[j] = -1;
            foreach (int child in children[j] ?? [])
            {
                if (cliqueOf[j] < 0 && structure[child].Length == found.Count + 1) cliqueOf[j] = cliqueOf[child];
                if (first[cliqueOf[child]] != child) structure[child] = [];
            }
            if (cliqueOf[j] < 0)
            {
                cliqueOf[j] = first.Count;
                first.Add(j);
            }
            if (found.Count > 0) (children[found.Min()] ??= []).Add(j);
        }

        // A clique's separator are its vertices after the last one that joined; the first of them tells the parent.
        var members = new int[first.Count][];
        var parents = new int[first.Count];
        Array.Fill(parents, -1);
        for (int k = 0; k < members.Length; k++)
        {
            int next = n;
            foreach (int v in structure[first[k]])
            {
                if (cliqueOf[v] != k) next = Math.Min(next, v);
            }
            if (next < n) parents[k] = cliqueOf[next];
            members[k] = [order[first[k]], .. structure[first[k]].Select(v => order[v])];
        }
        return CliqueForest.FromSets(members, parents);
    }

    private static void AddTo(List<int> found, IEnumerable<int> vertices, int[] seenFor, int j)
    {
        foreach (int v in vertices)
        {
            if (seenFor[v] == j) continue;
            seenFor[v] = j;
            found.Add(v);
        }
    }
}
