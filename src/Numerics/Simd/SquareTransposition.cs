using System.Numerics;
using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>Copies the transpose of a square with as many rows as vectors have lanes, in registers.</summary>
internal static unsafe class SquareTransposition<TLanes, TVector, T>
    where TLanes : struct, ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether there is a kernel for the lanes: for 4 and 8 of them.</summary>
    public static bool IsSupported => TLanes.Count is 4 or 8;

    /// <summary>target[j·targetStride + i] ← source[i·sourceStride + j].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(T* source, nint sourceStride, T* target, nint targetStride)
    {
        if (TLanes.Count == 8)
            CopyEight(source, sourceStride, target, targetStride);
        else
            CopyFour(source, sourceStride, target, targetStride);
    }

    /// <summary>
    /// The perfect shuffle, three times: interleaving vectors i and i + 4 to vectors 2i and 2i + 1 turns the bits of (vector, lane)
    /// one place round (Stone, "Parallel processing with the perfect shuffle", 1971).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyEight(T* source, nint sourceStride, T* target, nint targetStride)
    {
        TVector x0 = TLanes.Load(source), x1 = TLanes.Load(source + sourceStride);
        TVector x2 = TLanes.Load(source + 2 * sourceStride), x3 = TLanes.Load(source + 3 * sourceStride);
        TVector x4 = TLanes.Load(source + 4 * sourceStride), x5 = TLanes.Load(source + 5 * sourceStride);
        TVector x6 = TLanes.Load(source + 6 * sourceStride), x7 = TLanes.Load(source + 7 * sourceStride);
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
        TLanes.Store(x1, target + targetStride);
        TLanes.Store(x2, target + 2 * targetStride);
        TLanes.Store(x3, target + 3 * targetStride);
        TLanes.Store(x4, target + 4 * targetStride);
        TLanes.Store(x5, target + 5 * targetStride);
        TLanes.Store(x6, target + 6 * targetStride);
        TLanes.Store(x7, target + 7 * targetStride);
    }

    /// <summary>The perfect shuffle of four vectors, twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyFour(T* source, nint sourceStride, T* target, nint targetStride)
    {
        TVector x0 = TLanes.Load(source), x1 = TLanes.Load(source + sourceStride);
        TVector x2 = TLanes.Load(source + 2 * sourceStride), x3 = TLanes.Load(source + 3 * sourceStride);
        for (int turn = 0; turn < 2; turn++)
        {
            TVector y0 = TLanes.InterleaveLow(x0, x2), y1 = TLanes.InterleaveHigh(x0, x2);
            (x2, x3) = (TLanes.InterleaveLow(x1, x3), TLanes.InterleaveHigh(x1, x3));
            (x0, x1) = (y0, y1);
        }
        TLanes.Store(x0, target);
        TLanes.Store(x1, target + targetStride);
        TLanes.Store(x2, target + 2 * targetStride);
        TLanes.Store(x3, target + 3 * targetStride);
    }
}
