using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>The product of a symmetric matrix and a vector, reading each entry of one triangle once.</summary>
internal static unsafe class SymmetricProduct<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    /// <summary>
    /// y += a part's share of Ax over rows and columns start … end − 1, multiples of 8; row j of <paramref name="a"/> holds column j from
    /// the diagonal down, and the 8 × 8 diagonal blocks whole.
    /// </summary>
    /// <remarks>
    /// Columns go to parts in groups of 16, forth and back (0, 1, 1, 0, …): the shares are nearly equal, and as the start moves on each
    /// part keeps its columns, which stay in the cache of its core.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(int start, int end, double* a, nint stride, double* x, double* y, int part, int parts)
    {
        for (int column = start; column < end; column += 8)
        {
            int turn = (column >> 4) % (2 * parts);
            if (turn != part && turn != 2 * parts - 1 - part)
                continue;
            double* block = a + column * stride;
            for (int r = column; r < column + 8; r += TLanes.Count)
            {
                TVector even = TLanes.Load(y + r), odd = TLanes.Zero;
                for (int c = 0; c < 8; c += 2)
                {
                    even = TLanes.MultiplyAdd(TLanes.Load(block + c * stride + r), TLanes.Broadcast(x[column + c]), even);
                    odd = TLanes.MultiplyAdd(TLanes.Load(block + (c + 1) * stride + r), TLanes.Broadcast(x[column + c + 1]), odd);
                }
                TLanes.Store(TLanes.Add(even, odd), y + r);
            }
            int step = RowCombination<TLanes, TVector>.LongestSum;
            for (int r = column + 8; r < end; r += step)
            {
                AddColumns(block, stride, x, y, column, r, Math.Min(r + step, end));
                AddColumns(block + 4 * stride, stride, x, y, column + 4, r, Math.Min(r + step, end));
            }
        }
    }

    /// <summary>Four columns' entries in rows start … end − 1, and their mirror images.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddColumns(double* a0, nint stride, double* x, double* y, int column, int start, int end)
    {
        double* a1 = a0 + stride, a2 = a1 + stride, a3 = a2 + stride;
        TVector x0 = TLanes.Broadcast(x[column]), x1 = TLanes.Broadcast(x[column + 1]);
        TVector x2 = TLanes.Broadcast(x[column + 2]), x3 = TLanes.Broadcast(x[column + 3]);
        TVector dot0 = TLanes.Zero, dot1 = TLanes.Zero, dot2 = TLanes.Zero, dot3 = TLanes.Zero;
        for (int r = start; r < end; r += TLanes.Count)
        {
            TVector xr = TLanes.Load(x + r);
            TVector entry = TLanes.Load(a0 + r), even = TLanes.MultiplyAdd(entry, x0, TLanes.Load(y + r));
            dot0 = TLanes.MultiplyAdd(entry, xr, dot0);
            entry = TLanes.Load(a1 + r);
            TVector odd = TLanes.Multiply(entry, x1);
            dot1 = TLanes.MultiplyAdd(entry, xr, dot1);
            entry = TLanes.Load(a2 + r);
            even = TLanes.MultiplyAdd(entry, x2, even);
            dot2 = TLanes.MultiplyAdd(entry, xr, dot2);
            entry = TLanes.Load(a3 + r);
            odd = TLanes.MultiplyAdd(entry, x3, odd);
            dot3 = TLanes.MultiplyAdd(entry, xr, dot3);
            TLanes.Store(TLanes.Add(even, odd), y + r);
        }
        y[column] += TLanes.Sum(dot0);
        y[column + 1] += TLanes.Sum(dot1);
        y[column + 2] += TLanes.Sum(dot2);
        y[column + 3] += TLanes.Sum(dot3);
    }
}
