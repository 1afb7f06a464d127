namespace Copositive.Numerics;

/// <summary>Even shares of 0 … count − 1 for the parts of a <see cref="WorkerTeam"/>.</summary>
internal static class Partition
{
    /// <summary>The share of one part; its bounds are multiples of the grain, but for the end of the last.</summary>
    public static (int From, int End) Of(int count, int part, int parts, int grain = 1)
    {
        long grains = (count + grain - 1) / grain;
        int from = (int)(grains * part / parts) * grain, end = (int)(grains * (part + 1) / parts) * grain;
        return (Math.Min(from, count), Math.Min(end, count));
    }

    /// <summary>
    /// The share of one part in the rows of a lower triangle, with about the same number of entries each; bounds are multiples of 8.
    /// </summary>
    public static (int From, int End) OfLowerTriangle(int order, int part, int parts) =>
        (LowerBound(order, part, parts), LowerBound(order, part + 1, parts));

    /// <summary>The share of one part in the rows of an upper triangle: those of the lower one in reverse.</summary>
    public static (int From, int End) OfUpperTriangle(int order, int part, int parts) =>
        (UpperBound(order, part, parts), UpperBound(order, part + 1, parts));

    private static int LowerBound(int order, int part, int parts) =>
        part == parts ? order : (int)(order * Math.Sqrt((double)part / parts)) & ~7;

    private static int UpperBound(int order, int part, int parts) =>
        part == parts ? order : (int)(order * (1 - Math.Sqrt(1 - (double)part / parts))) & ~7;
}
