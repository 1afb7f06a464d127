using System.Numerics;

namespace Copositive.Copositivity;

/// <summary>Graphs with known stability numbers, by construction.</summary>
public static class GraphFamilies
{
    /// <summary>The cycle C_n, n ≥ 3: stability number ⌊n/2⌋.</summary>
    public static Graph Cycle(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 3);
        return new Graph(n, Enumerable.Range(0, n).Select(i => (i, (i + 1) % n)), $"C{n}");
    }

    /// <summary>The complete graph K_n, n ≥ 0: stability number 1 for n ≥ 1.</summary>
    public static Graph Complete(int n) => FromRelation(n, (_, _) => true, $"K{n}");

    /// <summary>The Petersen graph: pairs from five, joined where disjoint. Stability number 4.</summary>
    public static Graph Petersen()
    {
        int[] pairs = Subsets(5, 2);
        return FromRelation(pairs.Length, (i, j) => (pairs[i] & pairs[j]) == 0, "Petersen");
    }

    /// <summary>
    /// The Paley graph on the residues modulo a prime q ≡ 1 (mod 4), joined where their difference is a square. Self-complementary, with
    /// ϑ = √q.
    /// </summary>
    /// <exception cref="ArgumentException">q is no prime with q ≡ 1 (mod 4).</exception>
    public static Graph Paley(int q)
    {
        if (q % 4 != 1 || !IsPrime(q))
            throw new ArgumentException($"A Paley graph needs a prime q ≡ 1 (mod 4), such as 5, 13, 17 or 29; {q} is none.", nameof(q));
        var isSquare = new bool[q];
        for (long x = 1; x < q; x++) isSquare[x * x % q] = true;
        return FromRelation(q, (i, j) => isSquare[(j - i + q) % q], $"Paley{q}");
    }

    /// <summary>
    /// DIMACS' hamming n-d: binary words of a length, joined where they differ in at least the given number of places. Cliques are codes
    /// of that distance.
    /// </summary>
    /// <param name="length">1 to 14.</param>
    /// <param name="distance">At least 1.</param>
    public static Graph Hamming(int length, int distance)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, 14);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(distance);
        return FromRelation(1 << length, (i, j) => BitOperations.PopCount((uint)(i ^ j)) >= distance, $"hamming{length}-{distance}");
    }

    /// <summary>
    /// DIMACS' johnson n-w-d: binary words of a length and weight, joined where they differ in at least the given number of places.
    /// Cliques are constant-weight codes of that distance.
    /// </summary>
    /// <param name="length">1 to 30.</param>
    /// <param name="weight">0 to the length.</param>
    /// <param name="distance">At least 1.</param>
    public static Graph Johnson(int length, int weight, int distance)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, 30);
        ArgumentOutOfRangeException.ThrowIfNegative(weight);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weight, length);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(distance);
        int[] words = Subsets(length, weight);
        return FromRelation(words.Length, (i, j) => BitOperations.PopCount((uint)(words[i] ^ words[j])) >= distance, $"johnson{length}-{weight}-{distance}");
    }

    private static Graph FromRelation(int n, Func<int, int, bool> areJoined, string name)
    {
        return new Graph(n, Pairs(), name);

        IEnumerable<(int, int)> Pairs()
        {
            for (int j = 1; j < n; j++)
            {
                for (int i = 0; i < j; i++)
                {
                    if (areJoined(i, j)) yield return (i, j);
                }
            }
        }
    }

    private static int[] Subsets(int length, int weight)
    {
        var subsets = new List<int>();
        for (int word = 0; word < 1 << length; word++)
        {
            if (BitOperations.PopCount((uint)word) == weight) subsets.Add(word);
        }
        return [.. subsets];
    }

    private static bool IsPrime(int q)
    {
        if (q < 2) return false;
        for (int d = 2; (long)d * d <= q; d++)
        {
            if (q % d == 0) return false;
        }
        return true;
    }
}
