using Copositive.Numerics;

namespace Copositive.Copositivity;

/// <summary>
/// A proof of an upper bound of the stability number from any symmetric matrix.
/// <para>
/// Let M be symmetric with M_ii ≤ −1 and M_ij ≤ −1 for i, j not joined; entries on edges are free. For a stable set S with indicator χ,
/// χᵀMχ sums entries of M over pairs in S, none of them an edge, so χᵀMχ ≤ −|S|², while χᵀMχ ≥ λ_min(M)·|S|. Hence |S| ≤ −λ_min(M), and
/// α(G) ≤ −λ for any proved λ ≤ λ_min(M). Minimising over M gives Schrijver's ϑ′(G): M = Y − N − E with Y supported on edges and N ≥ 0 on
/// the other pairs is feasible for the dual at the multiplier −λ_min(M) of tr X = 1. So a solver's dual solution, its entries moved to
/// where they are allowed, proves a bound near ϑ′ without any of its claims being believed.
/// </para>
/// <para>Source: A. Schrijver, A comparison of the Delsarte and Lovász bounds, IEEE Trans. Inf. Theory 25 (1979); the eigenvalue bound:
/// <see cref="VerifiedCholesky"/>.</para>
/// </summary>
public static class StabilityBound
{
    /// <summary>A number that is certainly at least α(G).</summary>
    /// <param name="graph">G, with n vertices.</param>
    /// <param name="matrix">
    /// A guess of M, upper triangle column by column, length n(n+1)/2. Entries that break the conditions, and entries that are not finite,
    /// are replaced: the diagonal by −1, those of pairs not joined by min(−1, ·).
    /// </param>
    /// <returns>The bound; at most n, which is returned where nothing better is proved.</returns>
    /// <exception cref="ArgumentException">The length is not n(n+1)/2.</exception>
    public static double FromMatrix(Graph graph, ReadOnlySpan<double> matrix)
    {
        ArgumentNullException.ThrowIfNull(graph);
        int n = graph.VertexCount;
        if (matrix.Length != SymmetricVector.Length(n))
            throw new ArgumentException($"A graph with {n} vertices needs {SymmetricVector.Length(n)} entries; got {matrix.Length}.", nameof(matrix));
        if (n == 0) return 0;
        var m = new double[n * n];
        for (int j = 0, k = 0; j < n; j++, k++)
        {
            for (int i = 0; i < j; i++, k++)
            {
                double entry = double.IsFinite(matrix[k]) ? matrix[k] : -1;
                m[j * n + i] = graph.HasEdge(i, j) ? entry : Math.Min(-1, entry);
            }
            m[j * n + j] = -1;
        }
        return Math.Min(n, -VerifiedCholesky.LowerEigenvalueBound(m, n));
    }
}
