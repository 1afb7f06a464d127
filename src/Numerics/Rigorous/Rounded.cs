using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>
/// The elementary operations rounded upwards or downwards, made from round-to-nearest operations and their error-free transformations
/// (.NET has no rounding modes). An <c>Up</c> result is never below, a <c>Down</c> result never above, the exact result of the given doubles.
/// </summary>
/// <remarks>
/// <para>A result is the nearest such double, except that results below 2⁻⁹⁶⁹ and above 2¹⁰²³ in magnitude may be one step wider
/// (there the rounding error is not always a double).</para>
/// <para>Overflow towards the requested side gives ±∞, away from it ±<see cref="double.MaxValue"/>. A result without meaning (an operand NaN,
/// ∞ − ∞, 0·∞, division by zero, the root of a negative number) is +∞ rounded up and −∞ rounded down: the bound that says nothing.
/// No result is NaN.</para>
/// </remarks>
public static partial class Rounded
{
    /// <summary>Half the distance from 1 to the next double: u = 2⁻⁵³.</summary>
    public const double UnitRoundoff = 1.0 / (1L << 53);

    /// <summary>Below 2⁻⁹⁶⁹ the error of a product need not be a double.</summary>
    private const double TinyProduct = 2.004168360008973e-292;

    /// <summary>2¹⁰²³: from here on the intermediate sums of TwoSum can overflow.</summary>
    private const double HugeSum = 8.98846567431158e+307;

    /// <summary>2⁻⁹⁶⁰ and 2⁻¹⁰²²: the ranges of numerator and quotient in which the remainder of a division is a double.</summary>
    private const double TinyNumerator = 1.0261342003245941e-289;
    private const double TinyQuotient = 2.2250738585072014e-308;

    /// <summary>a + b rounded up.</summary>
    /// <param name="a">The first summand.</param>
    /// <param name="b">The second summand.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double AddUp(double a, double b)
    {
        var (sum, error) = ErrorFree.TwoSum(a, b);
        if (Math.Abs(sum) < HugeSum) return error > 0 ? Math.BitIncrement(sum) : sum;
        return StepUp(sum, double.IsInfinity(a) || double.IsInfinity(b));
    }

    /// <summary>a + b rounded down.</summary>
    /// <param name="a">The first summand.</param>
    /// <param name="b">The second summand.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double AddDown(double a, double b) => -AddUp(-a, -b);

    /// <summary>a − b rounded up.</summary>
    /// <param name="a">The minuend.</param>
    /// <param name="b">The subtrahend.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double SubtractUp(double a, double b) => AddUp(a, -b);

    /// <summary>a − b rounded down.</summary>
    /// <param name="a">The minuend.</param>
    /// <param name="b">The subtrahend.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double SubtractDown(double a, double b) => -AddUp(-a, b);

    /// <summary>a·b rounded up.</summary>
    /// <param name="a">The first factor.</param>
    /// <param name="b">The second factor.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double MultiplyUp(double a, double b)
    {
        var product = a * b;
        if (Math.Abs(product) is >= TinyProduct and <= double.MaxValue)
            return Math.FusedMultiplyAdd(a, b, -product) > 0 ? Math.BitIncrement(product) : product;
        return MultiplyUpAtTheEdge(a, b, product);
    }

    /// <summary>a·b rounded down.</summary>
    /// <param name="a">The first factor.</param>
    /// <param name="b">The second factor.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double MultiplyDown(double a, double b) => -MultiplyUp(-a, b);

    /// <summary>a/b rounded up. An infinite b counts as a large number without limit, not as one that makes the quotient zero.</summary>
    /// <param name="a">The numerator.</param>
    /// <param name="b">The denominator.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double DivideUp(double a, double b)
    {
        var quotient = a / b;
        if (Math.Abs(quotient) is < TinyQuotient or > double.MaxValue || !(Math.Abs(a) >= TinyNumerator) || b == 0)
            return DivideUpAtTheEdge(a, b, quotient);
        // a/b − q = (a − qb)/b, and the remainder a − qb of a correctly rounded quotient is a double.
        var remainder = Math.FusedMultiplyAdd(-quotient, b, a);
        return (b > 0 ? remainder > 0 : remainder < 0) ? Math.BitIncrement(quotient) : quotient;
    }

    /// <summary>a/b rounded down. An infinite b counts as a large number without limit, not as one that makes the quotient zero.</summary>
    /// <param name="a">The numerator.</param>
    /// <param name="b">The denominator.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double DivideDown(double a, double b) => -DivideUp(-a, b);

    /// <summary>√a rounded up; +∞ for a negative a.</summary>
    /// <param name="a">The radicand.</param>
    public static double SqrtUp(double a)
    {
        if (a == 0) return 0;
        if (!(a > 0) || double.IsPositiveInfinity(a)) return double.PositiveInfinity;
        var (scaled, back) = ScaledForRoot(a);
        var root = Math.Sqrt(scaled);
        return back * (Math.FusedMultiplyAdd(-root, root, scaled) > 0 ? Math.BitIncrement(root) : root);
    }

    /// <summary>√a rounded down; −∞ for a negative a.</summary>
    /// <param name="a">The radicand.</param>
    public static double SqrtDown(double a)
    {
        if (a == 0) return 0;
        if (!(a > 0)) return double.NegativeInfinity;
        if (double.IsPositiveInfinity(a)) return double.PositiveInfinity;
        var (scaled, back) = ScaledForRoot(a);
        var root = Math.Sqrt(scaled);
        return back * (Math.FusedMultiplyAdd(-root, root, scaled) < 0 ? Math.BitDecrement(root) : root);
    }

    /// <summary>γ_k = ku/(1 − ku) rounded up: the relative error of k successive roundings. +∞ where ku ≥ 1.</summary>
    /// <param name="k">The number of roundings, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is negative.</exception>
    public static double Gamma(long k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        if (k >= 1L << 53) return double.PositiveInfinity;
        var ku = k * UnitRoundoff; // exact, and so is 1 − ku: both are multiples of u of at most 1
        return DivideUp(ku, 1 - ku);
    }

    /// <summary>Tiny radicands are scaled by 2¹²⁸ so that the remainder of the root is a double; the root is scaled back exactly.</summary>
    private static (double Scaled, double Back) ScaledForRoot(double a)
    {
        const double twoTo128 = 3.402823669209384634633746074317682e38, twoToMinus64 = 1 / 18446744073709551616.0;
        return a < TinyNumerator ? (a * twoTo128, twoToMinus64) : (a, 1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double StepUp(double rounded, bool isExactInfinity)
    {
        if (double.IsNaN(rounded)) return double.PositiveInfinity;
        return isExactInfinity ? rounded : Math.BitIncrement(rounded);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double MultiplyUpAtTheEdge(double a, double b, double product)
    {
        if (double.IsNaN(product)) return double.PositiveInfinity;
        if (a == 0 || b == 0) return 0;
        if (product == 0 && double.IsNegative(product)) return 0;
        return StepUp(product, double.IsInfinity(a) || double.IsInfinity(b));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double DivideUpAtTheEdge(double a, double b, double quotient)
    {
        if (b == 0 || double.IsNaN(quotient)) return double.PositiveInfinity;
        if (a == 0) return 0;
        if (quotient == 0 && double.IsNegative(quotient)) return 0;
        return StepUp(quotient, double.IsInfinity(a));
    }
}
