using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>
/// The Jacobi eigenvalue method on as many symmetric matrices at once as a vector has lanes, each entry being a vector (Golub and Van Loan,
/// §8.5; parallel order of <see cref="JacobiSchedule"/>).
/// </summary>
/// <remarks>
/// A lane takes part in a rotation only while its own entry is not negligible, and in a sweep only while one of its entries is not: what is
/// computed in a lane depends on that lane alone. With h = a_qq − a_pp, r = √(h² + 4a_pq²) and D = |h| + r the smaller angle has
/// cos = D/√(2rD), sin = ±2a_pq/√(2rD), since D² + 4a_pq² = 2rD.
/// </remarks>
internal static unsafe class JacobiLanes<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    /// <summary>Convergence is quadratic: matrices of order 32 take 6 to 9 sweeps.</summary>
    private const int MaxSweeps = 40;

    /// <summary>
    /// Entries off the diagonal below this fraction of the largest entry are left: the sum of all is within d units of rounding.
    /// </summary>
    private const double Negligible = 1.0 / (1L << 54);

    /// <summary>Diagonalises; the entries of a lane must be finite with the largest between 1e-100 and 1e100, or all zero.</summary>
    /// <param name="schedule">The order of rotations.</param>
    /// <param name="a">The lower triangles by rows; diagonal on return.</param>
    /// <param name="v">Receives the eigenvectors as rows, in the order of the diagonal.</param>
    /// <param name="largest">The largest magnitude of an entry, in each lane.</param>
    /// <param name="rotations">Scratch for a cosine and a sine a pair.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Diagonalize(JacobiSchedule schedule, double* a, double* v, TVector largest, double* rotations)
    {
        SetIdentity(schedule.Order, v);
        TVector negligible = TLanes.Multiply(largest, TLanes.Broadcast(Negligible));
        for (int sweep = 0; sweep < MaxSweeps; sweep++)
        {
            TVector unfinished = TLanes.LessThan(negligible, LargestOffDiagonal(schedule.Order, a));
            if (!TLanes.Any(unfinished))
                break;
            Sweep(schedule, a, v, TLanes.Select(unfinished, negligible, TLanes.Broadcast(double.MaxValue)), rotations);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SetIdentity(int order, double* v)
    {
        int lanes = TLanes.Count;
        for (int i = 0; i < order; i++)
            for (int j = 0; j < order; j++, v += lanes)
                TLanes.Store(TLanes.Broadcast(i == j ? 1 : 0), v);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TVector LargestOffDiagonal(int order, double* a)
    {
        TVector largest = TLanes.Zero;
        for (int i = 0; i < order; i++, a += TLanes.Count)
            for (int j = 0; j < i; j++, a += TLanes.Count)
                largest = TLanes.Max(largest, TLanes.Abs(TLanes.Load(a)));
        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sweep(JacobiSchedule schedule, double* a, double* v, TVector threshold, double* rotations)
    {
        int lanes = TLanes.Count, pairs = schedule.Pairs, blocks = pairs * (pairs - 1) / 2;
        nint rowLength = schedule.Order * lanes;
        int* place = schedule.Places;
        for (int round = 0; round < schedule.Rounds; round++)
        {
            int* pair = place, block = pair + 5 * pairs, idle = block + 4 * blocks;
            place = idle + (schedule.HasIdle ? 2 * pairs : 0);
            bool rotates = false;
            for (int k = 0; k < pairs; k++)
                rotates |= FindRotation(a + pair[5 * k], a + pair[5 * k + 1], a + pair[5 * k + 2], threshold, rotations + 2 * k * lanes);
            if (!rotates)
                continue;
            for (int k = 0; k < pairs; k++)
            {
                double* rotation = rotations + 2 * k * lanes;
                TVector c = TLanes.Load(rotation), s = TLanes.Load(rotation + lanes);
                for (int other = 0; other < k; other++, block += 4)
                    RotateBlock(a + block[0], a + block[1], a + block[2], a + block[3], c, s, rotations + 2 * other * lanes);
                if (schedule.HasIdle)
                    Rotate(a + idle[2 * k], a + idle[2 * k + 1], c, s);
                double* p = v + pair[5 * k + 3], q = v + pair[5 * k + 4], end = p + rowLength;
                for (; p != end; p += lanes, q += lanes)
                    Rotate(p, q, c, s);
            }
        }
    }

    /// <summary>
    /// Stores cosine and sine and makes entry (p, q) zero in the lanes where it exceeds the threshold; whether there is one.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool FindRotation(double* app, double* aqq, double* apq, TVector threshold, double* rotation)
    {
        TVector off = TLanes.Load(apq), p = TLanes.Load(app), q = TLanes.Load(aqq);
        TVector mask = TLanes.LessThan(threshold, TLanes.Abs(off));
        TVector h = TLanes.Subtract(q, p), twice = TLanes.Add(off, off);
        TVector r = TLanes.Sqrt(TLanes.MultiplyAdd(h, h, TLanes.Multiply(twice, twice)));
        TVector d = TLanes.Add(TLanes.Abs(h), r), twoR = TLanes.Add(r, r);
        TVector scale = TLanes.Divide(TLanes.Broadcast(1), TLanes.Sqrt(TLanes.Multiply(twoR, d)));
        TVector signed = TLanes.Select(TLanes.LessThan(h, TLanes.Zero), TLanes.Subtract(TLanes.Zero, twice), twice);
        TVector sine = TLanes.Select(mask, TLanes.Multiply(signed, scale), TLanes.Zero);
        TVector cosine = TLanes.Select(mask, TLanes.Multiply(d, scale), TLanes.Broadcast(1));
        TVector change = TLanes.Select(mask, TLanes.Multiply(TLanes.Multiply(sine, off), TLanes.Multiply(twoR, scale)), TLanes.Zero);
        TLanes.Store(TLanes.Subtract(p, change), app);
        TLanes.Store(TLanes.Add(q, change), aqq);
        TLanes.Store(TLanes.Select(mask, TLanes.Zero, off), apq);
        TLanes.Store(cosine, rotation);
        TLanes.Store(sine, rotation + TLanes.Count);
        return TLanes.Any(mask);
    }

    /// <summary>(x, y) ← (cx − sy, sx + cy).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rotate(double* xs, double* ys, TVector c, TVector s)
    {
        TVector x = TLanes.Load(xs), y = TLanes.Load(ys);
        TLanes.Store(TLanes.MultiplySubtractFrom(s, y, TLanes.Multiply(c, x)), xs);
        TLanes.Store(TLanes.MultiplyAdd(s, x, TLanes.Multiply(c, y)), ys);
    }

    /// <summary>The rows of [x00 x01; x10 x11] are rotated by (c, s), its columns by the other rotation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RotateBlock(double* p00, double* p01, double* p10, double* p11, TVector c, TVector s, double* other)
    {
        TVector x00 = TLanes.Load(p00), x01 = TLanes.Load(p01), x10 = TLanes.Load(p10), x11 = TLanes.Load(p11);
        TVector y00 = TLanes.MultiplySubtractFrom(s, x10, TLanes.Multiply(c, x00));
        TVector y10 = TLanes.MultiplyAdd(s, x00, TLanes.Multiply(c, x10));
        TVector y01 = TLanes.MultiplySubtractFrom(s, x11, TLanes.Multiply(c, x01));
        TVector y11 = TLanes.MultiplyAdd(s, x01, TLanes.Multiply(c, x11));
        c = TLanes.Load(other);
        s = TLanes.Load(other + TLanes.Count);
        TLanes.Store(TLanes.MultiplySubtractFrom(s, y01, TLanes.Multiply(c, y00)), p00);
        TLanes.Store(TLanes.MultiplyAdd(s, y00, TLanes.Multiply(c, y01)), p01);
        TLanes.Store(TLanes.MultiplySubtractFrom(s, y11, TLanes.Multiply(c, y10)), p10);
        TLanes.Store(TLanes.MultiplyAdd(s, y10, TLanes.Multiply(c, y11)), p11);
    }
}
