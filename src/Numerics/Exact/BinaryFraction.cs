using System.Numerics;

namespace Copositive.Numerics;

/// <summary>The exact passage between doubles and integers: a finite double is mantissa · 2^exponent.</summary>
internal static class BinaryFraction
{
    private const int MinExponent = -1074, MantissaBits = 53;

    /// <summary>The signed mantissa (|m| &lt; 2⁵³) and the exponent (≥ −1074) of a finite double.</summary>
    /// <exception cref="ArgumentException">The double is NaN or infinite.</exception>
    public static (long Mantissa, int Exponent) Split(double value)
    {
        if (!double.IsFinite(value)) throw new ArgumentException($"Only a finite double has an exact value; this one is {value}.", nameof(value));
        var bits = BitConverter.DoubleToInt64Bits(value);
        var biased = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & 0xFFFFFFFFFFFFFL;
        if (biased == 0) biased = 1;
        else mantissa |= 1L << 52;
        return (bits < 0 ? -mantissa : mantissa, biased - 1075);
    }

    /// <summary>numerator/denominator rounded down, up, and to nearest (ties to even).</summary>
    /// <param name="numerator">The numerator.</param>
    /// <param name="denominator">The denominator, positive.</param>
    public static (double Down, double Up, double Nearest) Quotient(BigInteger numerator, BigInteger denominator)
    {
        if (numerator.IsZero) return (0, 0, 0);
        var isNegative = numerator.Sign < 0;
        var (floor, ceiling, nearest) = PositiveQuotient(BigInteger.Abs(numerator), denominator);
        return isNegative ? (-ceiling, -floor, -nearest) : (floor, ceiling, nearest);
    }

    /// <summary>value · 2^exponent rounded down, up, and to nearest.</summary>
    public static (double Down, double Up, double Nearest) Scaled(BigInteger value, int exponent)
        => exponent >= 0 ? Quotient(value << exponent, BigInteger.One) : Quotient(value, BigInteger.One << -exponent);

    private static (double Floor, double Ceiling, double Nearest) PositiveQuotient(BigInteger numerator, BigInteger denominator)
    {
        // Choose the exponent so that the integer quotient has 53 or 54 bits, but no unit is finer than the smallest double.
        var magnitude = numerator.GetBitLength() - denominator.GetBitLength();
        if (magnitude > 1100) return (double.MaxValue, double.PositiveInfinity, double.PositiveInfinity);
        if (magnitude < -1200) return (0, double.Epsilon, 0);
        var exponent = Math.Max((int)magnitude - MantissaBits, MinExponent);
        var (quotient, remainder) = Divide(numerator, denominator, exponent);
        if (quotient.GetBitLength() > MantissaBits) (quotient, remainder) = Divide(numerator, denominator, ++exponent);
        var scaledDenominator = exponent > 0 ? denominator << exponent : denominator;

        var floor = Compose((long)quotient, exponent);
        if (remainder.IsZero) return double.IsInfinity(floor) ? (double.MaxValue, floor, floor) : (floor, floor, floor);
        if (double.IsInfinity(floor)) return (double.MaxValue, floor, floor);
        var ceiling = Math.BitIncrement(floor);
        var half = (remainder << 1).CompareTo(scaledDenominator);
        var isUp = half > 0 || (half == 0 && !quotient.IsEven);
        return (floor, ceiling, isUp ? ceiling : floor);
    }

    private static (BigInteger Quotient, BigInteger Remainder) Divide(BigInteger numerator, BigInteger denominator, int exponent)
        => exponent >= 0
            ? BigInteger.DivRem(numerator, denominator << exponent)
            : BigInteger.DivRem(numerator << -exponent, denominator);

    /// <summary>mantissa · 2^exponent, exact for a mantissa of at most 53 bits and an exponent of at least −1074; ∞ on overflow.</summary>
    private static double Compose(long mantissa, int exponent) => Math.ScaleB(mantissa, exponent);
}
