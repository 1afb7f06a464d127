using System.Numerics;

namespace Copositive.Copositivity.Tests.Decisions;

/// <summary>
/// An oracle of its own: the sign of min xᵀMx over the simplex for whole-number matrices by recursion over faces. A negative minimum that no facet has
/// lies inside, where Mx = λe has a unique solution (see Cottle, Habetler and Lemke 1970), so each face's system is solved by Cramer's rule.
/// </summary>
internal static class RationalOracle
{
    public static int SignOfMinimum(int[,] m)
    {
        int n = m.GetLength(0), sign = 1;
        for (int support = 1; support < 1 << n && sign >= 0; support++)
        {
            int[] s = [.. Enumerable.Range(0, n).Where(i => (support >> i & 1) != 0)];
            int k = s.Length;
            // [M −e; eᵀ 0][x; λ] = [0; 1].
            var system = new BigInteger[k + 1, k + 1];
            for (int a = 0; a < k; a++)
            {
                for (int b = 0; b < k; b++) system[a, b] = m[s[a], s[b]];
                system[a, k] = -1;
                system[k, a] = 1;
            }
            BigInteger determinant = Determinant(system);
            if (determinant.IsZero) continue;
            bool isInside = true;
            BigInteger value = 0;
            for (int column = 0; column <= k && isInside; column++)
            {
                var replaced = (BigInteger[,])system.Clone();
                for (int a = 0; a <= k; a++) replaced[a, column] = a == k ? 1 : 0;
                BigInteger entry = Determinant(replaced) * determinant.Sign;
                if (column < k) isInside = entry.Sign >= 0;
                else value = entry;
            }
            if (isInside) sign = Math.Min(sign, value.Sign);
        }
        return sign;
    }

    private static BigInteger Determinant(BigInteger[,] source)
    {
        var m = (BigInteger[,])source.Clone();
        int n = m.GetLength(0), sign = 1;
        BigInteger previous = 1;
        for (int k = 0; k < n - 1; k++)
        {
            int pivot = k;
            while (pivot < n && m[pivot, k].IsZero) pivot++;
            if (pivot == n) return 0;
            if (pivot != k)
            {
                for (int j = 0; j < n; j++) (m[k, j], m[pivot, j]) = (m[pivot, j], m[k, j]);
                sign = -sign;
            }
            for (int i = k + 1; i < n; i++)
            {
                for (int j = k + 1; j < n; j++) m[i, j] = (m[i, j] * m[k, k] - m[i, k] * m[k, j]) / previous;
            }
            previous = m[k, k];
        }
        return sign * m[n - 1, n - 1];
    }
}
