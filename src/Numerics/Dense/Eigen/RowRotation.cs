using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>Givens rotations of rows.</summary>
internal static unsafe class RowRotation<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    /// <summary>(x, y) ← (cx + sy, cy − sx).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pair(double* x, double* y, int length, double cosine, double sine)
    {
        TVector c = TLanes.Broadcast(cosine), s = TLanes.Broadcast(sine);
        int k = 0;
        for (; k + TLanes.Count <= length; k += TLanes.Count)
        {
            TVector u = TLanes.Load(x + k), v = TLanes.Load(y + k);
            TLanes.Store(TLanes.MultiplyAdd(s, v, TLanes.Multiply(c, u)), x + k);
            TLanes.Store(TLanes.MultiplySubtractFrom(s, u, TLanes.Multiply(c, v)), y + k);
        }
        for (; k < length; k++)
            (x[k], y[k]) = (cosine * x[k] + sine * y[k], cosine * y[k] - sine * x[k]);
    }

    /// <summary>
    /// Rotates rows (i, i + 1) for i from high − 1 down to low, on a multiple of the vector's length of columns: each row is read and
    /// written once for every strip of columns.
    /// </summary>
    /// <param name="rows">Row 0.</param>
    /// <param name="stride">The distance between rows.</param>
    /// <param name="length">The number of columns.</param>
    /// <param name="low">The last rotation.</param>
    /// <param name="high">One past the first rotation.</param>
    /// <param name="rotations">The cosine of rotation i at 2i·<paramref name="step"/>, the sine at (2i + 1)·step.</param>
    /// <param name="step">The distance between them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sweep(double* rows, nint stride, int length, int low, int high, double* rotations, int step)
    {
        int lanes = TLanes.Count, k = 0;
        for (; k + 2 * lanes <= length; k += 2 * lanes)
        {
            double* row = rows + high * stride + k, rotation = rotations + (nint)2 * (high - 1) * step;
            TVector carried0 = TLanes.Load(row), carried1 = TLanes.Load(row + lanes);
            for (int i = high - 1; i >= low; i--, rotation -= 2 * step)
            {
                TVector cosine = TLanes.Broadcast(*rotation), sine = TLanes.Broadcast(rotation[step]);
                TVector below0 = TLanes.Load(row - stride), below1 = TLanes.Load(row - stride + lanes);
                TLanes.Store(TLanes.MultiplyAdd(sine, below0, TLanes.Multiply(cosine, carried0)), row);
                TLanes.Store(TLanes.MultiplyAdd(sine, below1, TLanes.Multiply(cosine, carried1)), row + lanes);
                carried0 = TLanes.MultiplySubtractFrom(sine, carried0, TLanes.Multiply(cosine, below0));
                carried1 = TLanes.MultiplySubtractFrom(sine, carried1, TLanes.Multiply(cosine, below1));
                row -= stride;
            }
            TLanes.Store(carried0, row);
            TLanes.Store(carried1, row + lanes);
        }
        for (; k < length; k += lanes)
        {
            double* row = rows + high * stride + k, rotation = rotations + (nint)2 * (high - 1) * step;
            TVector carried = TLanes.Load(row);
            for (int i = high - 1; i >= low; i--, rotation -= 2 * step)
            {
                TVector cosine = TLanes.Broadcast(*rotation), sine = TLanes.Broadcast(rotation[step]);
                TVector below = TLanes.Load(row - stride);
                TLanes.Store(TLanes.MultiplyAdd(sine, below, TLanes.Multiply(cosine, carried)), row);
                carried = TLanes.MultiplySubtractFrom(sine, carried, TLanes.Multiply(cosine, below));
                row -= stride;
            }
            TLanes.Store(carried, row);
        }
    }
}
