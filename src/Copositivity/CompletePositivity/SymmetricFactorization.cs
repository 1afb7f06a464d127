using Copositive.Numerics;

namespace Copositive.Copositivity;

/// <summary>
/// B ≥ 0 with BBᵀ near a matrix: coordinate descent on ‖A − BBᵀ‖², entry by entry, each the exact minimiser b ≥ 0 of its quartic. A heuristic; what
/// it finds is judged elsewhere.
/// </summary>
/// <remarks>
/// Source: A. Vandaele, N. Gillis, Q. Lei, K. Zhong, I. Dhillon, Efficient and non-convex coordinate descent for symmetric nonnegative matrix
/// factorization, IEEE Trans. Signal Process. 64 (2016).
/// </remarks>
internal static class SymmetricFactorization
{
    private const int MaxSweeps = 4000;

    /// <summary>The factor, n×k, after sweeps that stop when the residual is small or stays.</summary>
    /// <param name="a">A, symmetric.</param>
    /// <param name="columns">k.</param>
    /// <param name="random">For the start.</param>
    /// <param name="accuracy">The largest entry of the residual at which to stop.</param>
    /// <param name="mayContinue">Asked before each sweep.</param>
    public static double[,] Run(double[,] a, int columns, Random random, double accuracy, Func<bool> mayContinue)
    {
        int n = a.GetLength(0);
        var b = new double[n, columns];
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < columns; k++) b[i, k] = Math.Sqrt(Math.Max(0, a[i, i]) / columns) * 2 * random.NextDouble();
        }
        var residual = (double[,])a.Clone();
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                for (int k = 0; k < columns; k++) residual[i, j] -= b[i, k] * b[j, k];
            }
        }
        double last = double.PositiveInfinity;
        for (int sweep = 1; sweep <= MaxSweeps && mayContinue(); sweep++)
        {
            for (int k = 0; k < columns; k++)
            {
                for (int i = 0; i < n; i++) Improve(b, residual, i, k);
            }
            if (sweep % 20 != 0) continue;
            double worst = 0;
            foreach (double entry in residual) worst = Math.Max(worst, Math.Abs(entry));
            if (worst <= accuracy || worst > 0.999 * last) break;
            last = worst;
        }
        return b;
    }

    /// <summary>
    /// With r the residual without b = b_ik, the quartic is (r_ii − b²)² + 2 Σ_{j≠i} (r_ij − b b_jk)² up to a constant, with the derivative
    /// 4(b³ + (Σ_{j≠i} b_jk² − r_ii) b − Σ_{j≠i} r_ij b_jk).
    /// </summary>
    private static void Improve(double[,] b, double[,] residual, int i, int k)
    {
        int n = b.GetLength(0);
        double old = b[i, k], linear = -(residual[i, i] + old * old), constant = 0;
        for (int j = 0; j < n; j++)
        {
            if (j == i) continue;
            linear += b[j, k] * b[j, k];
            constant -= (residual[i, j] + old * b[j, k]) * b[j, k];
        }
        double next = LeastRoot(linear, constant);
        double change = next - old;
        if (change == 0) return;
        b[i, k] = next;
        residual[i, i] -= next * next - old * old;
        for (int j = 0; j < n; j++)
        {
            if (j == i) continue;
            residual[i, j] -= change * b[j, k];
            residual[j, i] = residual[i, j];
        }
    }

    /// <summary>The b ≥ 0 at which b⁴/4 + linear·b²/2 + constant·b is least: 0 or a root of b³ + linear·b + constant.</summary>
    private static double LeastRoot(double linear, double constant)
    {
        double best = 0, value = 0;
        double discriminant = constant * constant / 4 + linear * linear * linear / 27;
        if (discriminant >= 0)
        {
            double root = Math.Sqrt(discriminant);
            Consider(Math.Cbrt(-constant / 2 + root) + Math.Cbrt(-constant / 2 - root));
        }
        else
        {
            double radius = 2 * Math.Sqrt(-linear / 3), angle = Math.Acos(Math.Clamp(3 * constant / (linear * radius), -1, 1)) / 3;
            for (int k = 0; k < 3; k++) Consider(radius * Math.Cos(angle - 2 * Math.PI * k / 3));
        }
        return best;

        void Consider(double root)
        {
            if (!(root > 0)) return;
            double at = root * (root * root * root / 4 + linear * root / 2 + constant);
            if (at < value) (best, value) = (root, at);
        }
    }

    /// <summary>
    /// Whether A − BBᵀ is exactly nonnegative and diagonally dominant, so that A is completely positive.
    /// </summary>
    public static bool IsProved(double[,] a, double[,] b)
    {
        int n = a.GetLength(0), columns = b.GetLength(1);
        var rest = new BigRational[n, n];
        var sum = new ExactSum();
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                sum.Clear();
                sum.Add(a[i, j]);
                for (int k = 0; k < columns; k++) sum.AddProduct(-b[i, k], b[j, k]);
                rest[i, j] = rest[j, i] = sum.ToRational();
                if (rest[i, j].Sign < 0) return false;
            }
        }
        for (int i = 0; i < n; i++)
        {
            BigRational left = rest[i, i];
            for (int j = 0; j < n; j++)
            {
                if (j != i) left -= rest[i, j];
            }
            if (left.Sign < 0) return false;
        }
        return true;
    }
}
