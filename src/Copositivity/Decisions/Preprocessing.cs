using System.Numerics;

namespace Copositive.Copositivity;

/// <summary>
/// What signs and pairs of rows say, exactly: a negative diagonal entry, a negative entry beside a diagonal zero, and a negative entry with
/// a_ij² &gt; a_ii a_jj are violations; a row without negative entries can be left out, and is a zero where its diagonal entry is 0.
/// </summary>
internal static class Preprocessing
{
    /// <summary>A violation, or the rows that remain to be decided with a zero that was met.</summary>
    public static (BigInteger[]? Violation, int[] Rows, BigInteger[]? Zero) Run(IntegerMatrix m)
    {
        int n = m.Order;
        BigInteger[]? zero = null;
        for (int i = 0; i < n; i++)
        {
            if (m[i, i].Sign < 0) return (Unit(n, (i, 1)), [], null);
        }
        for (int j = 1; j < n; j++)
        {
            for (int i = 0; i < j; i++)
            {
                if (m[i, j].Sign >= 0) continue;
                if (m[i, i].IsZero) return (Beside(m, i, j), [], null);
                if (m[j, j].IsZero) return (Beside(m, j, i), [], null);
                // x = −a_ij e_i + a_ii e_j gives a_ii (a_ii a_jj − a_ij²).
                int sign = (m[i, j] * m[i, j] - m[i, i] * m[j, j]).Sign;
                if (sign > 0) return (Unit(n, (i, -m[i, j]), (j, m[i, i])), [], null);
                if (sign == 0) zero ??= Unit(n, (i, -m[i, j]), (j, m[i, i]));
            }
        }
        var rows = Enumerable.Range(0, n).ToList();
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int k = rows.Count - 1; k >= 0; k--)
            {
                int i = rows[k];
                if (rows.Exists(j => m[i, j].Sign < 0)) continue;
                if (m[i, i].IsZero) zero ??= Unit(n, (i, 1));
                rows.RemoveAt(k);
                changed = true;
            }
        }
        return (null, [.. rows], zero);
    }

    /// <summary>k e_i + e_j with a_ii = 0 &gt; a_ij and k so large that a_jj + 2k a_ij &lt; 0.</summary>
    private static BigInteger[] Beside(IntegerMatrix m, int i, int j) => Unit(m.Order, (i, m[j, j] / (-2 * m[i, j]) + 1), (j, 1));

    private static BigInteger[] Unit(int n, params (int Place, BigInteger Value)[] entries)
    {
        var x = new BigInteger[n];
        foreach ((int place, BigInteger value) in entries) x[place] = value;
        return x;
    }
}
