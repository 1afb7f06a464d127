using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// Writes a positive semidefinite matrix that vanishes off a chordal graph as a sum of such matrices, one on each clique (Agler, Helton,
/// McCullough and Rodman 1988): from the leaves up, a clique's residual R is eliminated, its share on the separator H is
/// B_HR B_RR⁻¹ B_RH, and the rest of B_HH, a Schur complement, goes to the parent.
/// </summary>
/// <remarks>
/// Slacks to be split are often optimal ones, singular but for a backend's errors, which a division by the least pivots blows up. With
/// B_RR + εI for B_RR, the parent gets no less than its due, and a clique's block misses the cone by ε at most; so where the blocks come
/// out indefinite, ε = 10⁻⁸ of the largest entry is tried as well, and the better split taken.
/// </remarks>
internal static class PsdSplitting
{
    private const double Shift = 1e-8, Ample = 1e-11;

    /// <summary>The blocks, one a clique, each the upper triangle over its members by columns.</summary>
    /// <param name="forest">The cliques.</param>
    /// <param name="triangle">The matrix, upper triangle by columns; entries outside of cliques are taken as zero.</param>
    public static double[][] Split(CliqueForest forest, ReadOnlySpan<double> triangle)
    {
        double largest = Optimality.MaxAbs(triangle);
        double[][] plain = Split(forest, triangle, 0);
        double violation = Violation(forest, plain);
        if (violation <= Ample * largest) return plain;
        double[][] shifted = Split(forest, triangle, Shift * largest);
        return Violation(forest, shifted) < violation ? shifted : plain;
    }

    /// <summary>How far below 0 the least eigenvalue of a block is.</summary>
    private static double Violation(CliqueForest forest, double[][] blocks)
    {
        double violation = 0;
        for (int k = 0; k < blocks.Length; k++)
        {
            int order = forest.Cliques[k].Order;
            double[] matrix = new double[order * order], values = new double[order];
            for (int i = 0; i < order; i++)
            {
                for (int j = 0; j < order; j++) matrix[i * order + j] = blocks[k][SymmetricVector.Index(i, j)];
            }
            new SymmetricEigensolver(order).Values(matrix, values);
            violation = Math.Max(violation, -values[0]);
        }
        return violation;
    }

    private static double[][] Split(CliqueForest forest, ReadOnlySpan<double> triangle, double shift)
    {
        Clique[] cliques = forest.Cliques;
        var blocks = new double[cliques.Length][];
        for (int k = 0; k < cliques.Length; k++)
        {
            int[] members = cliques[k].Members;
            blocks[k] = new double[SymmetricVector.Length(members.Length)];
            for (int j = 0, at = 0; j < members.Length; j++)
            {
                for (int i = 0; i <= j; i++, at++)
                {
                    if (CliquePairs.IsOwned(cliques[k], members[i], members[j]))
                        blocks[k][at] = triangle[SymmetricVector.Index(members[i], members[j])];
                }
            }
        }
        for (int k = cliques.Length - 1; k >= 0; k--)
        {
            if (cliques[k].Parent >= 0) Eliminate(cliques[k], blocks[k], cliques[cliques[k].Parent], blocks[cliques[k].Parent], shift);
        }
        return blocks;
    }

    private static void Eliminate(Clique clique, double[] block, Clique parent, double[] parentBlock, double shift)
    {
        int residual = clique.Residual.Length, separator = clique.Separator.Length;
        int[] own = CliquePairs.Places(clique.Residual, clique.Members), shared = CliquePairs.Places(clique.Separator, clique.Members);
        int[] above = CliquePairs.Places(clique.Separator, parent.Members);
        var pivot = new double[residual * residual];
        var coupling = new double[residual * separator];
        for (int r = 0; r < residual; r++)
        {
            for (int q = 0; q < residual; q++) pivot[r * residual + q] = block[SymmetricVector.Index(own[r], own[q])];
            for (int a = 0; a < separator; a++) coupling[r * separator + a] = block[SymmetricVector.Index(own[r], shared[a])];
        }
        ShiftedCholesky.Factor(pivot, residual, shift);
        TriangularSolve.Lower(residual, pivot, residual, coupling, separator, separator);
        for (int a = 0; a < separator; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double share = 0;
                for (int r = 0; r < residual; r++) share += coupling[r * separator + a] * coupling[r * separator + b];
                ref double entry = ref block[SymmetricVector.Index(shared[a], shared[b])];
                parentBlock[SymmetricVector.Index(above[a], above[b])] += entry - share;
                entry = share;
            }
        }
    }
}
