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
        if (row == 1 && SquareTransposition<TLanes, TVector, T>.IsSupported && depth >= TLanes.Count)
        {
            for (int l = 0; l < depth; l += TLanes.Count)
            {
                int start = Math.Min(l, depth - TLanes.Count);
                SquareTransposition<TLanes, TVector, T>.Copy(source + start, column, target + start * panel, panel);
            }
            return;
        }
        for (int j = 0; j < TLanes.Count; j++)
            for (int l = 0; l < depth; l++)
                target[l * panel + j] = source[l * row + j * column];
    }

    /// <summary>A vector of fewer columns than lanes; zeros fill it.</summary>
    private static void PackNarrow(T* target, nint panel, T* source, nint row, nint column, int columns, int depth)
    {
        for (int j = 0; j < TLanes.Count; j++)
            for (int l = 0; l < depth; l++)
                target[l * panel + j] = j < columns ? source[l * row + j * column] : T.Zero;
    }
}
