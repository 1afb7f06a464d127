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
}
