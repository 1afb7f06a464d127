using System.Numerics;

namespace Copositive.Copositivity;

/// <summary>
/// A quick exact proof of copositivity. Let the rows be covered by q cliques K within which b_ij ≥ √(b_ii b_jj), and let
/// c ≥ −b_ij/√(b_ii b_jj) for the pairs of different cliques. With s_K = Σ_{i∈K} √b_ii x_i, xᵀBx ≥ Σ_K s_K² − c Σ_{K≠L} s_K s_L, which is at least 0
/// where (q − 1)c ≤ 1, and above 0 for x ≠ 0 where (q − 1)c &lt; 1. For Motzkin's and Straus's matrices it is the bound of stable sets by
/// clique covers.
/// </summary>
internal static class CliqueCover
{
    /// <summary>Whether the proof succeeds.</summary>
    /// <param name="b">A symmetric matrix with a positive diagonal.</param>
    /// <param name="isStrict">Whether strict copositivity has to be shown.</param>
    public static bool IsCopositive(BigInteger[,] b, bool isStrict)
    {
        int n = b.GetLength(0);
        var worst = (Numerator: BigInteger.Zero, Denominator: BigInteger.One);
        var degree = new int[n];
        for (int j = 1; j < n; j++)
        {
            for (int i = 0; i < j; i++)
            {
                if (IsJoined(b, i, j))
                {
                    degree[i]++;
                    degree[j]++;
                }
                if (b[i, j].Sign >= 0) continue;
                BigInteger numerator = b[i, j] * b[i, j], denominator = b[i, i] * b[j, j];
                if (numerator * worst.Denominator > worst.Numerator * denominator) worst = (numerator, denominator);
            }
        }
        if (worst.Numerator.IsZero) return true;

        // The number of cliques that is allowed: (q − 1)² c² ≤ 1.
        int[] order = [.. Enumerable.Range(0, n).OrderBy(i => degree[i])];
        var cliques = new List<List<int>>();
        foreach (int i in order)
        {
            List<int>? home = cliques.Find(clique => clique.TrueForAll(j => IsJoined(b, i, j)));
            if (home is not null)
            {
                home.Add(i);
                continue;
            }
            cliques.Add([i]);
            BigInteger others = cliques.Count - 1;
            int sign = (others * others * worst.Numerator - worst.Denominator).Sign;
            if (sign > 0 || (isStrict && sign == 0)) return false;
        }
        return true;
    }

    private static bool IsJoined(BigInteger[,] b, int i, int j) => b[i, j].Sign > 0 && b[i, j] * b[i, j] >= b[i, i] * b[j, j];
}
