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
    /// <summary>The rows that are left when as many cliques are formed as the proof may use: none where it succeeds.</summary>
    /// <param name="b">A symmetric matrix with a positive diagonal.</param>
    /// <param name="isStrict">Whether strict copositivity has to be shown.</param>
    public static int[] RowsOutside(BigInteger[,] b, bool isStrict)
    {
        int n = b.GetLength(0);
        (BigInteger numerator, BigInteger denominator) = (0, 1);
        var isJoined = new bool[n, n];
        var degree = new int[n];
        for (int j = 1; j < n; j++)
        {
            for (int i = 0; i < j; i++)
            {
                if (b[i, j].IsZero) continue;
                BigInteger square = b[i, j] * b[i, j], product = b[i, i] * b[j, j];
                if (b[i, j].Sign > 0)
                {
                    if (square < product) continue;
                    isJoined[i, j] = isJoined[j, i] = true;
                    degree[i]++;
                    degree[j]++;
                }
                else if (square * denominator > numerator * product)
                {
                    (numerator, denominator) = (square, product);
                }
            }
        }
        if (numerator.IsZero) return [];

        var left = Enumerable.Range(0, n).OrderByDescending(i => degree[i]).ToList();
        for (int others = 0; left.Count > 0; others++)
        {
            // others + 1 cliques are allowed while others² c² is at most 1.
            int sign = ((BigInteger)others * others * numerator - denominator).Sign;
            if (sign > 0 || (isStrict && sign == 0)) break;
            var clique = new List<int>();
            left.RemoveAll(i =>
            {
                foreach (int j in clique)
                {
                    if (!isJoined[i, j]) return false;
                }
                clique.Add(i);
                return true;
            });
        }
        return [.. left];
    }
}
