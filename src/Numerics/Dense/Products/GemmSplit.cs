using System.Numerics;

namespace Copositive.Numerics;

/// <summary>The division of a product among the threads of a team: rows or columns of C, so that no part waits for another.</summary>
/// <typeparam name="T">The number.</typeparam>
internal readonly struct GemmSplit<T> : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Cuts are at multiples of this: whole cache lines and vectors.</summary>
    private const int Grain = 64 / sizeof(double);

    /// <summary>A part with fewer multiplications is not worth handing to another thread.</summary>
    private const long LeastPerPart = 1 << 17;

    private readonly GemmProduct<T> _product;
    private readonly int _parts;

    private GemmSplit(in GemmProduct<T> product, int parts)
    {
        _product = product;
        _parts = parts;
    }

    /// <summary>Computes the product with as many threads of the team as are worth while.</summary>
    public static void Run(in GemmProduct<T> product, WorkerTeam? team)
    {
        int parts = team is null ? 1 : (int)Math.Min(team.Threads, (long)product.Rows * product.Columns * product.Depth / LeastPerPart);
        if (parts > 1)
            team!.Run(parts, new GemmSplit<T>(in product, parts));
        else
            Gemm.Run(in product);
    }

    /// <inheritdoc/>
    public void Run(int part)
    {
        bool byColumns = _product.Region == GemmRegion.Lower;
        int start = Cut(part, byColumns), end = Cut(part + 1, byColumns);
        if (end > start)
            Gemm.Run(byColumns ? _product.ColumnRange(start, end) : _product.RowRange(start, end));
    }

    private int Cut(int part, bool byColumns)
    {
        int length = byColumns ? _product.Columns : _product.Rows, width = byColumns ? _product.Rows : _product.Columns;
        double share = (double)part / _parts, cut = share * length;
        if (_product.Region != GemmRegion.Full)
        {
            // Columns c of a lower triangle (rows of an upper) have width − c entries, hence those before c, width·c − c²/2.
            double used = Math.Min(length, width);
            cut = width - Math.Sqrt((double)width * width - 2 * share * (width * used - used * used / 2));
        }
        return part == _parts ? length : Math.Min(length, (int)Math.Round(cut / Grain) * Grain);
    }
}
