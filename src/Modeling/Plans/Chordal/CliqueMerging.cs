namespace Copositive.Modeling;

/// <summary>
/// Joins cliques of a forest while <see cref="ChordalCost"/> falls. Joined are a clique and its parent, or two children of one parent;
/// both leave a clique tree, of a graph with more edges that is chordal as well (Nakata, Fujisawa, Fukuda, Kojima and Murota 2003; Sun,
/// Andersen and Vandenberghe 2014; the gain n_i³ + n_j³ − |C_i ∪ C_j|³ is that of Garstka, Cannon and Goulart, "A clique graph based
/// merging strategy for decomposable SDPs", 2020).
/// </summary>
/// <remarks>
/// From the leaves up, at every clique the best joining among it and its children is done until none gains. Children are paired with
/// their neighbours in the lexicographic order of their separators only, which brings together those that share much.
/// </remarks>
internal sealed class CliqueMerging
{
    private readonly int[]?[] _members;
    private readonly int[][] _separators;
    private readonly int[] _parents;
    private readonly List<int>[] _children;
    private readonly int[] _mark;
    private int _stamp;

    private CliqueMerging(CliqueForest forest, int vertices)
    {
        int count = forest.Cliques.Length;
        _members = new int[count][];
        _separators = new int[count][];
        _parents = new int[count];
        _children = new List<int>[count];
        _mark = new int[vertices];
        for (int k = 0; k < count; k++)
        {
            Clique clique = forest.Cliques[k];
            _members[k] = clique.Members;
            _separators[k] = clique.Separator;
            _parents[k] = clique.Parent;
            _children[k] = [];
            if (clique.Parent >= 0) _children[clique.Parent].Add(k);
        }
    }

    /// <summary>The forest after joining.</summary>
    /// <param name="forest">The forest.</param>
    /// <param name="vertices">The number of vertices of the graph.</param>
    public static CliqueForest Apply(CliqueForest forest, int vertices)
    {
        var merging = new CliqueMerging(forest, vertices);
        for (int k = forest.Cliques.Length - 1; k >= 0; k--) merging.JoinChildren(k);
        return CliqueForest.FromSets(merging._members, merging._parents);
    }

    private void JoinChildren(int parent)
    {
        List<int> children = _children[parent];
        children.Sort((a, b) => _separators[a].AsSpan().SequenceCompareTo(_separators[b]) is var order and not 0 ? order : a.CompareTo(b));
        // across[k]: what joining the k-th child and the next one gains; NaN where not known.
        var across = new List<double>(children.Select(_ => double.NaN));
        while (children.Count > 0)
        {
            int best = -1;
            bool isUp = true;
            double most = 0;
            for (int k = 0; k < children.Count; k++)
            {
                if (GainWithParent(children[k], parent) is var up && up > most) (best, isUp, most) = (k, true, up);
                if (k + 1 == children.Count) break;
                if (double.IsNaN(across[k])) across[k] = GainOfSiblings(children[k], children[k + 1]);
                if (across[k] > most) (best, isUp, most) = (k, false, across[k]);
            }
            if (best < 0) return;
            int gone = children[best];
            children.RemoveAt(best);
            across.RemoveAt(best);
            if (best > 0) across[best - 1] = double.NaN;
            if (isUp)
            {
                if (across.Count > 0) across[^1] = double.NaN;
                foreach (int child in _children[gone])
                {
                    children.Add(child);
                    across.Add(double.NaN);
                }
                _members[parent] = Union(_members[parent]!, _members[gone]!);
                Leave(gone, parent);
            }
            else
            {
                int stays = children[best];
                across[best] = double.NaN;
                _separators[stays] = Union(_separators[stays], _separators[gone]);
                _members[stays] = Union(_members[stays]!, _members[gone]!);
                _children[stays].AddRange(_children[gone]);
                Leave(gone, stays);
            }
        }
    }

    private double GainWithParent(int child, int parent)
    {
        int a = _members[child]!.Length, b = _members[parent]!.Length, shared = _separators[child].Length;
        return ChordalCost.Block(a) + ChordalCost.Block(b) - ChordalCost.Block(a + b - shared) + ChordalCost.Overlap(shared);
    }

    /// <summary>Siblings share nothing but parts of their separators.</summary>
    private double GainOfSiblings(int left, int right)
    {
        int a = _members[left]!.Length, b = _members[right]!.Length, p = _separators[left].Length, q = _separators[right].Length;
        Mark(_separators[left]);
        int shared = 0;
        foreach (int v in _separators[right]) shared += _mark[v] == _stamp ? 1 : 0;
        return ChordalCost.Block(a) + ChordalCost.Block(b) - ChordalCost.Block(a + b - shared)
            + ChordalCost.Overlap(p) + ChordalCost.Overlap(q) - ChordalCost.Overlap(p + q - shared);
    }

    /// <summary>A clique that is no more leaves its children to another that holds all its vertices; their separators stay the same.</summary>
    private void Leave(int gone, int heir)
    {
        _members[gone] = null;
        foreach (int child in _children[gone]) _parents[child] = heir;
    }

    private int[] Union(int[] a, int[] b)
    {
        Mark(a);
        int[] union = [.. a, .. Array.FindAll(b, v => _mark[v] != _stamp)];
        Array.Sort(union);
        return union;
    }

    private void Mark(int[] vertices)
    {
        _stamp++;
        foreach (int v in vertices) _mark[v] = _stamp;
    }
}
