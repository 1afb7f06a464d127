using System.Runtime.InteropServices;
using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// How a semidefinite block is taken apart. Where its slack is zero off a chordal graph, s = Σ T_kᵀ S_k T_k with S_k ⪰ 0 over the cliques
/// (T_k picks a clique's rows), and the dual is given by its clique blocks. Where its slack is free off a chordal graph, the conditions are
/// T_k s T_kᵀ ⪰ 0, and the dual is a sum over the cliques. (Fukuda, Kojima, Murota and Nakata, "Exploiting sparsity in semidefinite
/// programming via matrix completion", 2001; Kim, Kojima, Mevissen and Yamashita 2011 call them range-space and domain-space conversion.)
/// Vertices with a zero diagonal are in no clique; their rows are equations.
/// </summary>
internal sealed class BlockDecomposition
{
    private BlockDecomposition(ConeBlock block, bool isSum, CliqueForest forest, int[] nullVertices)
    {
        Block = block;
        IsSum = isSum;
        Forest = forest;
        NullVertices = nullVertices;
    }

    /// <summary>The block.</summary>
    public ConeBlock Block { get; }

    /// <summary>True: the slack is the sum of blocks on the cliques. False: the slack's own clique blocks are semidefinite.</summary>
    public bool IsSum { get; }

    /// <summary>The cliques.</summary>
    public CliqueForest Forest { get; }

    /// <summary>Vertices whose diagonal entry is zero at every point, so that their rows are.</summary>
    public int[] NullVertices { get; }

    /// <summary>Finds the better decomposition of a semidefinite block; null where it stays as it is.</summary>
    /// <param name="block">The block.</param>
    /// <param name="pattern">What is known of the program's slack entries.</param>
    /// <param name="requiredGain">How many times cheaper than in one piece cliques must be by <see cref="ChordalEstimate"/>.</param>
    public static BlockDecomposition? Of(ConeBlock block, SlackPattern pattern, double requiredGain)
    {
        if (!pattern.HasGaps(block)) return null;
        int n = block.Order;
        var isNull = new bool[n];
        for (int i = 0; i < n; i++) isNull[i] = pattern.IsZero(block.Start + SymmetricVector.Index(i, i));
        int[] nulls = [.. Enumerable.Range(0, n).Where(i => isNull[i])];
        int active = n - nulls.Length;
        (CliqueForest Forest, double Cost)? sum = Cliques(true), conditions = Cliques(false);
        bool isSum = (sum?.Cost ?? double.PositiveInfinity) <= (conditions?.Cost ?? double.PositiveInfinity);
        if ((isSum ? sum : conditions) is { } chosen) return new BlockDecomposition(block, isSum, chosen.Forest, nulls);
        if (nulls.Length == 0) return null;
        var whole = CliqueForest.FromSets([[.. Enumerable.Range(0, n).Where(i => !isNull[i])]], [-1]);
        return new BlockDecomposition(block, true, active == 0 ? whole.Select((_, _) => null) : whole, nulls);

        (CliqueForest, double)? Cliques(bool ofNonzeros)
        {
            (int[] starts, List<int> neighbours) = pattern.Graph(block, ofNonzeros);
            if (neighbours.Count == (long)active * (active - 1) / 2) return null;
            CliqueForest forest = CliqueMerging.Apply(ChordalExtension.Of(n, starts, CollectionsMarshal.AsSpan(neighbours)), n);
            forest = Worthwhile(forest, isNull, ofNonzeros, requiredGain);
            return forest.Cliques.Length > 1 ? (forest, ChordalCost.Of(forest.Cliques)) : null;
        }
    }

    /// <summary>The components that gain by being split, the others in one piece, and none of the null vertices.</summary>
    private static CliqueForest Worthwhile(CliqueForest forest, bool[] isNull, bool isSum, double requiredGain) => forest.Select((first, end) =>
    {
        ReadOnlySpan<Clique> cliques = forest.Cliques.AsSpan(first..end);
        if (end - first == 1 && cliques[0].Order == 1 && isNull[cliques[0].Members[0]]) return null;
        return end - first > 1 && ChordalEstimate.Gain(cliques, first, isSum) >= requiredGain;
    });
}
