namespace Copositive.Numerics;

/// <summary>Splits the vectors of a compressed matrix into consecutive parts of about equal numbers of entries.</summary>
internal static unsafe class CompressedSplit
{
    /// <summary>Fewer entries a part than this do not pay for starting it.</summary>
    private const int LeastEntries = 10_000;

    /// <summary>The number of parts for so many threads, each with enough to do.</summary>
    public static int Parts(int threads, int vectors, long entries) =>
        (int)Math.Max(1, Math.Min(Math.Min(threads, vectors), (entries + vectors) / LeastEntries));

    /// <summary>The first vector of a part: the first before which entries and vectors reach the part's share.</summary>
    public static int First(int* starts, int vectors, int part, int parts)
    {
        if (part == parts)
            return vectors;
        long share = ((long)starts[vectors] + vectors) * part / parts;
        int low = 0, high = vectors;
        while (low < high)
        {
            int middle = (int)(((uint)low + (uint)high) / 2);
            if ((long)starts[middle] + middle < share)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
