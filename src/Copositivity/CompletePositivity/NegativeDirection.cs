using System.Numerics;
using Copositive.Numerics;

namespace Copositive.Copositivity;

/// <summary>A whole-number v, short enough to be squared exactly in doubles, with vᵀAv &lt; 0, for a matrix that is not positive semidefinite.</summary>
internal static class NegativeDirection
{
    /// <summary>The direction; null where A is positive semidefinite, by exact elimination.</summary>
    public static double[]? Of(double[,] a)
    {
        int n = a.GetLength(0);
        var flat = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) flat[i * n + j] = a[i, j];
        }
        if (ExactSemidefinite.IsPositiveSemidefinite(flat, n)) return null;
        BigRational[] exact = Eliminate(a);
        BigRational largest = exact.Select(BigRational.Abs).Aggregate(BigRational.Max);
        // A direction with 26 digits has exact squares; one with fewer is tried first, for it is easier to read.
        for (int digits = 4; digits <= 26; digits += 2)
        {
            double[] rounded = Array.ConvertAll(exact, entry => Math.Round((entry / largest).ToDouble() * Math.ScaleB(1, digits)));
            var sum = new ExactSum();
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++) sum.AddProduct(rounded[i] * rounded[j], a[i, j]);
            }
            if (sum.Up() < 0) return rounded;
        }
        throw new InvalidOperationException("The matrix lacks semidefiniteness by less than any direction with 26 binary digits shows; perturb it.");
    }

    /// <summary>vᵀAv &lt; 0 exactly: v = (−A_T⁻¹a, 1) at the first negative pivot, or a mix of two rows at a zero pivot with something beside it.</summary>
    private static BigRational[] Eliminate(double[,] a)
    {
        int n = a.GetLength(0);
        var m = new BigRational[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) m[i, j] = BigRational.FromDouble(a[i, j]);
        }
        var done = new List<int>();
        var s = (BigRational[,])m.Clone();
        var isDone = new bool[n];
        while (true)
        {
            int pivot = -1;
            for (int i = 0; i < n; i++)
            {
                if (isDone[i]) continue;
                if (s[i, i].Sign < 0) return Lift(m, done, [(i, BigRational.One)]);
                if (s[i, i].Sign > 0 && pivot < 0) pivot = i;
            }
            for (int i = 0; i < n; i++)
            {
                if (isDone[i] || !s[i, i].IsZero) continue;
                for (int j = 0; j < n; j++)
                {
                    if (isDone[j] || j == i || s[i, j].IsZero) continue;
                    // (k e_i + e_j) has 2k s_ij + s_jj.
                    BigRational k = -(s[j, j] + BigRational.One) / s[i, j];
                    return Lift(m, done, [(i, k), (j, BigRational.One)]);
                }
            }
            if (pivot < 0) throw new InvalidOperationException("The matrix is positive semidefinite.");
            isDone[pivot] = true;
            done.Add(pivot);
            for (int i = 0; i < n; i++)
            {
                if (isDone[i] || s[i, pivot].IsZero) continue;
                BigRational factor = s[i, pivot] / s[pivot, pivot];
                for (int j = 0; j < n; j++)
                {
                    if (!isDone[j]) s[i, j] -= factor * s[pivot, j];
                }
            }
        }
    }

    /// <summary>The given entries outside T, and on T those that minimise: x_T = −A_T⁻¹ A_{T,·} x.</summary>
    private static BigRational[] Lift(BigRational[,] m, List<int> t, (int Place, BigRational Value)[] entries)
    {
        var v = new BigRational[m.GetLength(0)];
        foreach ((int place, BigRational value) in entries) v[place] = value;
        var system = new BigRational[t.Count, t.Count];
        var right = new BigRational[t.Count];
        for (int a = 0; a < t.Count; a++)
        {
            for (int b = 0; b < t.Count; b++) system[a, b] = m[t[a], t[b]];
            foreach ((int place, BigRational value) in entries) right[a] -= m[t[a], place] * value;
        }
        BigRational[] solution = ExactLinearSystem.Solve(system, right)!;
        for (int a = 0; a < t.Count; a++) v[t[a]] = solution[a];
        return v;
    }
}
