using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>The inner loop of symmetric matrix–vector products: a pass over four rows serves both halves of the matrix.</summary>
internal static unsafe class SymmetricSweep<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    /// <summary>
    /// For rows k = 0 … 3 of <paramref name="a"/>, over columns start ≤ j &lt; end, a whole number of vectors: y_j += a_kj x_{row + k} and
    /// y_{row + k} += a_kj x_j. The columns must not be among the four rows.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddFourRows(double* a, nint stride, double* x, double* y, int row, int start, int end)
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
        y[row] += TLanes.Sum(dot0);
        y[row + 1] += TLanes.Sum(dot1);
        y[row + 2] += TLanes.Sum(dot2);
        y[row + 3] += TLanes.Sum(dot3);
    }
}
