using System.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// The range of binary digits that numbers take: all are multiples of 2^Lowest, and their absolute values sum to less than 2^Highest. Sums of
/// products of two ranges with at most 53 digits in all are exact in floating point, in any order.
/// </summary>
internal sealed class CoefficientRange
{
    private double _sum;

    public int Lowest { get; private set; } = int.MaxValue;

    public double LargestSum { get; private set; }

    public bool IsEmpty => Lowest == int.MaxValue;

    /// <summary>The exponent above the largest sum.</summary>
    public int Highest => LargestSum == 0 ? int.MinValue : Math.ILogB(LargestSum) + 1;

    /// <summary>Begins a new sum.</summary>
    public void BeginSum() => _sum = 0;

    /// <summary>Takes a number into the present sum.</summary>
    public void Add(double value)
    {
        if (value == 0) return;
        Lowest = Math.Min(Lowest, LowestBit(value));
        _sum += Math.Abs(value);
        // Upwards past every rounding of the sum.
        LargestSum = Math.Max(LargestSum, _sum * (1 + 1e-9));
    }

    /// <summary>Whether sums of products of numbers in the two ranges fit 53 binary digits.</summary>
    public static bool HasExactProducts(CoefficientRange a, CoefficientRange b)
    {
        if (a.IsEmpty || b.IsEmpty) return true;
        int lowest = a.Lowest + b.Lowest, highest = a.Highest + b.Highest;
        return highest - lowest <= 53 && lowest >= -1022 && highest <= 1000;
    }

    private static int LowestBit(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7FF);
        long mantissa = bits & ((1L << 52) - 1);
        if (exponent == 0) exponent = 1;
        else mantissa |= 1L << 52;
        return exponent - 1075 + BitOperations.TrailingZeroCount(mantissa);
    }
}
