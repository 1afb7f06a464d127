using System.Numerics;
using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>A block of a matrix product, cut into register tiles; those outside the region are left out.</summary>
internal static unsafe class GemmBlock<TLanes, TVector, T>
    where TLanes : struct, ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The most vectors of columns of a register tile.</summary>
    public const int TileWidth = 3;

    private const int MostTileRows = 8;

    /// <summary>The most rows: with the vectors of B and one of A, a tile fills 32 registers of 512 bits or 16 smaller ones.</summary>
    private static int TileRows => Unsafe.SizeOf<TVector>() == 64 ? MostTileRows : 4;

    /// <summary>Computes the block.</summary>
    /// <param name="block">The operands.</param>
    /// <param name="isPacked">Whether B is in panels by <see cref="GemmPacking{TLanes,TVector,T}"/>; else its columns have stride 1.</param>
    public static void Run(in GemmProduct<T> block, bool isPacked)
    {
        var rowTiles = new EvenPartition(block.Rows, TileRows);
        var columnTiles = new EvenPartition(GemmKernel<TLanes, TVector, T>.VectorsOf(block.Columns), TileWidth);
        GemmTileOperands<T> tiles;
        tiles.A = block.A;
        tiles.ARow = block.ARow;
        tiles.AColumn = block.AColumn;
        tiles.CRow = block.CRow;
        tiles.Depth = block.Depth;
        tiles.Alpha = block.Alpha;
        tiles.Beta = block.Beta;
        for (int tile = 0; tile < columnTiles.Count; tile++)
        {
            int width = columnTiles.Start(tile + 1) - columnTiles.Start(tile), start = columnTiles.Start(tile) * TLanes.Count;
            int columns = Math.Min(width * TLanes.Count, block.Columns - start);
            tiles.C = block.C + start;
            tiles.CLast = columns - TLanes.Count;
            tiles.B = block.B + (isPacked ? (nint)start * block.Depth : start);
            tiles.BRow = isPacked ? width * TLanes.Count : block.BRow;
            tiles.BLast = isPacked ? (width - 1) * TLanes.Count : tiles.CLast;
            if (block.Region == GemmRegion.Full && columns >= TLanes.Count)
                RunTiles(in tiles, in rowTiles, 0, rowTiles.Count, width);
            else
                RunRegion(in block, in tiles, in rowTiles, start, columns, width);
        }
    }

    /// <summary>A column of tiles of which some are outside the region, some cross its border, or all are narrower than a vector.</summary>
    /// <param name="block">The block.</param>
    /// <param name="tiles">The column of tiles.</param>
    /// <param name="rowTiles">Their rows.</param>
    /// <param name="start">Their first column in the block.</param>
    /// <param name="columns">The number of their columns.</param>
    /// <param name="width">The number of their vectors.</param>
    private static void RunRegion(
        in GemmProduct<T> block, in GemmTileOperands<T> tiles, in EvenPartition rowTiles, int start, int columns, int width)
    {
        bool isLower = block.Region == GemmRegion.Lower;
        int column = block.ColumnsBefore + start, first = 0, end = rowTiles.Count;
        int diagonal = isLower ? column - block.RowsBefore : -block.Rows - columns;
        while (first < end && rowTiles.Start(first + 1) <= diagonal)
            first++;
        if (block.Region == GemmRegion.UpperTiles)
            while (end > first && block.RowsBefore + rowTiles.Start(end - 1) >= RoundUpToDiagonalBlock(column + columns))
                end--;
        for (; first < end && (columns < TLanes.Count || rowTiles.Start(first) < diagonal + columns - 1); first++)
            RunPartly(in tiles, rowTiles.Start(first), rowTiles.Start(first + 1), width, columns, diagonal);
        RunTiles(in tiles, in rowTiles, first, end, width);
    }

    private static int RoundUpToDiagonalBlock(int column) => (column + 7) & ~7;

    /// <summary>Computes one tile aside and copies what is wanted of it: in row i of the block, the columns up to i − diagonal.</summary>
    [SkipLocalsInit]
    private static void RunPartly(in GemmTileOperands<T> tiles, int start, int end, int width, int columns, int diagonal)
    {
        T* scratch = stackalloc T[MostTileRows * TileWidth * TLanes.Count];
        int scratchRow = width * TLanes.Count;
        GemmTileOperands<T> tile = tiles;
        tile.A += start * tile.ARow;
        tile.C = scratch;
        tile.CRow = scratchRow;
        tile.CLast = Math.Max(0, columns - TLanes.Count);
        tile.Beta = T.Zero;
        RunShape(in tile, end - start, width, 1);
        for (int row = start; row < end; row++, scratch += scratchRow)
        {
            T* target = tiles.C + row * tiles.CRow;
            int length = Math.Min(columns, row - diagonal + 1);
            for (int j = 0; j < length; j++)
                target[j] = tiles.Beta == T.Zero ? scratch[j] : tiles.Beta * target[j] + scratch[j];
        }
    }

    /// <summary>The row tiles from <paramref name="first"/> to before <paramref name="end"/>: the larger ones, then the others.</summary>
    private static void RunTiles(in GemmTileOperands<T> tiles, in EvenPartition rowTiles, int first, int end, int width)
    {
        GemmTileOperands<T> run = tiles;
        run.A += rowTiles.Start(first) * run.ARow;
        run.C += rowTiles.Start(first) * run.CRow;
        int larger = Math.Min(rowTiles.LargerCount, end) - first;
        if (larger > 0)
        {
            RunShape(in run, rowTiles.Largest, width, larger);
            nint rows = larger * rowTiles.Largest;
            run.A += rows * run.ARow;
            run.C += rows * run.CRow;
            first += larger;
        }
        if (first < end)
            RunShape(in run, rowTiles.Size, width, end - first);
    }

    private static void RunShape(in GemmTileOperands<T> tiles, int rows, int width, int count)
    {
        if (width == 3)
            RunShape<Three>(in tiles, rows, count);
        else if (width == 2)
            RunShape<Two>(in tiles, rows, count);
        else
            RunShape<One>(in tiles, rows, count);
    }

    private static void RunShape<TWidth>(in GemmTileOperands<T> tiles, int rows, int count)
        where TWidth : struct, ITileSize
    {
        switch (rows)
        {
            case 1:
                GemmTile<TLanes, TVector, T, One, TWidth>.Run(in tiles, count);
                break;
            case 2:
                GemmTile<TLanes, TVector, T, Two, TWidth>.Run(in tiles, count);
                break;
            case 3:
                GemmTile<TLanes, TVector, T, Three, TWidth>.Run(in tiles, count);
                break;
            case 4:
                GemmTile<TLanes, TVector, T, Four, TWidth>.Run(in tiles, count);
                break;
            case 5:
                GemmTile<TLanes, TVector, T, Five, TWidth>.Run(in tiles, count);
                break;
            case 6:
                GemmTile<TLanes, TVector, T, Six, TWidth>.Run(in tiles, count);
                break;
            case 7:
                GemmTile<TLanes, TVector, T, Seven, TWidth>.Run(in tiles, count);
                break;
            default:
                GemmTile<TLanes, TVector, T, Eight, TWidth>.Run(in tiles, count);
                break;
        }
    }
}
