using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Copositive.Numerics;

/// <summary>The inner loop of symmetric matrix–vector products: a pass over four rows serves both halves of the matrix.</summary>
internal static unsafe class SymmetricSweep<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    /// <summary>The order of a diagonal block, and one more than the most columns of a head.</summary>
    public const int Block = 8;

    private static ReadOnlySpan<double> LaneNumbers => [0, 1, 2, 3, 4, 5, 6, 7];

    /// <summary>
    /// For rows k = 0 … 3 of <paramref name="a"/>, over columns start ≤ j &lt; end, a whole number of vectors: y_j += a_kj x_{row + k} and
    /// y_{row + k} += a_kj x_j. The columns must not be among the four rows.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddFourRows(double* a, nint stride, double* x, double* y, int row, int start, int end) =>
        Add(a, stride, x, y, row, 0, start, end, passes: 0);

    /// <summary>
    /// The same over all columns up to the diagonal of four rows of a lower triangle: the first <paramref name="head"/> &lt; 8, those
    /// from there to <paramref name="block"/>, a whole number of vectors, and the rows' part of the lower triangle of the 8 × 8 block
    /// there. Entries above the diagonal and the first 8 of each row are loaded, but add nothing.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddFourTriangleRows(double* a, nint stride, double* x, double* y, int row, int head, int block) =>
        Add(a, stride, x, y, row, head, head, block, passes: 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(double* a, nint stride, double* x, double* y, int row, int head, int start, int end, int passes)
    {
        double* a1 = a + stride, a2 = a1 + stride, a3 = a2 + stride;
        TVector x0 = TLanes.Broadcast(x[row]), x1 = TLanes.Broadcast(x[row + 1]);
        TVector x2 = TLanes.Broadcast(x[row + 2]), x3 = TLanes.Broadcast(x[row + 3]);
        TVector dot0 = TLanes.Zero, dot1 = TLanes.Zero, dot2 = TLanes.Zero, dot3 = TLanes.Zero;
        for (int j = start; j < end; j += TLanes.Count)
        {
            TVector xj = TLanes.Load(x + j), entry = TLanes.Load(a + j), even = TLanes.MultiplyAdd(entry, x0, TLanes.Load(y + j));
            dot0 = TLanes.MultiplyAdd(entry, xj, dot0);
            entry = TLanes.Load(a1 + j);
            TVector odd = TLanes.Multiply(entry, x1);
            dot1 = TLanes.MultiplyAdd(entry, xj, dot1);
            entry = TLanes.Load(a2 + j);
            even = TLanes.MultiplyAdd(entry, x2, even);
            dot2 = TLanes.MultiplyAdd(entry, xj, dot2);
            entry = TLanes.Load(a3 + j);
            odd = TLanes.MultiplyAdd(entry, x3, odd);
            dot3 = TLanes.MultiplyAdd(entry, xj, dot3);
            TLanes.Store(TLanes.Add(even, odd), y + j);
        }
        // The head, whose columns end together, then the block, where each row has one column more than the row before.
        for (int pass = head > 0 ? 0 : 1; pass < passes; pass++)
        {
            int before = pass == 0 ? 0 : end, width = pass == 0 ? head : Block, step = pass;
            int first = pass == 0 ? head : row - end, second = first + step, third = second + step, fourth = third + step;
            for (int j = 0; j < width; j += TLanes.Count)
            {
                TVector lanes = TLanes.Load(Lanes + j), xj = TLanes.Load(x + before + j), entry = TLanes.Load(a + before + j);
                TVector even = TLanes.Add(TLanes.Load(y + before + j), Before(first, lanes, entry, x0));
                dot0 = TLanes.Add(dot0, Before(second, lanes, entry, xj));
                entry = TLanes.Load(a1 + before + j);
                TVector odd = Before(second, lanes, entry, x1);
                dot1 = TLanes.Add(dot1, Before(third, lanes, entry, xj));
                entry = TLanes.Load(a2 + before + j);
                even = TLanes.Add(even, Before(third, lanes, entry, x2));
                dot2 = TLanes.Add(dot2, Before(fourth, lanes, entry, xj));
                entry = TLanes.Load(a3 + before + j);
                odd = TLanes.Add(odd, Before(fourth, lanes, entry, x3));
                dot3 = TLanes.Add(dot3, Before(fourth + step, lanes, entry, xj));
                TLanes.Store(TLanes.Add(even, odd), y + before + j);
            }
        }
        y[row] += TLanes.Sum(dot0);
        y[row + 1] += TLanes.Sum(dot1);
        y[row + 2] += TLanes.Sum(dot2);
        y[row + 3] += TLanes.Sum(dot3);
    }

    private static double* Lanes => (double*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(LaneNumbers));

    /// <summary>entry · factor in the lanes numbered below the bound, zero in the others, whatever is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Before(int bound, TVector lanes, TVector entry, TVector factor) =>
        TLanes.Select(TLanes.LessThan(lanes, TLanes.Broadcast(bound)), TLanes.Multiply(entry, factor), TLanes.Zero);
}
