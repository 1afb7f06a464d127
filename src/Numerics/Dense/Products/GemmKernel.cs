using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>
/// The register-tiled matrix product for one vector width. A tile of C has <see cref="TileRows"/> rows by three vectors of columns:
/// with 32 registers (512 bits) 8 × 3 accumulators, three vectors of B and one broadcast of A; with 16 registers 4 × 3.
/// </summary>
/// <remarks>
/// The loop over depth blocks of <see cref="DepthBlock"/> packs all of A's rows (panels of TileRows) and, one block at a time, B's columns
/// (panels of three vectors), so that a panel of A stays in the first-level cache and a block of B in the second.
/// </remarks>
internal static unsafe class GemmKernel<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    private const int DepthBlock = 256;

    /// <summary>Rows of a register tile.</summary>
    public static int TileRows => TLanes.Count == 8 ? 8 : 4;

    private static int TileColumns => 3 * TLanes.Count;

    private static int ColumnBlock => 10 * TileColumns;

    [ThreadStatic]
    private static AlignedBuffer? t_panelsOfA;

    [ThreadStatic]
    private static AlignedBuffer? t_panelsOfB;

    /// <summary>Computes the product.</summary>
    public static void Run(in GemmProduct product)
    {
        int depthBlock = Math.Min(DepthBlock, product.Depth);
        int rowsPadded = RoundUp(product.Rows, TileRows);
        int blockColumns = Math.Min(ColumnBlock, RoundUp(product.Columns, TileColumns));
        AlignedBuffer bufferA = Grow(ref t_panelsOfA, checked(rowsPadded * depthBlock));
        AlignedBuffer bufferB = Grow(ref t_panelsOfB, (blockColumns + TileRows) * Math.Max(depthBlock, TileRows));
        double* panelsOfA = bufferA.Pointer, panelsOfB = bufferB.Pointer;
        for (int depth0 = 0; depth0 < product.Depth; depth0 += DepthBlock)
        {
            int depth = Math.Min(DepthBlock, product.Depth - depth0);
            bool accumulate = product.Accumulate || depth0 > 0;
            double* a = product.A + depth0 * product.AColumn;
            for (int i = 0; i < product.Rows; i += TileRows)
                Pack(panelsOfA + (nint)i * depth, a + i * product.ARow, product.ARow, product.AColumn, Math.Min(TileRows, product.Rows - i), depth, TileRows);
            double* b = product.B + depth0 * product.BRow;
            for (int column0 = 0; column0 < product.Columns; column0 += blockColumns)
            {
                int columns = Math.Min(blockColumns, product.Columns - column0);
                for (int j = 0; j < columns; j += TileColumns)
                    Pack(panelsOfB + (nint)j * depth, b + (column0 + j) * product.BColumn, product.BColumn, product.BRow, Math.Min(TileColumns, columns - j), depth, TileColumns);
                MultiplyBlock(in product, panelsOfA, panelsOfB, column0, columns, depth, accumulate);
            }
        }
        GC.KeepAlive(bufferA);
        GC.KeepAlive(bufferB);
    }

    private static void MultiplyBlock(in GemmProduct product, double* panelsOfA, double* panelsOfB, int column0, int columns, int depth, bool accumulate)
    {
        double* scratch = stackalloc double[TileRows * TileColumns];
        for (int i = 0; i < product.Rows; i += TileRows)
        {
            int tileRows = Math.Min(TileRows, product.Rows - i);
            for (int j = 0; j < columns; j += TileColumns)
            {
                int tileColumns = Math.Min(TileColumns, columns - j), column = column0 + j;
                if (product.Region == GemmRegion.Lower && column > i + tileRows - 1)
                    break;
                if (product.Region == GemmRegion.UpperTiles && column + TileColumns - 1 < i)
                    continue;
                double* target = product.C + i * product.CRow + column;
                double* a = panelsOfA + (nint)i * depth, b = panelsOfB + (nint)j * depth;
                bool crossesDiagonal = product.Region == GemmRegion.Lower && column + tileColumns - 1 > i;
                if (tileRows == TileRows && tileColumns == TileColumns && !crossesDiagonal)
                {
                    Tile(depth, a, b, target, product.CRow, product.Alpha, accumulate);
                    continue;
                }
                Tile(depth, a, b, scratch, TileColumns, product.Alpha, accumulate: false);
                for (int row = 0; row < tileRows; row++)
                {
                    int length = crossesDiagonal ? Math.Min(tileColumns, i + row - column + 1) : tileColumns;
                    CopyRow(scratch + row * TileColumns, target + row * product.CRow, length, accumulate);
                }
            }
        }
    }

    private static void CopyRow(double* source, double* target, int length, bool accumulate)
    {
        if (accumulate)
            for (int j = 0; j < length; j++)
                target[j] += source[j];
        else
            for (int j = 0; j < length; j++)
                target[j] = source[j];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tile(nint depth, double* a, double* b, double* c, nint ldc, double alpha, bool accumulate)
    {
        if (TLanes.Count == 8)
            Tile8(depth, a, b, c, ldc, alpha, accumulate);
        else
            Tile4(depth, a, b, c, ldc, alpha, accumulate);
    }

    /// <summary>A tile of 8 rows by three vectors: 24 accumulators, kept in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile8(nint depth, double* a, double* b, double* c, nint ldc, double alpha, bool accumulate)
    {
        TVector c00 = TLanes.Zero, c01 = TLanes.Zero, c02 = TLanes.Zero;
        TVector c10 = TLanes.Zero, c11 = TLanes.Zero, c12 = TLanes.Zero;
        TVector c20 = TLanes.Zero, c21 = TLanes.Zero, c22 = TLanes.Zero;
        TVector c30 = TLanes.Zero, c31 = TLanes.Zero, c32 = TLanes.Zero;
        TVector c40 = TLanes.Zero, c41 = TLanes.Zero, c42 = TLanes.Zero;
        TVector c50 = TLanes.Zero, c51 = TLanes.Zero, c52 = TLanes.Zero;
        TVector c60 = TLanes.Zero, c61 = TLanes.Zero, c62 = TLanes.Zero;
        TVector c70 = TLanes.Zero, c71 = TLanes.Zero, c72 = TLanes.Zero;
        int lanes = TLanes.Count;
        do
        {
            TVector b0 = TLanes.Load(b), b1 = TLanes.Load(b + lanes), b2 = TLanes.Load(b + 2 * lanes);
            TVector x = TLanes.Broadcast(a[0]);
            c00 = TLanes.MultiplyAdd(b0, x, c00);
            c01 = TLanes.MultiplyAdd(b1, x, c01);
            c02 = TLanes.MultiplyAdd(b2, x, c02);
            x = TLanes.Broadcast(a[1]);
            c10 = TLanes.MultiplyAdd(b0, x, c10);
            c11 = TLanes.MultiplyAdd(b1, x, c11);
            c12 = TLanes.MultiplyAdd(b2, x, c12);
            x = TLanes.Broadcast(a[2]);
            c20 = TLanes.MultiplyAdd(b0, x, c20);
            c21 = TLanes.MultiplyAdd(b1, x, c21);
            c22 = TLanes.MultiplyAdd(b2, x, c22);
            x = TLanes.Broadcast(a[3]);
            c30 = TLanes.MultiplyAdd(b0, x, c30);
            c31 = TLanes.MultiplyAdd(b1, x, c31);
            c32 = TLanes.MultiplyAdd(b2, x, c32);
            x = TLanes.Broadcast(a[4]);
            c40 = TLanes.MultiplyAdd(b0, x, c40);
            c41 = TLanes.MultiplyAdd(b1, x, c41);
            c42 = TLanes.MultiplyAdd(b2, x, c42);
            x = TLanes.Broadcast(a[5]);
            c50 = TLanes.MultiplyAdd(b0, x, c50);
            c51 = TLanes.MultiplyAdd(b1, x, c51);
            c52 = TLanes.MultiplyAdd(b2, x, c52);
            x = TLanes.Broadcast(a[6]);
            c60 = TLanes.MultiplyAdd(b0, x, c60);
            c61 = TLanes.MultiplyAdd(b1, x, c61);
            c62 = TLanes.MultiplyAdd(b2, x, c62);
            x = TLanes.Broadcast(a[7]);
            c70 = TLanes.MultiplyAdd(b0, x, c70);
            c71 = TLanes.MultiplyAdd(b1, x, c71);
            c72 = TLanes.MultiplyAdd(b2, x, c72);
            a += 8;
            b += 3 * lanes;
        }
        while (--depth > 0);
        TVector scale = TLanes.Broadcast(alpha);
        StoreRow(c, c00, c01, c02, scale, accumulate);
        StoreRow(c + ldc, c10, c11, c12, scale, accumulate);
        StoreRow(c + 2 * ldc, c20, c21, c22, scale, accumulate);
        StoreRow(c + 3 * ldc, c30, c31, c32, scale, accumulate);
        StoreRow(c + 4 * ldc, c40, c41, c42, scale, accumulate);
        StoreRow(c + 5 * ldc, c50, c51, c52, scale, accumulate);
        StoreRow(c + 6 * ldc, c60, c61, c62, scale, accumulate);
        StoreRow(c + 7 * ldc, c70, c71, c72, scale, accumulate);
    }

    /// <summary>A tile of 4 rows by three vectors: 12 accumulators, kept in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile4(nint depth, double* a, double* b, double* c, nint ldc, double alpha, bool accumulate)
    {
        TVector c00 = TLanes.Zero, c01 = TLanes.Zero, c02 = TLanes.Zero;
        TVector c10 = TLanes.Zero, c11 = TLanes.Zero, c12 = TLanes.Zero;
        TVector c20 = TLanes.Zero, c21 = TLanes.Zero, c22 = TLanes.Zero;
        TVector c30 = TLanes.Zero, c31 = TLanes.Zero, c32 = TLanes.Zero;
        int lanes = TLanes.Count;
        do
        {
            TVector b0 = TLanes.Load(b), b1 = TLanes.Load(b + lanes), b2 = TLanes.Load(b + 2 * lanes);
            TVector x = TLanes.Broadcast(a[0]);
            c00 = TLanes.MultiplyAdd(b0, x, c00);
            c01 = TLanes.MultiplyAdd(b1, x, c01);
            c02 = TLanes.MultiplyAdd(b2, x, c02);
            x = TLanes.Broadcast(a[1]);
            c10 = TLanes.MultiplyAdd(b0, x, c10);
            c11 = TLanes.MultiplyAdd(b1, x, c11);
            c12 = TLanes.MultiplyAdd(b2, x, c12);
            x = TLanes.Broadcast(a[2]);
            c20 = TLanes.MultiplyAdd(b0, x, c20);
            c21 = TLanes.MultiplyAdd(b1, x, c21);
            c22 = TLanes.MultiplyAdd(b2, x, c22);
            x = TLanes.Broadcast(a[3]);
            c30 = TLanes.MultiplyAdd(b0, x, c30);
            c31 = TLanes.MultiplyAdd(b1, x, c31);
            c32 = TLanes.MultiplyAdd(b2, x, c32);
            a += 4;
            b += 3 * lanes;
        }
        while (--depth > 0);
        TVector scale = TLanes.Broadcast(alpha);
        StoreRow(c, c00, c01, c02, scale, accumulate);
        StoreRow(c + ldc, c10, c11, c12, scale, accumulate);
        StoreRow(c + 2 * ldc, c20, c21, c22, scale, accumulate);
        StoreRow(c + 3 * ldc, c30, c31, c32, scale, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow(double* c, TVector x0, TVector x1, TVector x2, TVector scale, bool accumulate)
    {
        int lanes = TLanes.Count;
        if (accumulate)
        {
            TLanes.Store(TLanes.MultiplyAdd(x0, scale, TLanes.Load(c)), c);
            TLanes.Store(TLanes.MultiplyAdd(x1, scale, TLanes.Load(c + lanes)), c + lanes);
            TLanes.Store(TLanes.MultiplyAdd(x2, scale, TLanes.Load(c + 2 * lanes)), c + 2 * lanes);
        }
        else
        {
            TLanes.Store(TLanes.Multiply(x0, scale), c);
            TLanes.Store(TLanes.Multiply(x1, scale), c + lanes);
            TLanes.Store(TLanes.Multiply(x2, scale), c + 2 * lanes);
        }
    }

    /// <summary>target[l·panelWidth + w] ← source[w·widthStride + l·depthStride], zero for width ≤ w &lt; panelWidth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pack(double* target, double* source, nint widthStride, nint depthStride, int width, int depth, int panelWidth)
    {
        if (width == panelWidth && widthStride == 1)
        {
            int lanes = TLanes.Count;
            for (int l = 0; l < depth; l++, target += panelWidth, source += depthStride)
                for (int w = 0; w < panelWidth; w += lanes)
                    TLanes.Store(TLanes.Load(source + w), target + w);
            return;
        }
        for (int w = 0; w < width; w++)
        {
            double* from = source + w * widthStride, to = target + w;
            for (int l = 0; l < depth; l++, to += panelWidth, from += depthStride)
                *to = *from;
        }
        for (int w = width; w < panelWidth; w++)
            for (int l = 0; l < depth; l++)
                target[(nint)l * panelWidth + w] = 0;
    }

    private static AlignedBuffer Grow(ref AlignedBuffer? buffer, int length)
    {
        if (buffer is null || buffer.Length < length)
            buffer = new AlignedBuffer(length);
        return buffer;
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
