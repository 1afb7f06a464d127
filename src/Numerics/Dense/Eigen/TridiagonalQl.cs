using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Copositive.Numerics;

/// <summary>
/// The implicit QL iteration with Wilkinson's shift for a symmetric tridiagonal matrix (Parlett, The Symmetric Eigenvalue Problem, §8).
/// </summary>
internal static unsafe class TridiagonalQl
{
    /// <summary>The spacing of doubles at 1.</summary>
    private const double Epsilon = 2.2204460492503131e-16;

    /// <summary>
    /// After this many iterations for one eigenvalue, entries at the rounding level of the whole matrix are dropped: next to large entries,
    /// rounding may for ever renew an off-diagonal entry that is large only beside its own tiny diagonal.
    /// </summary>
    private const int PatientIterations = 12;

    /// <summary>
    /// An off-diagonal entry below this is taken for zero, given a matrix scaled to entries near 1: far below any rounding error, and large
    /// enough for its square not to underflow.
    /// </summary>
    private const double Negligible = 1e-150;

    /// <summary>Replaces d by the eigenvalues, unordered; e is destroyed.</summary>
    public static void Diagonalize(int n, double* d, double* e) => Diagonalize(n, d, e, null, 0, 0, null);

    /// <summary>
    /// Diagonalises the matrix; rows of <paramref name="vectors"/> take part in the rotations.
    /// </summary>
    /// <param name="n">The order.</param>
    /// <param name="d">The diagonal; on return the eigenvalues, unordered.</param>
    /// <param name="e">Entries (i+1, i); n places, the last of which is overwritten; destroyed.</param>
    /// <param name="vectors">n rows, or null: with rows q_j on entry, row k on return is Σ_j q_j z_jk for T's k-th eigenvector z_k.</param>
    /// <param name="stride">The distance between rows.</param>
    /// <param name="length">The length of the rows.</param>
    /// <param name="rotations">2n places, or null without vectors.</param>
    /// <exception cref="InvalidOperationException">An eigenvalue was not found in 100 iterations, which finite input does not cause.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Diagonalize(int n, double* d, double* e, double* vectors, nint stride, int length, double* rotations)
    {
        if (n == 0)
            return;
        e[n - 1] = 0;
        double largest = 0;
        for (int i = 0; i < n; i++)
            largest = Math.Max(largest, Math.Max(Math.Abs(d[i]), Math.Abs(e[i])));
        for (int low = 0; low < n; low++)
        {
            for (int iteration = 0; ; iteration++)
            {
                int high = low;
                double negligible = iteration < PatientIterations ? Negligible : Math.Max(Negligible, Epsilon * largest);
                while (high < n - 1 && Math.Abs(e[high]) > Math.Max(negligible, Epsilon * (Math.Abs(d[high]) + Math.Abs(d[high + 1]))))
                    high++;
                if (high == low)
                    break;
                if (iteration == 100)
                    throw new InvalidOperationException("The QL iteration did not converge.");
                e[high] = 0;
                int stop = Sweep(low, high, d, e, rotations);
                if (vectors is not null)
                    Rotate(vectors, stride, length, stop, high, rotations);
            }
        }
    }

    /// <summary>
    /// One QL sweep over rows low … high by rotations of rows (i, i+1), i descending; cos and sin go to rotations[2i], [2i+1].
    /// Returns the lowest i rotated.
    /// </summary>
    private static int Sweep(int low, int high, double* d, double* e, double* rotations)
    {
        double g = (d[low + 1] - d[low]) / (2 * e[low]);
        double r = Math.Abs(g) < 1e100 ? Math.Sqrt(g * g + 1) : Math.Abs(g);
        g = d[high] - d[low] + e[low] / (g + Math.CopySign(r, g));
        double sine = 1, cosine = 1, p = 0;
        for (int i = high - 1; i >= low; i--)
        {
            double f = sine * e[i], b = cosine * e[i];
            r = Math.Sqrt(f * f + g * g);
            e[i + 1] = r;
            if (r == 0)
            {
                d[i + 1] -= p;
                e[high] = 0;
                return i + 1;
            }
            sine = f / r;
            cosine = g / r;
            g = d[i + 1] - p;
            r = (d[i] - g) * sine + 2 * cosine * b;
            p = sine * r;
            d[i + 1] = g + p;
            g = cosine * r - b;
            if (rotations is not null)
            {
                rotations[2 * i] = cosine;
                rotations[2 * i + 1] = sine;
            }
        }
        d[low] -= p;
        e[low] = g;
        e[high] = 0;
        return low;
    }

    private static void Rotate(double* vectors, nint stride, int length, int low, int high, double* rotations)
    {
        int k = 0;
        if (Vector512.IsHardwareAccelerated)
            k = RotateLanes<Lanes512<double>, Vector512<double>>(vectors, stride, k, length, low, high, rotations);
        if (Vector256.IsHardwareAccelerated)
            k = RotateLanes<Lanes256<double>, Vector256<double>>(vectors, stride, k, length, low, high, rotations);
        if (Vector128.IsHardwareAccelerated)
            k = RotateLanes<Lanes128<double>, Vector128<double>>(vectors, stride, k, length, low, high, rotations);
        RotateLanes<LanesScalar<double>, double>(vectors, stride, k, length, low, high, rotations);
    }

    /// <summary>
    /// Applies a sweep's rotations to a strip of columns, one vector wide, from the last row to the first: each row is read and written once.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int RotateLanes<TLanes, TVector>(double* vectors, nint stride, int k, int length, int low, int high, double* rotations)
        where TLanes : struct, ILanes<TVector, double>
        where TVector : struct
    {
        for (; k + TLanes.Count <= length; k += TLanes.Count)
        {
            double* row = vectors + high * stride + k;
            TVector carried = TLanes.Load(row);
            for (int i = high - 1; i >= low; i--)
            {
                TVector cosine = TLanes.Broadcast(rotations[2 * i]), sine = TLanes.Broadcast(rotations[2 * i + 1]);
                TVector below = TLanes.Load(row - stride);
                TLanes.Store(TLanes.MultiplyAdd(sine, below, TLanes.Multiply(cosine, carried)), row);
                carried = TLanes.MultiplySubtractFrom(sine, carried, TLanes.Multiply(cosine, below));
                row -= stride;
            }
            TLanes.Store(carried, row);
        }
        return k;
    }
}
