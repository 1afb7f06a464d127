using System.Runtime.Intrinsics;

namespace Copositive.Numerics;

/// <summary>Copies the transpose of a row-major block, by squares in registers where vectors are long enough.</summary>
internal static unsafe class BlockTransposition
{
    /// <summary>target[j·targetStride + i] ← source[i·sourceStride + j] for i &lt; rows and j &lt; columns.</summary>
    public static void Copy(double* source, nint sourceStride, int rows, int columns, double* target, nint targetStride)
    {
        if (Vector512.IsHardwareAccelerated)
            CopySquares<Lanes512<double>, Vector512<double>>(source, sourceStride, rows, columns, target, targetStride);
        else if (Vector256.IsHardwareAccelerated)
            CopySquares<Lanes256<double>, Vector256<double>>(source, sourceStride, rows, columns, target, targetStride);
        else
            CopyEntries(source, sourceStride, rows, columns, target, targetStride);
    }

    private static void CopySquares<TLanes, TVector>(
        double* source, nint sourceStride, int rows, int columns, double* target, nint targetStride)
        where TLanes : struct, ILanes<TVector, double>
        where TVector : struct
    {
        int side = TLanes.Count, i = 0;
        for (; i + side <= rows; i += side)
        {
            int j = 0;
            for (; j + side <= columns; j += side)
                SquareTransposition<TLanes, TVector, double>.Copy(
                    source + i * sourceStride + j, sourceStride, target + j * targetStride + i, targetStride);
            CopyEntries(source + i * sourceStride + j, sourceStride, side, columns - j, target + j * targetStride + i, targetStride);
        }
        CopyEntries(source + i * sourceStride, sourceStride, rows - i, columns, target + i, targetStride);
    }

    private static void CopyEntries(double* source, nint sourceStride, int rows, int columns, double* target, nint targetStride)
    {
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++)
                target[j * targetStride + i] = source[i * sourceStride + j];
    }
}
