namespace Copositive.Modeling;

/// <summary>
/// What a connected semidefinite block costs a backend in one piece over what it costs on cliques: iterations times the cost of one. The
/// pieces are cheaper, but cliques that must agree on their overlaps only learn of each other along the clique tree, an overlap an
/// iteration, so that long paths of large overlaps take many more iterations than the whole block.
/// </summary>
/// <remarks>
/// Fitted to solves by the ADMM backend of max-cut (both forms) on grids, random graphs of degree 3 to 8, trees, caterpillars and 2-trees,
/// of bands and of arrows, orders 100 to 1000. In one piece, iterations hardly depend on the order while the columns are few, as where
/// entries of the slack are zero, and grow with it where the matrix is itself the variable. On cliques they grow with the entries of the
/// overlaps along a path and the path's length. Overlaps with the largest clique do not count: it holds most of the problem where it is
/// large, and the rest hangs from it. An iteration's overhead, solves with the equations and derivatives, is that of an
/// eigendecomposition of order about 120. The fit does not hold for a handful of cliques, which are judged by the cost of an iteration:
/// a third of the whole block's is low enough.
/// </remarks>
internal static class ChordalEstimate
{
    private const double LeastIterations = 50, IterationOverhead = 2e6, PathShare = 0.25;
    private const int FewCliques = 10, SmallOrder = 40;
    private const double CostAlone = 0.42;
    private const int FewColumnsOrder = 400, ManyColumnsOrder = 75, LongestPath = 10;

    /// <summary>The estimated cost in one piece over that on the cliques.</summary>
    /// <param name="cliques">A component's cliques, the root first.</param>
    /// <param name="first">The number of the root in the forest, to which parents refer.</param>
    /// <param name="isSum">Whether the slack is a sum over the cliques; else its clique blocks are constrained.</param>
    public static double Gain(ReadOnlySpan<Clique> cliques, int first, bool isSum)
    {
        int order = 0;
        foreach (Clique clique in cliques) order += clique.Residual.Length;
        if (cliques.Length <= FewCliques) return order <= SmallOrder ? 0 : CostAlone * ChordalCost.Block(order) / ChordalCost.Of(cliques);
        double growth = (double)order / (isSum ? FewColumnsOrder : ManyColumnsOrder);
        double whole = LeastIterations * Math.Max(1, growth * growth) * ChordalCost.Block(order);
        return whole / (Iterations(cliques, first) * (ChordalCost.Of(cliques) + IterationOverhead));
    }

    /// <summary>The estimated iterations on cliques.</summary>
    private static double Iterations(ReadOnlySpan<Clique> cliques, int first)
    {
        int largest = 0;
        for (int k = 1; k < cliques.Length; k++)
        {
            if (cliques[k].Order > cliques[largest].Order) largest = k;
        }
        // The longest paths down from a clique, by overlaps and by their entries, and the longest anywhere in the tree.
        int[] length = new int[cliques.Length], entries = new int[cliques.Length];
        int longest = 0, most = 0;
        for (int k = cliques.Length - 1; k > 0; k--)
        {
            int parent = cliques[k].Parent - first, separator = cliques[k].Separator.Length;
            bool counts = k != largest && parent != largest;
            int links = length[k] + (counts ? 1 : 0), weight = entries[k] + (counts ? separator * (separator + 1) / 2 : 0);
            longest = Math.Max(longest, length[parent] + links);
            most = Math.Max(most, entries[parent] + weight);
            length[parent] = Math.Max(length[parent], links);
            entries[parent] = Math.Max(entries[parent], weight);
        }
        return LeastIterations + PathShare * Math.Min(longest, LongestPath) * most;
    }
}
