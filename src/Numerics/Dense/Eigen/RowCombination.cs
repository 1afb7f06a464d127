using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>Dot products with the rows of a matrix, and linear combinations of them, four rows at a time.</summary>
internal static unsafe class RowCombination<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    /// <summary>z ← z − Σ_q coefficient_q row_q, on columns from … end − 1, a multiple of the vector's length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract(double* rows, nint stride, int count, double* coefficients, int from, int end, double* z)
    {
        int q = 0;
        for (; q + 4 <= count; q += 4, rows += 4 * stride)
        {
            TVector c0 = TLanes.Broadcast(coefficients[q]), c1 = TLanes.Broadcast(coefficients[q + 1]);
            TVector c2 = TLanes.Broadcast(coefficients[q + 2]), c3 = TLanes.Broadcast(coefficients[q + 3]);
            for (int k = from; k < end; k += TLanes.Count)
            {
                TVector value = TLanes.MultiplySubtractFrom(TLanes.Load(rows + k), c0, TLanes.Load(z + k));
                value = TLanes.MultiplySubtractFrom(TLanes.Load(rows + stride + k), c1, value);
                value = TLanes.MultiplySubtractFrom(TLanes.Load(rows + 2 * stride + k), c2, value);
                TLanes.Store(TLanes.MultiplySubtractFrom(TLanes.Load(rows + 3 * stride + k), c3, value), z + k);
            }
        }
        for (; q < count; q++, rows += stride)
        {
            TVector c = TLanes.Broadcast(coefficients[q]);
            for (int k = from; k < end; k += TLanes.Count)
                TLanes.Store(TLanes.MultiplySubtractFrom(TLanes.Load(rows + k), c, TLanes.Load(z + k)), z + k);
        }
    }

    /// <summary>
    /// The most terms to add up one after the other: the lanes of a vector make partial sums, which keep rounding errors from growing
    /// with the number of terms; where there is only one lane, they are made apart.
    /// </summary>
    public static int LongestSum => TLanes.Count == 1 ? 32 : 1 << 20;

    /// <summary>products_q ← row_q · v over columns from … end − 1, a multiple of the vector's length.</summary>
    public static void Dots(double* rows, nint stride, int count, double* v, int from, int end, double* products)
    {
        new Span<double>(products, count).Clear();
        for (; from < end; from += LongestSum)
            AddDots(rows, stride, count, v, from, Math.Min(from + LongestSum, end), products);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddDots(double* rows, nint stride, int count, double* v, int from, int end, double* products)
    {
        int q = 0;
        for (; q + 4 <= count; q += 4, rows += 4 * stride)
        {
            TVector sum0 = TLanes.Zero, sum1 = TLanes.Zero, sum2 = TLanes.Zero, sum3 = TLanes.Zero;
            for (int k = from; k < end; k += TLanes.Count)
            {
                TVector x = TLanes.Load(v + k);
                sum0 = TLanes.MultiplyAdd(TLanes.Load(rows + k), x, sum0);
                sum1 = TLanes.MultiplyAdd(TLanes.Load(rows + stride + k), x, sum1);
                sum2 = TLanes.MultiplyAdd(TLanes.Load(rows + 2 * stride + k), x, sum2);
                sum3 = TLanes.MultiplyAdd(TLanes.Load(rows + 3 * stride + k), x, sum3);
            }
            products[q] += TLanes.Sum(sum0);
            products[q + 1] += TLanes.Sum(sum1);
            products[q + 2] += TLanes.Sum(sum2);
            products[q + 3] += TLanes.Sum(sum3);
        }
        for (; q < count; q++, rows += stride)
        {
            TVector sum = TLanes.Zero;
            for (int k = from; k < end; k += TLanes.Count)
                sum = TLanes.MultiplyAdd(TLanes.Load(rows + k), TLanes.Load(v + k), sum);
            products[q] += TLanes.Sum(sum);
        }
    }
}
