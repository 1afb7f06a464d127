namespace Copositive.Modeling;

/// <summary>
/// A clique tree for each component of a chordal graph: for every vertex the cliques that hold it form a subtree (running intersection),
/// and so do, for every edge, those that hold both of its ends. Parents come before their children, and a component's cliques are
/// consecutive, beginning with its root.
/// </summary>
/// <remarks>
/// A pair of vertices of a clique is owned by it unless both lie in the separator: every edge is owned by exactly one clique, the one
/// nearest to the root that holds it.
/// </remarks>
internal sealed class CliqueForest
{
    private CliqueForest(Clique[] cliques) => Cliques = cliques;

    /// <summary>The cliques, parents first.</summary>
    public Clique[] Cliques { get; }

    /// <summary>Orders the nodes of a clique tree, given by their sets and parents.</summary>
    /// <param name="members">The vertices of each clique; null for one that is no more.</param>
    /// <param name="parents">The parent of each, −1 for roots.</param>
    public static CliqueForest FromSets(int[]?[] members, int[] parents)
    {
        int count = members.Length;
        var children = new List<int>[count];
        var stack = new Stack<int>();
        for (int k = count - 1; k >= 0; k--)
        {
            if (members[k] is null) continue;
            if (parents[k] < 0) stack.Push(k);
            else (children[parents[k]] ??= []).Add(k);
        }
        var placeOf = new int[count];
        var cliques = new List<Clique>(count);
        while (stack.TryPop(out int k))
        {
            placeOf[k] = cliques.Count;
            int[] above = parents[k] < 0 ? [] : members[parents[k]]!;
            int[] separator = Common(members[k]!, above), residual = Without(members[k]!, separator);
            cliques.Add(new Clique(residual, separator, parents[k] < 0 ? -1 : placeOf[parents[k]]));
            foreach (int child in children[k] ?? []) stack.Push(child);
        }
        return new CliqueForest([.. cliques]);
    }

    /// <summary>Where each component begins, and the number of cliques at the end.</summary>
    public int[] ComponentStarts()
    {
        var starts = new List<int>();
        for (int k = 0; k < Cliques.Length; k++)
        {
            if (Cliques[k].Parent < 0) starts.Add(k);
        }
        starts.Add(Cliques.Length);
        return [.. starts];
    }

    /// <summary>The forest with other components: each is kept, made one clique of all its vertices, or left out.</summary>
    /// <param name="choice">
    /// Given the first clique of a component and the one after its last: true to keep it, false to make it one clique, null to leave it out.
    /// </param>
    public CliqueForest Select(Func<int, int, bool?> choice)
    {
        int[] starts = ComponentStarts();
        var cliques = new List<Clique>();
        for (int c = 0; c + 1 < starts.Length; c++)
        {
            int first = starts[c], end = starts[c + 1];
            switch (choice(first, end))
            {
                case true:
                    int shift = cliques.Count - first;
                    for (int k = first; k < end; k++)
                    {
                        Clique clique = Cliques[k];
                        cliques.Add(new Clique(clique.Residual, clique.Separator, clique.Parent < 0 ? -1 : clique.Parent + shift));
                    }
                    break;
                case false:
                    int[] all = [.. Cliques[first..end].SelectMany(clique => clique.Residual)];
                    Array.Sort(all);
                    cliques.Add(new Clique(all, [], -1));
                    break;
                default:
                    break;
            }
        }
        return new CliqueForest([.. cliques]);
    }

    private static int[] Common(int[] a, int[] b)
    {
        var inB = new HashSet<int>(b);
        int[] common = Array.FindAll(a, inB.Contains);
        Array.Sort(common);
        return common;
    }

    private static int[] Without(int[] a, int[] taken)
    {
        int[] rest = Array.FindAll(a, v => Array.BinarySearch(taken, v) < 0);
        Array.Sort(rest);
        return rest;
    }
}
