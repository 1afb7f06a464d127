using Copositive.Numerics;

namespace Copositive.Networks.Tests;

/// <summary>‖Zᵀ(Xu)₊‖ against a bound, in rational arithmetic.</summary>
internal static class ExactValue
{
    /// <summary>‖Zᵀ(Xu)₊‖² exactly.</summary>
    public static BigRational Square(double[,] x, double[,] z, double[] u)
    {
        var (n, d, c) = (x.GetLength(0), x.GetLength(1), z.GetLength(1));
        var sums = new BigRational[c];
        for (var i = 0; i < n; i++)
        {
            var dot = new ExactSum();
            for (var k = 0; k < d; k++) dot.AddProduct(x[i, k], u[k]);
            var activation = dot.ToRational();
            if (activation.Sign <= 0) continue;
            for (var q = 0; q < c; q++) sums[q] += activation * BigRational.FromDouble(z[i, q]);
        }

        return sums.Aggregate(BigRational.Zero, (total, sum) => total + sum * sum);
    }

    /// <summary>Whether ‖Zᵀ(Xu)₊‖ ≤ bound·‖u‖ exactly.</summary>
    public static bool IsWithin(double[,] x, double[,] z, double[] u, double bound)
    {
        if (double.IsPositiveInfinity(bound)) return true;
        var norm = u.Aggregate(BigRational.Zero, (total, entry) => total + BigRational.FromDouble(entry) * BigRational.FromDouble(entry));
        var b = BigRational.FromDouble(bound);
        return Square(x, z, u) <= b * b * norm;
    }

    /// <summary>The largest double t with t‖u‖ &lt; ‖Zᵀ(Xu)₊‖ exactly: a threshold that is violated at u by next to nothing. 0 where there is none.</summary>
    public static double JustBelow(double[,] x, double[,] z, double[] u)
    {
        var norm = u.Aggregate(BigRational.Zero, (total, entry) => total + BigRational.FromDouble(entry) * BigRational.FromDouble(entry));
        var square = Square(x, z, u);
        // Doubles of one sign are ordered as their bits are: bisection.
        long below = 0, above = BitConverter.DoubleToInt64Bits(double.MaxValue);
        while (above - below > 1)
        {
            var middle = below + (above - below) / 2;
            var t = BigRational.FromDouble(BitConverter.Int64BitsToDouble(middle));
            if (t * t * norm < square) below = middle;
            else above = middle;
        }

        return BitConverter.Int64BitsToDouble(below);
    }
}
