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
            AddDiagonalBlock(block, stride, x, y, column);
            int step = RowCombination<TLanes, TVector>.LongestSum;
            for (int r = column + 8; r < end; r += step)
            {
                SymmetricSweep<TLanes, TVector>.AddFourRows(block, stride, x, y, column, r, Math.Min(r + step, end));
                SymmetricSweep<TLanes, TVector>.AddFourRows(block + 4 * stride, stride, x, y, column + 4, r, Math.Min(r + step, end));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddDiagonalBlock(double* block, nint stride, double* x, double* y, int column)
    {
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
    }
}
