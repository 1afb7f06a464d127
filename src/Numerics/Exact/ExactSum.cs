using System.Numerics;

namespace Copositive.Numerics;

/// <summary>
/// An exact accumulator of doubles and of products of two doubles: no operation rounds, and the sum is read off rounded once
/// in the direction asked for.
/// </summary>
/// <remarks>
/// A fixed-point number in units of 2⁻²¹⁴⁸ (the square of the smallest double), kept as 32-bit digits in 64-bit words whose carries are
/// resolved every 2²⁹ additions (Kulisch's long accumulator). An addition touches at most six words. Not thread-safe.
/// </remarks>
public sealed class ExactSum
{
    private const int LowestExponent = -2148, DigitBits = 32, DigitCount = 136, AdditionsBetweenCarries = 1 << 29;

    private readonly long[] _digits = new long[DigitCount];
    private int _additions;

    /// <summary>Sets the sum to 0.</summary>
    public void Clear()
    {
        Array.Clear(_digits);
        _additions = 0;
    }

    /// <summary>Adds a double.</summary>
    /// <param name="value">A finite double.</param>
    /// <exception cref="ArgumentException">The double is NaN or infinite.</exception>
    public void Add(double value)
    {
        var (mantissa, exponent) = BinaryFraction.Split(value);
        Add(mantissa, exponent);
    }

    /// <summary>Adds the exact product a·b.</summary>
    /// <param name="a">A finite double.</param>
    /// <param name="b">A finite double.</param>
    /// <exception cref="ArgumentException">A factor is NaN or infinite.</exception>
    public void AddProduct(double a, double b)
    {
        var (ma, ea) = BinaryFraction.Split(a);
        var (mb, eb) = BinaryFraction.Split(b);
        Add((Int128)ma * mb, ea + eb);
    }

    /// <summary>The sum as a rational number.</summary>
    public BigRational ToRational()
    {
        var value = ToInteger();
        var zeros = TrailingZeros(value);
        return zeros >= -LowestExponent
            ? new(value >> -LowestExponent)
            : new(value >> zeros, BigInteger.One << (-LowestExponent - zeros));
    }

    /// <summary>The sum rounded down.</summary>
    public double Down() => BinaryFraction.Scaled(ToInteger(), LowestExponent).Down;

    /// <summary>The sum rounded up.</summary>
    public double Up() => BinaryFraction.Scaled(ToInteger(), LowestExponent).Up;

    /// <summary>The sum rounded to nearest.</summary>
    public double Nearest() => BinaryFraction.Scaled(ToInteger(), LowestExponent).Nearest;

    /// <summary>The narrowest interval of doubles around the sum.</summary>
    public Interval ToInterval()
    {
        var (down, up, _) = BinaryFraction.Scaled(ToInteger(), LowestExponent);
        return new(down, up);
    }

    /// <summary>The narrowest interval of doubles around Σ xᵢ.</summary>
    /// <param name="x">Finite summands.</param>
    /// <exception cref="ArgumentException">A summand is NaN or infinite.</exception>
    public static Interval Sum(ReadOnlySpan<double> x)
    {
        var sum = new ExactSum();
        foreach (var value in x) sum.Add(value);
        return sum.ToInterval();
    }

    /// <summary>The narrowest interval of doubles around Σ xᵢyᵢ.</summary>
    /// <param name="x">Finite factors.</param>
    /// <param name="y">Finite factors, as many.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a factor is NaN or infinite.</exception>
    public static Interval Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length) throw new ArgumentException($"The factors have {x.Length} and {y.Length} entries; they must match.", nameof(y));
        var sum = new ExactSum();
        for (var i = 0; i < x.Length; i++) sum.AddProduct(x[i], y[i]);
        return sum.ToInterval();
    }

    private void Add(Int128 mantissa, int exponent)
    {
        if (mantissa == 0) return;
        var isNegative = mantissa < 0;
        var magnitude = (UInt128)(isNegative ? -mantissa : mantissa);
        var position = exponent - LowestExponent;
        AddDigits((ulong)magnitude, position, isNegative);
        var high = (ulong)(magnitude >> 64);
        if (high != 0) AddDigits(high, position + 64, isNegative);
        if (++_additions == AdditionsBetweenCarries) ResolveCarries();
    }

    private void AddDigits(ulong magnitude, int position, bool isNegative)
    {
        var digit = position / DigitBits;
        for (var shifted = (UInt128)magnitude << (position % DigitBits); shifted != 0; shifted >>= DigitBits, digit++)
        {
            long part = (uint)shifted;
            _digits[digit] += isNegative ? -part : part;
        }
    }

    private void ResolveCarries()
    {
        long carry = 0;
        for (var i = 0; i < DigitCount - 1; i++)
        {
            var value = _digits[i] + carry;
            _digits[i] = value & 0xFFFFFFFFL;
            carry = value >> DigitBits;
        }

        _digits[DigitCount - 1] += carry;
        _additions = 0;
    }

    private BigInteger ToInteger()
    {
        ResolveCarries();
        var bytes = new byte[(DigitCount - 1) * 4];
        for (var i = 0; i < DigitCount - 1; i++) BitConverter.TryWriteBytes(bytes.AsSpan(4 * i), (uint)_digits[i]);
        return new BigInteger(bytes, isUnsigned: true) + (new BigInteger(_digits[DigitCount - 1]) << (DigitBits * (DigitCount - 1)));
    }

    private static int TrailingZeros(BigInteger value)
    {
        if (value.IsZero) return int.MaxValue;
        var bytes = value.ToByteArray();
        var i = 0;
        while (bytes[i] == 0) i++;
        return 8 * i + BitOperations.TrailingZeroCount(bytes[i]);
    }
}
