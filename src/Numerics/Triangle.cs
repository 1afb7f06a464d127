namespace Copositive.Numerics;

/// <summary>
/// Index arithmetic for a symmetric matrix stored as its upper triangle column by column:
/// 00, 01, 11, 02, 12, 22, …
/// </summary>
public static class Triangle
{
    /// <summary>The largest order whose triangle an array can hold.</summary>
    public const int MaxOrder = 65535;

    /// <summary>n(n+1)/2, the number of entries of a triangle of order n.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The order is negative or above <see cref="MaxOrder"/>.</exception>
    public static int Length(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, MaxOrder);
        return (int)((long)order * (order + 1) / 2);
    }

    /// <summary>The order n with n(n+1)/2 = length; −1 if there is none.</summary>
    public static int OrderOf(int length)
    {
        if (length < 0) return -1;
        int order = (int)((Math.Sqrt(8.0 * length + 1) - 1) / 2 + 0.5);
        return (long)order * (order + 1) / 2 == length ? order : -1;
    }

    /// <summary>The place of entry (i, j), or equally (j, i).</summary>
    public static int Index(int i, int j) => i <= j ? j * (j + 1) / 2 + i : i * (i + 1) / 2 + j;
}
