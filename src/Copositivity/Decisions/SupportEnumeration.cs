using System.Numerics;
using Copositive.Numerics;

namespace Copositive.Copositivity;

/// <summary>
/// All supports in turn: the least value of xᵀMx on the simplex is attained at a point whose support S, taken smallest, has a regular system
/// M_S x = λe, eᵀx = 1. Practical to order 20.
/// </summary>
/// <remarks>Source: W. Kaplan, A test for copositive matrices, Linear Algebra Appl. 313 (2000).</remarks>
internal static class SupportEnumeration
{
    public const int MaxOrder = 20;

    /// <summary>The sign of the least value, with a point of that sign; null where the clock ran out.</summary>
    public static (int Sign, BigInteger[] X)? Run(IntegerMatrix m, DecisionClock clock)
    {
        int n = m.Order;
        (int Sign, BigInteger[] X) best = (1, []);
        for (int support = 1; support < 1 << n; support++)
        {
            if (!clock.Tick()) return null;
            int[] members = [.. Enumerable.Range(0, n).Where(i => (support >> i & 1) != 0)];
            int k = members.Length;
            var system = new BigRational[k + 1, k + 1];
            var right = new BigRational[k + 1];
            for (int a = 0; a < k; a++)
            {
                for (int b = 0; b < k; b++) system[a, b] = m[members[a], members[b]];
                system[a, k] = -1;
                system[k, a] = 1;
            }
            right[k] = 1;
            if (ExactLinearSystem.Solve(system, right) is not { } solution || Array.Exists(solution[..k], entry => entry.Sign < 0)) continue;
            if (solution[k].Sign >= best.Sign) continue;
            BigInteger multiple = 1;
            foreach (BigRational entry in solution) multiple = multiple / BigInteger.GreatestCommonDivisor(multiple, entry.Denominator) * entry.Denominator;
            var x = new BigInteger[n];
            for (int a = 0; a < k; a++) x[members[a]] = solution[a].Numerator * (multiple / solution[a].Denominator);
            best = (solution[k].Sign, x);
            if (best.Sign < 0) return best;
        }
        return best;
    }
}
