using System.Numerics;

namespace Copositive.Networks;

/// <summary>An arrangement may have more cells than its caller was ready to list.</summary>
public sealed class ArrangementLimitException : InvalidOperationException
{
    /// <summary>Names the numbers.</summary>
    /// <param name="hyperplanes">The number of distinct hyperplanes.</param>
    /// <param name="rank">Their rank.</param>
    /// <param name="cellBound">The largest number of cells that so many hyperplanes of this rank can have.</param>
    /// <param name="limit">The limit that the caller gave.</param>
    public ArrangementLimitException(int hyperplanes, int rank, BigInteger cellBound, long limit)
        : base($"{hyperplanes} distinct hyperplanes of rank {rank} have up to {cellBound} cells, more than the limit of {limit}; " +
            "raise the limit, reduce the data, or use a method that does not list the cells")
    {
        Hyperplanes = hyperplanes;
        Rank = rank;
        CellBound = cellBound;
        Limit = limit;
    }

    /// <summary>The number of distinct hyperplanes.</summary>
    public int Hyperplanes { get; }

    /// <summary>The rank of the hyperplanes' normals.</summary>
    public int Rank { get; }

    /// <summary>The largest number of cells that so many hyperplanes of this rank can have.</summary>
    public BigInteger CellBound { get; }

    /// <summary>The limit that the caller gave.</summary>
    public long Limit { get; }
}
