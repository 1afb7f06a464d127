namespace Copositive.Numerics;

/// <summary>Checks the arguments of operations on many matrices of one order.</summary>
internal static class BatchShape
{
    /// <summary>Refuses a span too short for <paramref name="count"/> arrays of <paramref name="length"/> entries.</summary>
    public static void Check(int count, int length, int available, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (available < (long)count * length)
            throw new ArgumentException($"{count} matrices need {(long)count * length} entries; the span has {available}.", name);
    }

    /// <summary>Refuses a factor of off-diagonal entries that is not positive and finite.</summary>
    public static void CheckScale(double offDiagonalScale)
    {
        if (!(offDiagonalScale > 0) || !double.IsFinite(offDiagonalScale))
            throw new ArgumentOutOfRangeException(nameof(offDiagonalScale), offDiagonalScale,
                "The factor of the off-diagonal entries must be positive and finite.");
    }
}
