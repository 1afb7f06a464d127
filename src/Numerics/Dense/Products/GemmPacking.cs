using System.Numerics;
using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>Copies a block of B into panels: the columns of one register tile, row after row of B.</summary>
internal static unsafe class GemmPacking<TLanes, TVector, T>
    where TLanes : struct, ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// Packs B and makes <paramref name="block"/> read the panels; that of the tile from column j begins at j times the depth. A tile's
    /// last vector repeats columns of the one before when the columns do not fill it, or ends with zeros when it is the only one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(ref GemmProduct<T> block, T* panels)
    {
        var tiles = new EvenPartition(GemmKernel<TLanes, TVector, T>.VectorsOf(block.Columns), GemmBlock<TLanes, TVector, T>.TileWidth);
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            int start = tiles.Start(tile) * TLanes.Count, width = tiles.Start(tile + 1) - tiles.Start(tile), panel = width * TLanes.Count;
            int columns = Math.Min(panel, block.Columns - start);
            for (int v = 0; v < width; v++)
            {
                int first = v < width - 1 ? v * TLanes.Count : Math.Max(0, columns - TLanes.Count);
                T* source = block.B + (start + first) * block.BColumn, target = panels + (nint)start * block.Depth + v * TLanes.Count;
                if (columns < TLanes.Count)
                    PackNarrow(target, panel, source, block.BRow, block.BColumn, columns, block.Depth);
                else if (block.BColumn == 1)
                    PackRows(target, panel, source, block.BRow, block.Depth);
                else
                    PackColumns(target, panel, source, block.BRow, block.BColumn, block.Depth);
            }
        }
        block.B = panels;
    }

    private static void PackRows(T* target, nint panel, T* source, nint row, int depth)
    {
        for (int l = 0; l < depth; l++, target += panel, source += row)
            TLanes.Store(TLanes.Load(source), target);
    }

    /// <summary>Transposes squares where the columns of B are contiguous; the last square may overlap the one before.</summary>
    private static void PackColumns(T* target, nint panel, T* source, nint row, nint column, int depth)
    {
        if (row == 1 && TLanes.Count is (4 or 8) && depth >= TLanes.Count)
        {
            for (int l = 0; l < depth; l += TLanes.Count)
            {
                int start = Math.Min(l, depth - TLanes.Count);
                if (TLanes.Count == 8)
                    TransposeEight(target + start * panel, panel, source + start, column);
                else
                    TransposeFour(target + start * panel, panel, source + start, column);
            }
            return;
        }
        for (int j = 0; j < TLanes.Count; j++)
            for (int l = 0; l < depth; l++)
                target[l * panel + j] = source[l * row + j * column];
    }

    /// <summary>
    /// The perfect shuffle, three times: interleaving vectors i and i + 4 to vectors 2i and 2i + 1 turns the bits of (vector, lane)
    /// one place round (Stone, "Parallel processing with the perfect shuffle", 1971).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeEight(T* target, nint panel, T* source, nint column)
    {
        TVector x0 = TLanes.Load(source), x1 = TLanes.Load(source + column);
        TVector x2 = TLanes.Load(source + 2 * column), x3 = TLanes.Load(source + 3 * column);
        TVector x4 = TLanes.Load(source + 4 * column), x5 = TLanes.Load(source + 5 * column);
        TVector x6 = TLanes.Load(source + 6 * column), x7 = TLanes.Load(source + 7 * column);
        for (int turn = 0; turn < 3; turn++)
        {
            TVector y0 = TLanes.InterleaveLow(x0, x4), y1 = TLanes.InterleaveHigh(x0, x4);
            TVector y2 = TLanes.InterleaveLow(x1, x5), y3 = TLanes.InterleaveHigh(x1, x5);
            TVector y4 = TLanes.InterleaveLow(x2, x6), y5 = TLanes.InterleaveHigh(x2, x6);
            TVector y6 = TLanes.InterleaveLow(x3, x7), y7 = TLanes.InterleaveHigh(x3, x7);
            (x0, x1, x2, x3) = (y0, y1, y2, y3);
            (x4, x5, x6, x7) = (y4, y5, y6, y7);
        }
        TLanes.Store(x0, target);
        TLanes.Store(x1, target + panel);
        TLanes.Store(x2, target + 2 * panel);
        TLanes.Store(x3, target + 3 * panel);
        TLanes.Store(x4, target + 4 * panel);
        TLanes.Store(x5, target + 5 * panel);
        TLanes.Store(x6, target + 6 * panel);
        TLanes.Store(x7, target + 7 * panel);
    }

    /// <summary>The perfect shuffle of four vectors, twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeFour(T* target, nint panel, T* source, nint column)
    {
        TVector x0 = TLanes.Load(source), x1 = TLanes.Load(source + column);
        TVector x2 = TLanes.Load(source + 2 * column), x3 = TLanes.Load(source + 3 * column);
        for (int turn = 0; turn < 2; turn++)
        {
            TVector y0 = TLanes.InterleaveLow(x0, x2), y1 = TLanes.InterleaveHigh(x0, x2);
            (x2, x3) = (TLanes.InterleaveLow(x1, x3), TLanes.InterleaveHigh(x1, x3));
            (x0, x1) = (y0, y1);
        }
        TLanes.Store(x0, target);
        TLanes.Store(x1, target + panel);
        TLanes.Store(x2, target + 2 * panel);
        TLanes.Store(x3, target + 3 * panel);
    }

    /// <summary>A vector of fewer columns than lanes; zeros fill it.</summary>
    private static void PackNarrow(T* target, nint panel, T* source, nint row, nint column, int columns, int depth)
    {
        for (int j = 0; j < TLanes.Count; j++)
            for (int l = 0; l < depth; l++)
                target[l * panel + j] = j < columns ? source[l * row + j * column] : T.Zero;
    }
}
