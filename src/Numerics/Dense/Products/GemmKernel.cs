using System.Numerics;
using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>
/// A matrix product for one vector width, on the calling thread: blocks for the second-level cache, in register tiles of nearly equal size
/// (after Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34, 2008).
/// </summary>
/// <remarks>
/// Register tiles read A in place, whatever its strides. B is read in place too when its rows are contiguous and it is small; otherwise its
/// blocks are packed, which makes them contiguous and serves all rows of C. A block of A and three vectors' columns of a block of B
/// stay in the second-level cache.
/// </remarks>
internal static unsafe class GemmKernel<TLanes, TVector, T>
    where TLanes : struct, ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowBlock = 48, DepthBlock = 1024, ColumnBlock = 60;

    /// <summary>In bytes: a larger block of B is worth packing when it serves at least <see cref="RowBlock"/> rows.</summary>
    private const int LargestUnpacked = 3 << 19;

    [ThreadStatic]
    private static AlignedBuffer? t_panels;

    /// <summary>Computes the product.</summary>
    public static void Run(in GemmProduct<T> product)
    {
        bool isPacked = product.BColumn != 1 || product.Columns < TLanes.Count
            || (product.Rows >= RowBlock && (long)product.Depth * product.Columns * sizeof(T) > LargestUnpacked);
        if (!isPacked && product.Rows <= RowBlock && product.Depth <= DepthBlock)
        {
            GemmBlock<TLanes, TVector, T>.Run(in product, isPacked: false);
            return;
        }
        var rows = new EvenPartition(product.Rows, RowBlock);
        var depths = new EvenPartition(product.Depth, DepthBlock);
        var columns = new EvenPartition(VectorsOf(product.Columns), ColumnBlock);
        AlignedBuffer? buffer = isPacked ? Panels(columns.Largest * TLanes.Count * depths.Largest) : null;
        for (int d = 0; d < depths.Count; d++)
        {
            GemmProduct<T> slice = product.DepthRange(depths.Start(d), depths.Start(d + 1));
            for (int q = 0; q < columns.Count; q++)
            {
                int end = Math.Min(columns.Start(q + 1) * TLanes.Count, product.Columns);
                GemmProduct<T> panel = slice.ColumnRange(columns.Start(q) * TLanes.Count, end);
                if (buffer != null)
                    GemmPacking<TLanes, TVector, T>.Pack(ref panel, (T*)buffer.Pointer);
                for (int p = 0; p < rows.Count; p++)
                {
                    GemmProduct<T> block = panel.RowRange(rows.Start(p), rows.Start(p + 1));
                    GemmBlock<TLanes, TVector, T>.Run(in block, isPacked);
                }
            }
        }
        GC.KeepAlive(buffer);
    }

    /// <summary>The number of vectors that hold the columns, at least 1, the last perhaps in part.</summary>
    public static int VectorsOf(int columns) => (columns - 1) / TLanes.Count + 1;

    /// <summary>This thread's packing space: at most 60 vectors times 1024, hence 4 MiB.</summary>
    private static AlignedBuffer Panels(int length)
    {
        int doubles = (length * sizeof(T) + sizeof(double) - 1) / sizeof(double);
        if (t_panels is null || t_panels.Length < doubles)
            t_panels = new AlignedBuffer(doubles);
        return t_panels;
    }
}
