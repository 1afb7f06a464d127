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
            int failed = FactorDiagonal(u + j * width + j, width, reciprocals);
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
    /// U'U of an 8 × 8 block, with the reciprocals of U's diagonal; −1, or the index of a pivot that is not positive and finite.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FactorDiagonal(double* u, nint stride, double* reciprocals)
    {
        for (int r = 0; r < Rows; r++)
        {
            double* row = u + r * stride;
            double pivot = row[r];
            if (!(pivot > 0) || double.IsPositiveInfinity(pivot))
                return r;
            double root = Math.Sqrt(pivot);
            reciprocals[r] = 1 / root;
            TVector scale = TLanes.Broadcast(reciprocals[r]);
            for (int lane = 0; lane < Rows; lane += TLanes.Count)
                TLanes.Store(TLanes.Multiply(TLanes.Load(row + lane), scale), row + lane);
            row[r] = root;
            for (int s = r + 1; s < Rows; s++)
            {
                TVector multiplier = TLanes.Broadcast(row[s]);
                double* other = u + s * stride;
                for (int lane = 0; lane < Rows; lane += TLanes.Count)
                    TLanes.Store(TLanes.MultiplySubtractFrom(multiplier, TLanes.Load(row + lane), TLanes.Load(other + lane)), other + lane);
            }
        }
        return -1;
    }

    /// <summary>U's rows ← A's columns from the diagonal on, bordered by an identity up to a multiple of eight.</summary>
    private static void Load(double* a, int n, nint stride, double* u, nint width, int padded)
    {
        for (int j = 0; j < padded; j += Rows)
        {
            double* block = u + j * width + j;
            for (int r = 0; r < Rows; r++)
                for (int c = 0; c < Rows; c++)
                    block[r * width + c] = r <= c && j + c < n ? a[(j + c) * stride + j + r] : r == c ? 1 : 0;
            int next = j + Rows;
            if (next >= n)
                break;
            BlockTransposition.Copy(a + next * stride + j, stride, n - next, Rows, u + j * width + next, width);
            for (int r = 0; r < Rows; r++)
                new Span<double>(u + (j + r) * width + n, padded - n).Clear();
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
