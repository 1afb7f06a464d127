using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>
/// The Cholesky factorisation A = U'U, U = L', of a matrix that fits in the cache, on a copy of A's lower triangle as U's rows: each
/// group of eight rows is finished by one sweep of <see cref="TriangularTile{TLanes,TVector}"/> along contiguous rows.
/// </summary>
internal static unsafe class CholeskyKernel<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    /// <summary>The largest order.</summary>
    public const int MaximalOrder = 128;

    private const int Rows = TriangularTile<TLanes, TVector>.Rows;

    [ThreadStatic]
    private static AlignedBuffer? t_rows;

    /// <summary>Replaces the lower triangle by L; returns the index of the first pivot that is not positive and finite, or −1.</summary>
    public static int Factor(double* a, int n, nint stride)
    {
        AlignedBuffer buffer = t_rows ??= new AlignedBuffer(MaximalOrder * (MaximalOrder + Rows));
        int padded = (n + Rows - 1) / Rows * Rows;
        nint width = padded % 64 == 0 ? padded + Rows : padded;
        double* u = buffer.Pointer, reciprocals = stackalloc double[Rows];
        Load(a, n, stride, u, width, padded);
        for (int j = 0; j < padded; j += Rows)
        {
            for (int lane = 0; lane < Rows; lane += TLanes.Count)
                TriangularTile<TLanes, TVector>.Subtract<One>(j, u + j, width, u + j + lane, width);
            int failed = FactorDiagonal(u + j * width + j, width, Math.Min(Rows, n - j), reciprocals);
            if (failed >= 0)
                return j + failed;
            int next = j + Rows;
            TriangularTile<TLanes, TVector>.Solve(j, u + j, width, reciprocals, u + next, width, padded - next);
        }
        Store(u, width, a, n, stride);
        GC.KeepAlive(buffer);
        return -1;
    }

    /// <summary>
    /// U'U of an 8 × 8 block but for padding, with the reciprocals of U's diagonal; −1, or the index of a pivot that is not positive and
    /// finite. What is below the diagonal does not matter.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FactorDiagonal(double* u, nint stride, int count, double* reciprocals)
    {
        double pivot = u[0];
        for (int r = 0; r < count; r++)
        {
            double* row = u + r * stride;
            if (!(pivot > 0) || double.IsPositiveInfinity(pivot))
                return r;
            double root = Math.Sqrt(pivot), reciprocal = 1 / root;
            // The next pivot ahead of its row: the steps wait for the pivots and for nothing else.
            if (r + 1 < count)
            {
                double next = row[r + 1] * reciprocal;
                pivot = row[stride + r + 1] - next * next;
            }
            reciprocals[r] = reciprocal;
            TVector scale = TLanes.Broadcast(reciprocal);
            for (int lane = 0; lane < Rows; lane += TLanes.Count)
                TLanes.Store(TLanes.Multiply(TLanes.Load(row + lane), scale), row + lane);
            row[r] = root;
            double* other = row + stride;
            for (int s = r + 1; s < count; s++, other += stride)
            {
                TVector multiplier = TLanes.Broadcast(row[s]);
                for (int lane = 0; lane < Rows; lane += TLanes.Count)
                    TLanes.Store(TLanes.MultiplySubtractFrom(multiplier, TLanes.Load(row + lane), TLanes.Load(other + lane)), other + lane);
            }
        }
        return -1;
    }

    /// <summary>
    /// U's rows ← A's columns from the diagonal's block on, bordered by an identity up to a multiple of eight; what is left of the
    /// diagonal does not matter.
    /// </summary>
    private static void Load(double* a, int n, nint stride, double* u, nint width, int padded)
    {
        int j = 0;
        for (; j + Rows <= n; j += Rows)
        {
            BlockTransposition.Copy(a + j * stride + j, stride, n - j, Rows, u + j * width + j, width);
            for (int r = 0; r < Rows && n < padded; r++)
                new Span<double>(u + (j + r) * width + n, padded - n).Clear();
        }
        for (int r = j; r < padded; r++)
        {
            double* row = u + r * width;
            new Span<double>(row + j, Rows).Clear();
            row[r] = 1;
            for (int c = r; c < n; c++)
                row[c] = a[c * stride + r];
        }
    }

    private static void Store(double* u, nint width, double* a, int n, nint stride)
    {
        for (int j = 0; j < n; j += Rows)
        {
            int end = Math.Min(j + Rows, n);
            for (int i = j; i < end; i++)
                for (int k = j; k <= i; k++)
                    a[i * stride + k] = u[k * width + i];
            if (end < n)
                BlockTransposition.Copy(u + j * width + end, width, Rows, n - end, a + end * stride + j, stride);
        }
    }
}
