using System.Globalization;

namespace Copositive.Modeling;

/// <summary>The size of what an approximation makes of one block.</summary>
/// <param name="Rows">Rows of the program.</param>
/// <param name="Columns">Columns added to the program's own.</param>
/// <param name="Nonzeros">Entries of A in the added columns, and multiples of the block's own rows that are summed.</param>
/// <param name="Blocks">Matrix blocks.</param>
/// <param name="LargestBlock">The order of the largest of them; 0 where there is none.</param>
public readonly record struct ApproximationSize(long Rows, long Columns, long Nonzeros, long Blocks, long LargestBlock)
{
    /// <summary>
    /// What lists of triplets, the program, its plan and a solver's vectors hold for an entry and for a row or column, measured; the factors of
    /// an interior-point method come on top, which that method counts itself.
    /// </summary>
    private const double BytesPerNonzero = 120, BytesPerLine = 400;

    /// <summary>About how much memory the program, its plan and a first-order solver need, in bytes.</summary>
    public double Bytes => BytesPerNonzero * Nonzeros + BytesPerLine * ((double)Rows + Columns);

    /// <summary>Whether it fits into this machine's memory, and its numbers into indices.</summary>
    public bool Fits => Rows < int.MaxValue && Columns < int.MaxValue && Nonzeros < int.MaxValue / 2
        && Bytes < GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Rows:N0} rows, {Columns:N0} columns, {Nonzeros:N0} entries, {Blocks:N0} blocks of order up to {LargestBlock:N0}, about {Bytes / (1 << 30):G3} GiB");

    /// <summary>Products and sums of sizes, saturating.</summary>
    internal static long Clamp(double value) => value >= long.MaxValue ? long.MaxValue : (long)value;
}
