using System.Numerics;

namespace Copositive.Numerics;

/// <summary>The division of a product among the threads of a team, by rows or columns of C, so that no part waits for another.</summary>
/// <remarks>
/// Rows can be cut more evenly, being no part of a vector; columns spare the parts from packing the same panels of B each for itself, which
/// pays when they are many. Triangles are cut into parts of equal area.
/// </remarks>
/// <typeparam name="T">The number.</typeparam>
internal readonly struct GemmSplit<T> : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Cuts are at multiples of this: whole cache lines and vectors.</summary>
    private const int Grain = 64 / sizeof(double);

    /// <summary>A part with fewer multiplications is not worth handing to another thread.</summary>
    private const long LeastPerPart = 1 << 17;

    /// <summary>From this many columns on they are cut, unless there are more rows.</summary>
    private const int ManyColumns = 512;

    private readonly GemmProduct<T> _product;
    private readonly int _parts;
    private readonly bool _byColumns;

    private GemmSplit(in GemmProduct<T> product, int parts)
    {
        _product = product;
        _parts = parts;
        _byColumns = product.Region switch
        {
            GemmRegion.Lower => true,
            GemmRegion.UpperTiles => false,
            _ => product.Columns >= Math.Max(product.Rows, ManyColumns) || product.Columns / 4 > product.Rows,
        };
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
        int start = Cut(part), end = Cut(part + 1);
        if (end > start)
            Gemm.Run(_byColumns ? _product.ColumnRange(start, end) : _product.RowRange(start, end));
    }

    /// <summary>Where a part begins.</summary>
    private int Cut(int part)
    {
        (int length, int width) = _byColumns ? (_product.Columns, _product.Rows) : (_product.Rows, _product.Columns);
        double share = (double)part / _parts, cut = share * length;
        if (_product.Region != GemmRegion.Full)
        {
            // Of a triangle, the first c columns (or rows) hold width·c − c²/2 entries.
            double last = Math.Min(length, width), area = share * (width * last - last * last / 2);
            cut = width - Math.Sqrt((double)width * width - 2 * area);
        }
        return part == _parts ? length : Math.Min(length, (int)Math.Round(cut / Grain) * Grain);
    }
}
