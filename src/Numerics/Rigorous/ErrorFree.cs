using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>
/// Error-free transformations: a floating-point operation together with its own rounding error, which is again a
/// floating-point number. Round to nearest is assumed, as everywhere in .NET.
/// </summary>
/// <remarks>Knuth's TwoSum; TwoProduct by a fused multiply-add (Ogita, Rump, Oishi 2005).</remarks>
public static class ErrorFree
{
    /// <summary>a + b = Sum + Error exactly, where Sum is the rounded sum and no intermediate overflows.</summary>
    /// <param name="a">The first summand.</param>
    /// <param name="b">The second summand; no order of magnitudes is required.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (double Sum, double Error) TwoSum(double a, double b)
    {
        var sum = a + b;
        var bRounded = sum - a;
        var aRounded = sum - bRounded;
        return (sum, (a - aRounded) + (b - bRounded));
    }

    /// <summary>a + b = Sum + Error exactly, where |a| ≥ |b| or a = 0.</summary>
    /// <param name="a">The summand of larger magnitude.</param>
    /// <param name="b">The summand of smaller magnitude.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (double Sum, double Error) FastTwoSum(double a, double b)
    {
        var sum = a + b;
        return (sum, b - (sum - a));
    }

    /// <summary>a·b = Product + Error exactly, where 2⁻⁹⁶⁹ ≤ |Product| &lt; ∞ or a·b = 0. Below that the error may itself be rounded.</summary>
    /// <param name="a">The first factor.</param>
    /// <param name="b">The second factor.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (double Product, double Error) TwoProduct(double a, double b)
    {
        var product = a * b;
        return (product, Math.FusedMultiplyAdd(a, b, -product));
    }
}
