using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>
/// The implicit QL iteration with Wilkinson's shift for symmetric tridiagonal matrices (Parlett, The Symmetric Eigenvalue Problem, §8), on
/// several small matrices at once, one in each lane of a vector: the square root and the divisions of a rotation wait for those of the one
/// before, so one matrix alone leaves the processor idle.
/// </summary>
internal static unsafe class TridiagonalQl<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    /// <summary>The spacing of doubles at 1.</summary>
    private const double Epsilon = 2.2204460492503131e-16;

    /// <summary>
    /// After this many iterations for one eigenvalue, entries at the rounding level of the whole matrix are dropped: next to large entries,
    /// rounding may for ever renew an off-diagonal entry that is large only beside its own tiny diagonal.
    /// </summary>
    private const double PatientIterations = 12, MaxIterations = 100;

    /// <summary>
    /// An off-diagonal entry below this is taken for zero, given a matrix scaled to entries near 1: far below any rounding error, and large
    /// enough for its square not to underflow.
    /// </summary>
    private const double Negligible = 1e-150;

    /// <summary>Diagonalises the blocks.</summary>
    /// <exception cref="InvalidOperationException">
    /// An eigenvalue was not found in 100 iterations, which finite input does not cause.
    /// </exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Diagonalize(in TridiagonalLeaves leaves)
    {
        int lanes = TLanes.Count, rows = 0;
        for (int b = 0; b < leaves.Count; b++)
            rows = Math.Max(rows, leaves.Order(b));
        double* d = leaves.Work, e = d + rows * lanes, rotations = e + rows * lanes;
        double* last = stackalloc double[lanes], largest = stackalloc double[lanes];
        double* low = stackalloc double[lanes], high = stackalloc double[lanes], shift = stackalloc double[4 * lanes];
        leaves.Interleave(lanes, rows, d, e, last, largest);
        TVector lastRow = TLanes.Load(last), loose = TLanes.Multiply(TLanes.Load(largest), TLanes.Broadcast(Epsilon));
        TVector lowest = TLanes.Zero, iterations = TLanes.Zero, one = TLanes.Broadcast(1);
        int bottom = 0;
        while (true)
        {
            TVector patient = TLanes.LessThan(iterations, TLanes.Broadcast(PatientIterations));
            TVector negligible = TLanes.Select(patient, TLanes.Broadcast(Negligible), TLanes.Max(TLanes.Broadcast(Negligible), loose));
            TVector end = FindBlockEnd(rows, bottom, d, e, lowest, negligible);
            TVector found = TLanes.And(TLanes.LessThan(lowest, lastRow), TLanes.LessThan(end, TLanes.Add(lowest, TLanes.Broadcast(0.5))));
            if (TLanes.Any(found))
            {
                lowest = TLanes.Select(found, TLanes.Add(lowest, one), lowest);
                iterations = TLanes.Select(found, TLanes.Zero, iterations);
                continue;
            }
            if (!TLanes.Any(TLanes.LessThan(lowest, end)))
                break;
            if (TLanes.Any(TLanes.LessThan(TLanes.Broadcast(MaxIterations), iterations)))
                throw new InvalidOperationException("The QL iteration did not converge.");
            iterations = TLanes.Add(iterations, one);
            TLanes.Store(lowest, low);
            TLanes.Store(end, high);
            int top = 0;
            bottom = rows;
            for (int lane = 0; lane < lanes; lane++)
                if (low[lane] < high[lane])
                {
                    top = Math.Max(top, (int)high[lane]);
                    bottom = Math.Min(bottom, (int)low[lane]);
                }
            Sweep(bottom, top, d, e, rotations, low, high, shift);
            for (int b = 0; b < leaves.Count; b++)
                if (low[b] < high[b])
                    EigenKernels.Widest.RotateSweep(
                        leaves.Rows(b), leaves.Stride, leaves.Width(b), (int)low[b], (int)high[b], rotations + b, lanes);
        }
        for (int b = 0; b < leaves.Count; b++)
            leaves.Finish(b, d + b, lanes);
    }

    /// <summary>The first row from <paramref name="low"/> on, lane by lane, with a negligible entry below the diagonal.</summary>
    private static TVector FindBlockEnd(int rows, int bottom, double* d, double* e, TVector low, TVector negligible)
    {
        int lanes = TLanes.Count;
        TVector end = TLanes.Broadcast(rows - 1), epsilon = TLanes.Broadcast(Epsilon);
        TVector below = TLanes.Abs(TLanes.Load(d + (rows - 1) * lanes));
        for (int i = rows - 2; i >= bottom; i--)
        {
            TVector index = TLanes.Broadcast(i), here = TLanes.Abs(TLanes.Load(d + i * lanes));
            TVector bound = TLanes.Max(negligible, TLanes.Multiply(epsilon, TLanes.Add(here, below)));
            TVector candidate = TLanes.Select(TLanes.LessThan(bound, TLanes.Abs(TLanes.Load(e + i * lanes))), end, index);
            end = TLanes.Select(TLanes.LessThan(index, low), end, candidate);
            below = here;
        }
        return end;
    }

    /// <summary>
    /// One QL sweep over rows low … high of each lane by rotations of rows (i, i+1), i descending from <paramref name="top"/> − 1, the
    /// largest high − 1, to <paramref name="bottom"/>, the smallest low. Lanes outside their range stand still.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sweep(int bottom, int top, double* d, double* e, double* rotations, double* low, double* high, double* shift)
    {
        int lanes = TLanes.Count;
        TVector g = WilkinsonShift(d, e, low, high, shift);
        TVector one = TLanes.Broadcast(1), half = TLanes.Broadcast(0.5);
        TVector first = TLanes.Subtract(TLanes.Load(low), half), end = TLanes.Subtract(TLanes.Load(high), half);
        TVector sine = one, cosine = one, p = TLanes.Zero;
        for (int i = top - 1; i >= bottom; i--)
        {
            TVector index = TLanes.Broadcast(i), active = TLanes.And(TLanes.LessThan(first, index), TLanes.LessThan(index, end));
            double* here = d + i * lanes, next = here + lanes;
            TVector off = TLanes.Load(e + i * lanes), f = TLanes.Multiply(sine, off), b = TLanes.Multiply(cosine, off);
            TVector r = TLanes.Sqrt(TLanes.MultiplyAdd(f, f, TLanes.Multiply(g, g))), rotates = TLanes.LessThan(TLanes.Zero, r);
            TLanes.Store(TLanes.Select(active, r, TLanes.Load(e + (i + 1) * lanes)), e + (i + 1) * lanes);
            TVector s = TLanes.Select(rotates, TLanes.Divide(f, r), TLanes.Zero), c = TLanes.Select(rotates, TLanes.Divide(g, r), one);
            TVector diagonal = TLanes.Load(next), h = TLanes.Subtract(diagonal, p);
            TVector t = TLanes.MultiplyAdd(TLanes.Subtract(TLanes.Load(here), h), s, TLanes.Multiply(TLanes.Add(c, c), b));
            TVector q = TLanes.Multiply(s, t);
            TLanes.Store(TLanes.Select(active, TLanes.Add(h, q), diagonal), next);
            TLanes.Store(c, rotations + 2 * i * lanes);
            TLanes.Store(s, rotations + (2 * i + 1) * lanes);
            g = TLanes.Select(active, TLanes.Subtract(TLanes.Multiply(c, t), b), g);
            p = TLanes.Select(active, q, p);
            sine = TLanes.Select(active, s, sine);
            cosine = TLanes.Select(active, c, cosine);
        }
        TLanes.Store(g, shift);
        TLanes.Store(p, shift + lanes);
        for (int lane = 0; lane < lanes; lane++)
            if (low[lane] < high[lane])
            {
                d[(int)low[lane] * lanes + lane] -= shift[lanes + lane];
                e[(int)low[lane] * lanes + lane] = shift[lane];
                e[(int)high[lane] * lanes + lane] = 0;
            }
    }

    /// <summary>
    /// The last diagonal entry of each lane's rows less the eigenvalue of the first 2 × 2 block that is nearer to its first entry.
    /// </summary>
    private static TVector WilkinsonShift(double* d, double* e, double* low, double* high, double* work)
    {
        int lanes = TLanes.Count;
        for (int lane = 0; lane < lanes; lane++)
        {
            bool active = low[lane] < high[lane];
            int first = active ? (int)low[lane] * lanes + lane : lane;
            work[lane] = d[first];
            work[lanes + lane] = active ? d[first + lanes] : 0;
            work[2 * lanes + lane] = active ? e[first] : 1;
            work[3 * lanes + lane] = active ? d[(int)high[lane] * lanes + lane] : 0;
        }
        TVector d0 = TLanes.Load(work), e0 = TLanes.Load(work + 2 * lanes);
        TVector g = TLanes.Divide(TLanes.Subtract(TLanes.Load(work + lanes), d0), TLanes.Add(e0, e0)), size = TLanes.Abs(g);
        TVector hypotenuse = TLanes.Sqrt(TLanes.MultiplyAdd(g, g, TLanes.Broadcast(1)));
        TVector r = TLanes.Select(TLanes.LessThan(size, TLanes.Broadcast(1e100)), hypotenuse, size);
        TVector signed = TLanes.Select(TLanes.LessThan(g, TLanes.Zero), TLanes.Subtract(g, r), TLanes.Add(g, r));
        return TLanes.Add(TLanes.Subtract(TLanes.Load(work + 3 * lanes), d0), TLanes.Divide(e0, signed));
    }
}
