using System.Numerics;

namespace Copositive.Networks;

/// <summary>
/// Exact directions: the integer vector without common factor that points where a vector of doubles points. Two vectors are parallel
/// exactly when these are equal, opposite exactly when they are negatives of each other.
/// </summary>
internal static class PrimitiveVector
{
    private const int ApproximationBits = 100;

    /// <summary>
    /// The primitive integer vector of the direction of <paramref name="vector"/>, or null for the zero vector. No rounding.
    /// </summary>
    public static BigInteger[]? FromDoubles(ReadOnlySpan<double> vector)
    {
        var lowest = int.MaxValue;
        foreach (var value in vector)
        {
            if (value == 0) continue;
            lowest = Math.Min(lowest, Decompose(value).Exponent);
        }
        if (lowest == int.MaxValue) return null;
        var integers = new BigInteger[vector.Length];
        for (var k = 0; k < integers.Length; k++)
        {
            if (vector[k] == 0) continue;
            var (mantissa, exponent) = Decompose(vector[k]);
            integers[k] = new BigInteger(mantissa) << (exponent - lowest);
        }
        DivideByContent(integers);
        return integers;
    }

    /// <summary>Divides by the greatest common divisor of the entries, in place; the zero vector stays.</summary>
    public static void DivideByContent(Span<BigInteger> vector)
    {
        var content = BigInteger.Zero;
        foreach (ref readonly var value in vector)
        {
            content = BigInteger.GreatestCommonDivisor(content, value);
            if (content.IsOne) return;
        }
        if (content.IsZero) return;
        foreach (ref var value in vector) value /= content;
    }

    /// <summary>The exact inner product.</summary>
    public static BigInteger Dot(ReadOnlySpan<BigInteger> a, ReadOnlySpan<BigInteger> b)
    {
        var sum = BigInteger.Zero;
        for (var k = 0; k < a.Length; k++) sum += a[k] * b[k];
        return sum;
    }

    /// <summary>
    /// A positive multiple in doubles with largest magnitude in [½, 1] and an error of at most 2⁻⁵² in every entry: the entries are cut to
    /// 100 bits below the largest (an error of 2⁻⁹⁹) and converted (an error of 2⁻⁵³, or one unit of the last place where conversion
    /// truncates).
    /// </summary>
    public static double[] Approximate(ReadOnlySpan<BigInteger> vector)
    {
        long bits = 0;
        foreach (ref readonly var value in vector) bits = Math.Max(bits, BigInteger.Abs(value).GetBitLength());
        var excess = (int)Math.Max(0, bits - ApproximationBits);
        var scale = Math.ScaleB(1, -(int)Math.Min(bits, ApproximationBits));
        var approximation = new double[vector.Length];
        for (var k = 0; k < approximation.Length; k++) approximation[k] = (double)(vector[k] >> excess) * scale;
        return approximation;
    }

    /// <summary>value = Mantissa·2^Exponent exactly, for a finite value.</summary>
    private static (long Mantissa, int Exponent) Decompose(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var biased = (int)((bits >> 52) & 0x7FF);
        var fraction = bits & 0xF_FFFF_FFFF_FFFFL;
        var mantissa = biased == 0 ? fraction : fraction | (1L << 52);
        var exponent = Math.Max(biased, 1) - 1075;
        return (bits < 0 ? -mantissa : mantissa, exponent);
    }
}
