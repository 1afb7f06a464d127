using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>
/// Triangular solves with one right-hand side on row-major triangles, eight rows at a time, so that the vector is read once for eight
/// rows and the triangle once in the order of its storage. Rows meet the vector as inner products (Tx = b) or as multiples (T'x = b).
/// </summary>
internal static unsafe class TriangularVectorKernel<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    private const int Rows = 8;

    /// <summary>x ← L⁻¹x.</summary>
    public static void Lower(int n, double* l, nint stride, bool unit, double* x)
    {
        double* sums = stackalloc double[Rows];
        for (int start = 0; start < n; start += Rows)
        {
            int end = Math.Min(start + Rows, n);
            double* rows = l + start * stride;
            Products(rows, stride, end - start, x, start, sums);
            for (int i = start; i < end; i++, rows += stride)
            {
                double value = x[i] - sums[i - start];
                for (int k = start; k < i; k++)
                    value -= rows[k] * x[k];
                x[i] = unit ? value : value / rows[i];
            }
        }
    }

    /// <summary>x ← L'⁻¹x.</summary>
    public static void LowerTransposed(int n, double* l, nint stride, bool unit, double* x)
    {
        for (int end = n, start; end > 0; end = start)
        {
            start = (end - 1) / Rows * Rows;
            for (int i = end - 1; i >= start; i--)
            {
                double* row = l + i * stride;
                if (!unit)
                    x[i] /= row[i];
                for (int k = start; k < i; k++)
                    x[k] -= row[k] * x[i];
            }
            Subtract(l + start * stride, stride, end - start, x + start, x, start);
        }
    }

    /// <summary>x ← R⁻¹x for an upper triangle R.</summary>
    public static void Upper(int n, double* r, nint stride, double* x)
    {
        double* sums = stackalloc double[Rows];
        for (int end = n, start; end > 0; end = start)
        {
            start = (end - 1) / Rows * Rows;
            Products(r + start * stride + end, stride, end - start, x + end, n - end, sums);
            for (int i = end - 1; i >= start; i--)
            {
                double* row = r + i * stride;
                double value = x[i] - sums[i - start];
                for (int k = i + 1; k < end; k++)
                    value -= row[k] * x[k];
                x[i] = value / row[i];
            }
        }
    }

    /// <summary>x ← R'⁻¹x for an upper triangle R.</summary>
    public static void UpperTransposed(int n, double* r, nint stride, double* x)
    {
        for (int start = 0; start < n; start += Rows)
        {
            int end = Math.Min(start + Rows, n);
            for (int i = start; i < end; i++)
            {
                double* row = r + i * stride;
                x[i] /= row[i];
                for (int k = i + 1; k < end; k++)
                    x[k] -= row[k] * x[i];
            }
            Subtract(r + start * stride + end, stride, end - start, x + start, x + end, n - end);
        }
    }

    /// <summary>The inner products of up to eight rows with x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Products(double* rows, nint stride, int count, double* x, int length, double* sums)
    {
        if (count < Rows)
        {
            for (int r = 0; r < count; r++)
                sums[r] = Product(rows + r * stride, x, length);
            return;
        }
        TVector c0 = TLanes.Zero, c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
        int lanes = TLanes.Count, k = 0;
        double* row3 = rows + 3 * stride, row6 = row3 + 3 * stride;
        for (; k + lanes <= length; k += lanes)
        {
            TVector y = TLanes.Load(x + k);
            c0 = TLanes.MultiplyAdd(TLanes.Load(rows + k), y, c0);
            c1 = TLanes.MultiplyAdd(TLanes.Load(rows + stride + k), y, c1);
            c2 = TLanes.MultiplyAdd(TLanes.Load(rows + 2 * stride + k), y, c2);
            c3 = TLanes.MultiplyAdd(TLanes.Load(row3 + k), y, c3);
            c4 = TLanes.MultiplyAdd(TLanes.Load(row3 + stride + k), y, c4);
            c5 = TLanes.MultiplyAdd(TLanes.Load(row3 + 2 * stride + k), y, c5);
            c6 = TLanes.MultiplyAdd(TLanes.Load(row6 + k), y, c6);
            c7 = TLanes.MultiplyAdd(TLanes.Load(row6 + stride + k), y, c7);
        }
        sums[0] = TLanes.Sum(c0);
        sums[1] = TLanes.Sum(c1);
        sums[2] = TLanes.Sum(c2);
        sums[3] = TLanes.Sum(c3);
        sums[4] = TLanes.Sum(c4);
        sums[5] = TLanes.Sum(c5);
        sums[6] = TLanes.Sum(c6);
        sums[7] = TLanes.Sum(c7);
        for (; k < length; k++)
            for (int r = 0; r < Rows; r++)
                sums[r] += rows[r * stride + k] * x[k];
    }

    private static double Product(double* row, double* x, int length)
    {
        TVector total = TLanes.Zero;
        int k = 0;
        for (; k + TLanes.Count <= length; k += TLanes.Count)
            total = TLanes.MultiplyAdd(TLanes.Load(row + k), TLanes.Load(x + k), total);
        double sum = TLanes.Sum(total);
        for (; k < length; k++)
            sum += row[k] * x[k];
        return sum;
    }

    /// <summary>x ← x − Σ factors_r · row_r for up to eight rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract(double* rows, nint stride, int count, double* factors, double* x, int length)
    {
        int lanes = TLanes.Count, k = 0;
        if (count == Rows)
        {
            TVector f0 = TLanes.Broadcast(factors[0]), f1 = TLanes.Broadcast(factors[1]);
            TVector f2 = TLanes.Broadcast(factors[2]), f3 = TLanes.Broadcast(factors[3]);
            TVector f4 = TLanes.Broadcast(factors[4]), f5 = TLanes.Broadcast(factors[5]);
            TVector f6 = TLanes.Broadcast(factors[6]), f7 = TLanes.Broadcast(factors[7]);
            double* row3 = rows + 3 * stride, row6 = row3 + 3 * stride;
            for (; k + lanes <= length; k += lanes)
            {
                TVector y = TLanes.MultiplySubtractFrom(TLanes.Load(rows + k), f0, TLanes.Load(x + k));
                TVector z = TLanes.Multiply(TLanes.Load(rows + stride + k), f1);
                y = TLanes.MultiplySubtractFrom(TLanes.Load(rows + 2 * stride + k), f2, y);
                z = TLanes.MultiplyAdd(TLanes.Load(row3 + k), f3, z);
                y = TLanes.MultiplySubtractFrom(TLanes.Load(row3 + stride + k), f4, y);
                z = TLanes.MultiplyAdd(TLanes.Load(row3 + 2 * stride + k), f5, z);
                y = TLanes.MultiplySubtractFrom(TLanes.Load(row6 + k), f6, y);
                z = TLanes.MultiplyAdd(TLanes.Load(row6 + stride + k), f7, z);
                TLanes.Store(TLanes.Subtract(y, z), x + k);
            }
        }
        else
            for (; k + lanes <= length; k += lanes)
            {
                TVector y = TLanes.Load(x + k);
                for (int r = 0; r < count; r++)
                    y = TLanes.MultiplySubtractFrom(TLanes.Load(rows + r * stride + k), TLanes.Broadcast(factors[r]), y);
                TLanes.Store(y, x + k);
            }
        for (; k < length; k++)
            for (int r = 0; r < count; r++)
                x[k] -= rows[r * stride + k] * factors[r];
    }
}
