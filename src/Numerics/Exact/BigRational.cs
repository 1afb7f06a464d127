using System.Numerics;

namespace Copositive.Numerics;

/// <summary>An exact rational number: a fraction of integers of any size in lowest terms with a positive denominator.</summary>
/// <remarks>Every finite double is such a number exactly: mantissa · 2^exponent.</remarks>
public readonly struct BigRational : IEquatable<BigRational>, IComparable<BigRational>
{
    private readonly BigInteger _denominatorMinusOne;

    /// <summary>The number numerator/denominator, reduced.</summary>
    /// <param name="numerator">The numerator.</param>
    /// <param name="denominator">The denominator, not 0.</param>
    /// <exception cref="DivideByZeroException">The denominator is 0.</exception>
    public BigRational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero) throw new DivideByZeroException("A fraction needs a denominator that is not 0.");
        if (denominator.Sign < 0) (numerator, denominator) = (-numerator, -denominator);
        if (!denominator.IsOne)
        {
            var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
            if (!divisor.IsOne) (numerator, denominator) = (numerator / divisor, denominator / divisor);
        }

        Numerator = numerator;
        _denominatorMinusOne = denominator - BigInteger.One;
    }

    /// <summary>The whole number.</summary>
    /// <param name="value">The number.</param>
    public BigRational(BigInteger value)
    {
        Numerator = value;
        _denominatorMinusOne = BigInteger.Zero;
    }

    /// <summary>The number 0, which is also the default value.</summary>
    public static BigRational Zero => default;

    /// <summary>The number 1.</summary>
    public static BigRational One => new(BigInteger.One);

    /// <summary>The numerator; it carries the sign.</summary>
    public BigInteger Numerator { get; }

    /// <summary>The denominator, positive and without a common factor with the numerator.</summary>
    public BigInteger Denominator => _denominatorMinusOne + BigInteger.One;

    /// <summary>−1, 0 or 1.</summary>
    public int Sign => Numerator.Sign;

    /// <summary>Whether the number is 0.</summary>
    public bool IsZero => Numerator.IsZero;

    /// <summary>The exact value of a double.</summary>
    /// <param name="value">A finite double.</param>
    /// <exception cref="ArgumentException">The double is NaN or infinite.</exception>
    public static BigRational FromDouble(double value)
    {
        var (mantissa, exponent) = BinaryFraction.Split(value);
        if (mantissa == 0) return Zero;
        if (exponent >= 0) return new(new BigInteger(mantissa) << exponent);
        // Lowest terms by shifting: the denominator is a power of two.
        var common = Math.Min(BitOperations.TrailingZeroCount(mantissa), -exponent);
        return FromReduced(mantissa >> common, BigInteger.One << (-exponent - common));
    }

    /// <summary>The exact value of a finite double.</summary>
    /// <param name="value">A finite double.</param>
    public static explicit operator BigRational(double value) => FromDouble(value);

    /// <summary>The whole number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator BigRational(int value) => new(new BigInteger(value));

    /// <summary>The whole number.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator BigRational(BigInteger value) => new(value);

    /// <summary>The sum.</summary>
    public static BigRational operator +(BigRational a, BigRational b)
        => a.Denominator == b.Denominator
            ? new(a.Numerator + b.Numerator, a.Denominator)
            : new(a.Numerator * b.Denominator + b.Numerator * a.Denominator, a.Denominator * b.Denominator);

    /// <summary>The difference.</summary>
    public static BigRational operator -(BigRational a, BigRational b) => a + -b;

    /// <summary>The negative.</summary>
    public static BigRational operator -(BigRational a) => FromReduced(-a.Numerator, a.Denominator);

    /// <summary>The product.</summary>
    public static BigRational operator *(BigRational a, BigRational b)
        => a.IsZero || b.IsZero ? Zero : new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    /// <summary>The quotient.</summary>
    /// <exception cref="DivideByZeroException">b is 0.</exception>
    public static BigRational operator /(BigRational a, BigRational b) => new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    /// <summary>Whether the numbers are equal.</summary>
    public static bool operator ==(BigRational a, BigRational b) => a.Equals(b);

    /// <summary>Whether the numbers differ.</summary>
    public static bool operator !=(BigRational a, BigRational b) => !a.Equals(b);

    /// <summary>Whether a is less than b.</summary>
    public static bool operator <(BigRational a, BigRational b) => a.CompareTo(b) < 0;

    /// <summary>Whether a is greater than b.</summary>
    public static bool operator >(BigRational a, BigRational b) => a.CompareTo(b) > 0;

    /// <summary>Whether a is at most b.</summary>
    public static bool operator <=(BigRational a, BigRational b) => a.CompareTo(b) <= 0;

    /// <summary>Whether a is at least b.</summary>
    public static bool operator >=(BigRational a, BigRational b) => a.CompareTo(b) >= 0;

    /// <summary>The absolute value.</summary>
    /// <param name="a">The number.</param>
    public static BigRational Abs(BigRational a) => a.Sign < 0 ? -a : a;

    /// <summary>The smaller number.</summary>
    /// <param name="a">The first number.</param>
    /// <param name="b">The second number.</param>
    public static BigRational Min(BigRational a, BigRational b) => a <= b ? a : b;

    /// <summary>The larger number.</summary>
    /// <param name="a">The first number.</param>
    /// <param name="b">The second number.</param>
    public static BigRational Max(BigRational a, BigRational b) => a >= b ? a : b;

    /// <summary>The largest double that is at most this number; −∞ below the finite doubles.</summary>
    public double ToDoubleDown() => BinaryFraction.Quotient(Numerator, Denominator).Down;

    /// <summary>The smallest double that is at least this number; +∞ above the finite doubles.</summary>
    public double ToDoubleUp() => BinaryFraction.Quotient(Numerator, Denominator).Up;

    /// <summary>The nearest double, ties to even; ±∞ beyond the finite doubles.</summary>
    public double ToDouble() => BinaryFraction.Quotient(Numerator, Denominator).Nearest;

    /// <summary>The narrowest interval of doubles around this number.</summary>
    public Interval ToInterval()
    {
        var (down, up, _) = BinaryFraction.Quotient(Numerator, Denominator);
        return new(down, up);
    }

    /// <inheritdoc/>
    public int CompareTo(BigRational other)
        => Sign != other.Sign
            ? Sign.CompareTo(other.Sign)
            : (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <inheritdoc/>
    public bool Equals(BigRational other) => Numerator == other.Numerator && _denominatorMinusOne == other._denominatorMinusOne;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BigRational other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Numerator, _denominatorMinusOne);

    /// <summary>The fraction as text, "numerator/denominator", or the numerator alone for a whole number.</summary>
    public override string ToString() => _denominatorMinusOne.IsZero ? Numerator.ToString() : $"{Numerator}/{Denominator}";

    private static BigRational FromReduced(BigInteger numerator, BigInteger denominator) => new(numerator, denominator, default(Reduced));

    private BigRational(BigInteger numerator, BigInteger denominator, Reduced _)
    {
        Numerator = numerator;
        _denominatorMinusOne = denominator - BigInteger.One;
    }

    private readonly struct Reduced;
}
