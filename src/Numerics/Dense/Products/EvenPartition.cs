namespace Copositive.Numerics;

/// <summary>
/// The cut of 0 … length − 1 into the fewest pieces of at most a given size, all of the same size or one larger, the larger ones first.
/// </summary>
internal readonly struct EvenPartition
{
    /// <summary>Cuts <paramref name="length"/>, at least 1, into ⌈length / largest⌉ pieces.</summary>
    public EvenPartition(int length, int largest)
    {
        Count = (length - 1) / largest + 1;
        Size = length / Count;
        LargerCount = length - Size * Count;
    }

    /// <summary>The number of pieces.</summary>
    public int Count { get; }

    /// <summary>The number of pieces of size <see cref="Size"/> + 1.</summary>
    public int LargerCount { get; }

    /// <summary>The size of the others.</summary>
    public int Size { get; }

    /// <summary>The size of the largest piece.</summary>
    public int Largest => LargerCount > 0 ? Size + 1 : Size;

    /// <summary>Where a piece begins; the length for the piece after the last.</summary>
    public int Start(int piece) => piece * Size + Math.Min(piece, LargerCount);
}
