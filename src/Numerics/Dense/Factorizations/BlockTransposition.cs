using System.Numerics;
using System.Runtime.Intrinsics;

namespace Copositive.Numerics;

/// <summary>Copies the transpose of a row-major block, by squares in registers where vectors have four or eight lanes.</summary>
internal static unsafe class BlockTransposition
{
    /// <summary>target[j·targetStride + i] ← source[i·sourceStride + j] for i &lt; rows and j &lt; columns.</summary>
    public static void Copy<T>(T* source, nint sourceStride, int rows, int columns, T* target, nint targetStride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated && SquareTransposition<Lanes512<T>, Vector512<T>, T>.IsSupported)
            CopySquares<Lanes512<T>, Vector512<T>, T>(source, sourceStride, rows, columns, target, targetStride);
        else if (Vector256.IsHardwareAccelerated)
            CopySquares<Lanes256<T>, Vector256<T>, T>(source, sourceStride, rows, columns, target, targetStride);
        else if (Vector128.IsHardwareAccelerated && SquareTransposition<Lanes128<T>, Vector128<T>, T>.IsSupported)
            CopySquares<Lanes128<T>, Vector128<T>, T>(source, sourceStride, rows, columns, target, targetStride);
        else
            CopyEntries(source, sourceStride, rows, columns, target, targetStride);
    }

    private static void CopySquares<TLanes, TVector, T>(
        T* source, nint sourceStride, int rows, int columns, T* target, nint targetStride)
        where TLanes : struct, ILanes<TVector, T>
        where TVector : struct
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int side = TLanes.Count, i = 0;
        for (; i + side <= rows; i += side)
        {
            int j = 0;
            for (; j + side <= columns; j += side)
                SquareTransposition<TLanes, TVector, T>.Copy(
                    source + i * sourceStride + j, sourceStride, target + j * targetStride + i, targetStride);
            CopyEntries(source + i * sourceStride + j, sourceStride, side, columns - j, target + j * targetStride + i, targetStride);
        }
        CopyEntries(source + i * sourceStride, sourceStride, rows - i, columns, target + i, targetStride);
    }

    private static void CopyEntries<T>(T* source, nint sourceStride, int rows, int columns, T* target, nint targetStride)
        where T : unmanaged
    {
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++)
                target[j * targetStride + i] = source[i * sourceStride + j];
    }
}
