using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>Decomposes and projects the matrices of a <see cref="SymmetricBatch"/> in groups of one matrix a lane.</summary>
/// <remarks>
/// The projection is rebuilt, in each lane, from the sign with the smaller sum of |λ|: as Σ_{λ&gt;0} λvv', or as X + Σ_{λ&lt;0} |λ|vv', so
/// that a semidefinite matrix comes back as it is. Matrices whose largest entry is beyond 1e±100 are scaled by a power of two. A lane with
/// an entry that is not finite takes no part in rotations and has NaN added to all its results.
/// </remarks>
internal static unsafe class SymmetricLanes<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    private const double SafeLow = 1e-100, SafeHigh = 1e100;

    /// <summary>The doubles of work space for one thread: two triangles, a square, the scaling, and d + 1 vectors of scratch.</summary>
    public static int WorkspaceLength(int order) => TLanes.Count * (2 * SymmetricVector.Length(order) + order * order + order + 3);

    /// <summary>Does the matrices from <paramref name="first"/> to <paramref name="end"/>.</summary>
    /// <returns>The index of the first matrix with an entry that is not finite, or <paramref name="end"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Run(in SymmetricBatch batch, JacobiSchedule schedule, double* workspace, int first, int end)
    {
        int lanes = TLanes.Count, order = batch.Order, length = SymmetricVector.Length(order), firstBad = end;
        double* x = workspace, a = x + length * lanes, v = a + length * lanes;
        double* unscale = v + order * order * lanes, poison = unscale + lanes, scratch = poison + lanes;
        for (int start = first; start < end; start += lanes)
        {
            int matrices = Math.Min(lanes, end - start);
            LaneInterleaving<TLanes, TVector>.Gather(batch.Triangles + (nint)start * length, length, matrices, x);
            TVector largest = Prepare(order, x, a, 1 / batch.OffDiagonalScale, unscale, poison);
            JacobiLanes<TLanes, TVector>.Diagonalize(schedule, a, v, largest, scratch);
            if (batch.Values != null)
                EigenpairScatter.Store(in batch, start, matrices, lanes, a, v, unscale, poison);
            if (batch.Projections != null)
            {
                Rebuild(order, x, a, v, batch.OffDiagonalScale, TLanes.Load(unscale), TLanes.Load(poison), scratch);
                LaneInterleaving<TLanes, TVector>.Scatter(x, length, matrices, batch.Projections + (nint)start * length);
            }
            for (int lane = 0; lane < matrices && firstBad == end; lane++)
                if (double.IsNaN(poison[lane]))
                    firstBad = start + lane;
        }
        return firstBad;
    }

    /// <summary>
    /// a ← the scaled matrices; what undoes the scaling; zero, or NaN in lanes that are not finite. Returns the largest magnitudes.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TVector Prepare(int order, double* x, double* a, double offDiagonalFactor, double* unscale, double* poison)
    {
        int lanes = TLanes.Count;
        TVector largest = TLanes.Zero, zero = TLanes.Zero, off = TLanes.Broadcast(offDiagonalFactor);
        double* entry = x;
        for (int i = 0; i < order; i++)
            for (int j = 0; j <= i; j++, entry += lanes)
            {
                TVector value = TLanes.Load(entry);
                if (j < i)
                    value = TLanes.Multiply(value, off);
                largest = TLanes.Max(largest, TLanes.Abs(value));
                zero = TLanes.MultiplyAdd(value, TLanes.Zero, zero);
            }
        TVector safe = TLanes.And(TLanes.LessThan(TLanes.Broadcast(SafeLow), largest),
            TLanes.LessThan(largest, TLanes.Broadcast(SafeHigh)));
        TVector scale = TLanes.Broadcast(1);
        TLanes.Store(scale, unscale);
        if (TLanes.Any(TLanes.LessThan(TLanes.Zero, TLanes.Select(safe, TLanes.Zero, scale))))
            scale = PowersOfTwo(largest, unscale, poison);
        TLanes.Store(zero, poison);
        off = TLanes.Multiply(scale, off);
        for (int i = 0; i < order; i++, x += lanes, a += lanes)
        {
            for (int j = 0; j < i; j++, x += lanes, a += lanes)
                TLanes.Store(TLanes.Multiply(TLanes.Load(x), off), a);
            TLanes.Store(TLanes.Multiply(TLanes.Load(x), scale), a);
        }
        return TLanes.Add(TLanes.Multiply(largest, scale), zero);
    }

    /// <summary>In the lanes beyond 1e±100 the powers of two that bring the largest entry near 1, within 2^±1000.</summary>
    private static TVector PowersOfTwo(TVector largest, double* inverse, double* scratch)
    {
        TLanes.Store(largest, scratch);
        for (int lane = 0; lane < TLanes.Count; lane++)
        {
            double size = scratch[lane];
            int exponent = size is > SafeLow and < SafeHigh or 0 || !double.IsFinite(size) ? 0 : Math.Clamp(Math.ILogB(size), -1000, 1000);
            scratch[lane] = Math.ScaleB(1, -exponent);
            inverse[lane] = Math.ScaleB(1, exponent);
        }
        return TLanes.Load(scratch);
    }

    /// <summary>x ← the projections.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rebuild(int order, double* x, double* a, double* v, double offDiagonalScale, TVector unscale, TVector poison,
        double* scratch)
    {
        int lanes = TLanes.Count;
        TVector positive = TLanes.Zero, negative = TLanes.Zero;
        for (int k = 0; k < order; k++)
        {
            TVector value = TLanes.Load(a + SymmetricVector.Index(k, k) * lanes);
            positive = TLanes.Add(positive, TLanes.Max(value, TLanes.Zero));
            negative = TLanes.Add(negative, TLanes.Max(TLanes.Subtract(TLanes.Zero, value), TLanes.Zero));
        }
        TVector fromNegative = TLanes.LessThan(negative, positive), off = TLanes.Broadcast(offDiagonalScale);
        for (int i = 0; i < order; i++)
        {
            double* diagonal = a;
            for (int k = 0; k < order; k++, diagonal += (k + 1) * lanes)
            {
                TVector value = TLanes.Load(diagonal);
                TVector weight = TLanes.Max(TLanes.Select(fromNegative, TLanes.Subtract(TLanes.Zero, value), value), TLanes.Zero);
                TLanes.Store(TLanes.Multiply(TLanes.Multiply(weight, unscale), TLanes.Load(v + (k * order + i) * lanes)),
                    scratch + k * lanes);
            }
            for (int j = 0; j <= i; j++, x += lanes)
            {
                TVector sum = poison;
                double* u = scratch, w = v + j * lanes;
                for (int k = 0; k < order; k++, u += lanes, w += order * lanes)
                    sum = TLanes.MultiplyAdd(TLanes.Load(u), TLanes.Load(w), sum);
                TVector start = TLanes.Select(fromNegative, TLanes.Load(x), TLanes.Zero);
                TLanes.Store(TLanes.MultiplyAdd(sum, i == j ? TLanes.Broadcast(1) : off, start), x);
            }
        }
    }
}
