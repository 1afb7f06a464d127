namespace Copositive.Numerics;

/// <summary>
/// Divides the supernodes among threads: disjoint subtrees of the elimination tree, which need nothing of each other, and the
/// supernodes above them. The heaviest subtree is split at its root until it is a small share of a thread's work, and the subtrees are
/// then dealt out, the heaviest first, each to the part with the least so far (Geist and Ng, "Task scheduling for parallel sparse
/// Cholesky factorization", 1989).
/// </summary>
internal sealed class SubtreeSchedule
{
    /// <summary>A subtree takes at most 1/4 of a part's share of the work, where it can be split.</summary>
    private const int SubtreesPerPart = 4;

    /// <summary>Divides.</summary>
    /// <param name="nodes">The supernodes, postordered.</param>
    /// <param name="parts">With 1, the whole forest is one range and there is nothing above it.</param>
    public SubtreeSchedule(SupernodePartition nodes, int parts)
    {
        Parts = parts;
        Subtrees = new (int, int)[parts][];
        IsAbove = new bool[nodes.Count];
        if (parts == 1)
        {
            Subtrees[0] = [(0, nodes.Count)];
            Above = [];
            return;
        }
        double[] costs = SubtreeCosts(nodes, out int[] sizes);
        var candidates = new PriorityQueue<int, double>();
        double total = 0;
        for (int s = 0; s < nodes.Count; s++)
            if (nodes.Parent(s) == -1)
            {
                candidates.Enqueue(s, -costs[s]);
                total += costs[s];
            }
        while (candidates.TryPeek(out int heaviest, out double cost) && -cost > total / (parts * SubtreesPerPart))
        {
            candidates.Dequeue();
            IsAbove[heaviest] = true;
            int end = heaviest - sizes[heaviest] + 1;
            for (int child = heaviest - 1; child >= end; child -= sizes[child])
                candidates.Enqueue(child, -costs[child]);
        }
        Deal(candidates, costs, sizes);
        Above = [.. Enumerable.Range(0, nodes.Count).Where(s => IsAbove[s])];
    }

    /// <summary>The number of parts.</summary>
    public int Parts { get; }

    /// <summary>The subtrees of each part, as ranges of supernodes, end exclusive, ascending.</summary>
    public (int First, int End)[][] Subtrees { get; }

    /// <summary>The supernodes above the subtrees, ascending.</summary>
    public int[] Above { get; }

    /// <summary>Whether a supernode is above the subtrees.</summary>
    public bool[] IsAbove { get; }

    /// <summary>The multiplications of updating and factoring the supernodes of each subtree.</summary>
    private static double[] SubtreeCosts(SupernodePartition nodes, out int[] sizes)
    {
        var costs = new double[nodes.Count];
        sizes = new int[nodes.Count];
        for (int s = 0; s < nodes.Count; s++)
        {
            double width = nodes.Width(s);
            int end = nodes.RowStarts[s + 1];
            costs[s] += 1 + width * width * (end - nodes.RowStarts[s]) / 2;
            for (int k = nodes.RowStarts[s] + nodes.Width(s), after; k < end; k = after)
            {
                after = nodes.EndOfTarget(k, end);
                costs[nodes.Of[nodes.Rows[k]]] += width * (end - k) * (after - k);
            }
        }
        for (int s = 0; s < nodes.Count; s++)
        {
            sizes[s]++;
            int parent = nodes.Parent(s);
            if (parent == -1)
                continue;
            costs[parent] += costs[s];
            sizes[parent] += sizes[s];
        }
        return costs;
    }

    private void Deal(PriorityQueue<int, double> subtrees, double[] costs, int[] sizes)
    {
        var load = new double[Parts];
        var dealt = new List<(int First, int End)>[Parts];
        for (int part = 0; part < Parts; part++)
            dealt[part] = [];
        while (subtrees.TryDequeue(out int root, out _))
        {
            int least = Array.IndexOf(load, load.Min());
            load[least] += costs[root];
            dealt[least].Add((root - sizes[root] + 1, root + 1));
        }
        for (int part = 0; part < Parts; part++)
        {
            dealt[part].Sort();
            Subtrees[part] = [.. dealt[part]];
        }
    }
}
