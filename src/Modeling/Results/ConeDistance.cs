using System.Numerics.Tensors;
using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>
/// How far a block is from its cone, in the W-weighted norm (Frobenius for matrices), in floating point. For the doubly
/// nonnegative cone the two violations are combined, √(d_PSD² + d_N²). Membership in SPN is judged by a split s = S + N with N ≥ 0:
/// the distance of s − N to PSD, an upper bound of the true distance; without a split given, accelerated projections look for the best one.
/// </summary>
public static class ConeDistance
{
    private const int SplitPasses = 300;
    private const int IdlePasses = 10;

    /// <summary>The distance of s to a cone.</summary>
    /// <param name="cone">The cone.</param>
    /// <param name="s">The block.</param>
    /// <param name="nonnegativePart">For SPN the nonnegative part of a split, if one is known.</param>
    /// <exception cref="UnsupportedProgramException">The cone has no tractable distance.</exception>
    public static double Of(Cone cone, ReadOnlySpan<double> s, ReadOnlySpan<double> nonnegativePart = default)
    {
        ArgumentNullException.ThrowIfNull(cone);
        if (s.IsEmpty) return 0;
        return cone.Kind switch
        {
            ConeKind.Zero => TensorPrimitives.Norm(s),
            ConeKind.Nonnegative => NegativeNorm(s),
            ConeKind.SecondOrder => SecondOrder(s[0], TensorPrimitives.Norm(s[1..])),
            ConeKind.RotatedSecondOrder => Rotated(s),
            ConeKind.PositiveSemidefinite => PsdDistance.Of(s),
            ConeKind.DoublyNonnegative => DoublyNonnegative(s),
            ConeKind.Spn => Spn(s, nonnegativePart),
            _ => throw new UnsupportedProgramException(
                $"No distance to the cone {cone.Symbol} can be computed in this version; replace the copositive family by an approximation first."),
        };
    }

    /// <summary>The distance of y to the dual of a cone.</summary>
    /// <param name="cone">The primal cone.</param>
    /// <param name="y">The block of the dual vector.</param>
    /// <param name="nonnegativePart">For a doubly nonnegative cone the nonnegative part of y = S + N, if known.</param>
    public static double OfDual(Cone cone, ReadOnlySpan<double> y, ReadOnlySpan<double> nonnegativePart = default)
    {
        ArgumentNullException.ThrowIfNull(cone);
        return cone.Dual is null ? 0 : Of(cone.Dual, y, nonnegativePart);
    }

    private static double NegativeNorm(ReadOnlySpan<double> s)
    {
        double sum = 0;
        foreach (double v in s)
        {
            if (v < 0) sum += v * v;
        }
        return Math.Sqrt(sum);
    }

    private static double SecondOrder(double top, double norm) =>
        norm <= top ? 0 : norm <= -top ? Math.Sqrt(top * top + norm * norm) : (norm - top) * Math.Sqrt(0.5);

    private static double Rotated(ReadOnlySpan<double> s)
    {
        double h = Math.Sqrt(0.5), minus = (s[0] - s[1]) * h, rest = TensorPrimitives.Norm(s[2..]);
        return SecondOrder((s[0] + s[1]) * h, Math.Sqrt(minus * minus + rest * rest));
    }

    private static double DoublyNonnegative(ReadOnlySpan<double> s)
    {
        double psd = PsdDistance.Of(s), sum = psd * psd;
        int k = 0;
        for (int j = 0; k < s.Length; j++)
        {
            for (int i = 0; i < j; i++, k++)
            {
                if (s[k] < 0) sum += 2 * s[k] * s[k];
            }
            k++;
        }
        return Math.Sqrt(sum);
    }

    private static double Spn(ReadOnlySpan<double> s, ReadOnlySpan<double> nonnegativePart)
    {
        var rest = new double[s.Length];
        if (!nonnegativePart.IsEmpty)
        {
            for (int k = 0; k < rest.Length; k++) rest[k] = s[k] - Math.Max(0, nonnegativePart[k]);
            return PsdDistance.Of(rest);
        }

        // min ‖s − N − S‖ over N ≥ 0, S ⪰ 0. With S(N) the projection of s − N, half the squared distance has the gradient S(N) − (s − N),
        // of Lipschitz constant 1, so N ← max(0, s − S(N)) is a projected gradient step. Nesterov's extrapolation, kept nonnegative and
        // begun anew where the distance grows, speeds it up; the distance at any N ≥ 0 is an upper bound.
        int n = SymmetricVector.OrderOf(s.Length);
        var projector = new PsdProjector(n);
        double[] psd = new double[s.Length], part = new double[s.Length], last = new double[s.Length];
        for (int k = 0; k < part.Length; k++) last[k] = part[k] = Math.Max(0, s[k]);
        double best = double.PositiveInfinity, previous = double.PositiveInfinity, momentum = 1;
        int idle = 0;
        for (int pass = 0; pass < SplitPasses && idle < IdlePasses && best > 0; pass++)
        {
            for (int k = 0; k < rest.Length; k++) rest[k] = s[k] - part[k];
            double distance = projector.Project(rest, psd, 1);
            if (distance > previous) momentum = 1;
            idle = distance < best * (1 - 1e-9) ? 0 : idle + 1;
            best = Math.Min(best, distance);
            previous = distance;
            double next = 0.5 * (1 + Math.Sqrt(1 + 4 * momentum * momentum)), push = (momentum - 1) / next;
            momentum = next;
            for (int k = 0; k < part.Length; k++)
            {
                double step = Math.Max(0, s[k] - psd[k]);
                part[k] = Math.Max(0, step + push * (step - last[k]));
                last[k] = step;
            }
        }
        return best;
    }
}
