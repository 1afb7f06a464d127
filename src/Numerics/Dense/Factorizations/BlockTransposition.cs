using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Copositive.Numerics;

/// <summary>Copies the transpose of a row-major block, in registers where the machine has the shuffles.</summary>
internal static unsafe class BlockTransposition
{
    /// <summary>target[j·targetStride + i] ← source[i·sourceStride + j] for i &lt; rows and j &lt; columns.</summary>
    public static void Copy(double* source, nint sourceStride, int rows, int columns, double* target, nint targetStride)
    {
        int side = Avx512F.IsSupported ? 8 : Avx.IsSupported ? 4 : 1;
        int i = 0;
        for (; side > 1 && i + side <= rows; i += side)
        {
            int j = 0;
            for (; j + side <= columns; j += side)
            {
                double* from = source + i * sourceStride + j, to = target + j * targetStride + i;
                if (side == 8)
                    Copy8(from, sourceStride, to, targetStride);
                else
                    Copy4(from, sourceStride, to, targetStride);
            }
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

    /// <summary>Pairs of rows interleave their entries, then quarters of vectors change places twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy8(double* source, nint stride, double* target, nint targetStride)
    {
        Vector512<double> x0 = Vector512.Load(source), x1 = Vector512.Load(source + stride);
        Vector512<double> x2 = Vector512.Load(source + 2 * stride), x3 = Vector512.Load(source + 3 * stride);
        Vector512<double> x4 = Vector512.Load(source + 4 * stride), x5 = Vector512.Load(source + 5 * stride);
        Vector512<double> x6 = Vector512.Load(source + 6 * stride), x7 = Vector512.Load(source + 7 * stride);
        Quarters(
            Avx512F.UnpackLow(x0, x1), Avx512F.UnpackLow(x2, x3), Avx512F.UnpackLow(x4, x5), Avx512F.UnpackLow(x6, x7),
            target, targetStride);
        Quarters(
            Avx512F.UnpackHigh(x0, x1), Avx512F.UnpackHigh(x2, x3), Avx512F.UnpackHigh(x4, x5), Avx512F.UnpackHigh(x6, x7),
            target + targetStride, targetStride);
    }

    /// <summary>Transposes a 4 × 4 arrangement of pairs, to every other row of the target.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarters(
        Vector512<double> y0, Vector512<double> y1, Vector512<double> y2, Vector512<double> y3, double* target, nint targetStride)
    {
        Vector512<double> even0 = Avx512F.Shuffle4x128(y0, y1, 0x88), even1 = Avx512F.Shuffle4x128(y2, y3, 0x88);
        Vector512<double> odd0 = Avx512F.Shuffle4x128(y0, y1, 0xDD), odd1 = Avx512F.Shuffle4x128(y2, y3, 0xDD);
        Avx512F.Shuffle4x128(even0, even1, 0x88).Store(target);
        Avx512F.Shuffle4x128(odd0, odd1, 0x88).Store(target + 2 * targetStride);
        Avx512F.Shuffle4x128(even0, even1, 0xDD).Store(target + 4 * targetStride);
        Avx512F.Shuffle4x128(odd0, odd1, 0xDD).Store(target + 6 * targetStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy4(double* source, nint stride, double* target, nint targetStride)
    {
        Vector256<double> x0 = Vector256.Load(source), x1 = Vector256.Load(source + stride);
        Vector256<double> x2 = Vector256.Load(source + 2 * stride), x3 = Vector256.Load(source + 3 * stride);
        Vector256<double> low0 = Avx.UnpackLow(x0, x1), high0 = Avx.UnpackHigh(x0, x1);
        Vector256<double> low1 = Avx.UnpackLow(x2, x3), high1 = Avx.UnpackHigh(x2, x3);
        Avx.Permute2x128(low0, low1, 0x20).Store(target);
        Avx.Permute2x128(high0, high1, 0x20).Store(target + targetStride);
        Avx.Permute2x128(low0, low1, 0x31).Store(target + 2 * targetStride);
        Avx.Permute2x128(high0, high1, 0x31).Store(target + 3 * targetStride);
    }
}
