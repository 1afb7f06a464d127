namespace Copositive.Numerics;

/// <summary>
/// The rotated second-order cone {(p, q, u) : 2pq ≥ ‖u‖², p ≥ 0, q ≥ 0}, its own dual. The rotation
/// (p, q) → ((p + q)/√2, (p − q)/√2) is orthogonal and its own inverse, and maps the cone to <see cref="LorentzCone"/>:
/// ((p + q)² − (p − q)²)/2 = 2pq.
/// </summary>
public static class RotatedLorentzCone
{
    /// <summary>√½, to double precision.</summary>
    private const double RootHalf = 0.70710678118654752;

    /// <summary>Replaces s = (p, q, u) by the nearest point of the cone; returns the Euclidean distance moved.</summary>
    /// <param name="s">At least two entries; points of the cone are left exactly as they are.</param>
    /// <exception cref="ArgumentException">The span has fewer than two entries.</exception>
    public static double Project(Span<double> s)
    {
        Check(s);
        if (Contains(s))
            return 0;
        Rotate(s);
        double distance = LorentzCone.Project(s);
        Rotate(s);
        s[0] = Math.Max(s[0], 0);
        s[1] = Math.Max(s[1], 0);
        return distance;
    }

    /// <summary>The Euclidean distance of s = (p, q, u) to the cone.</summary>
    /// <param name="s">At least two entries.</param>
    /// <exception cref="ArgumentException">The span has fewer than two entries.</exception>
    public static double Distance(ReadOnlySpan<double> s)
    {
        Check(s);
        if (Contains(s))
            return 0;
        double sum = RootHalf * s[0] + RootHalf * s[1], difference = RootHalf * s[0] - RootHalf * s[1];
        double tail = Math.Max(Math.Abs(difference), EuclideanNorm.Of(s[2..]));
        double smaller = Math.Min(Math.Abs(difference), EuclideanNorm.Of(s[2..]));
        double ratio = tail > 0 ? smaller / tail : 0, norm = tail * Math.Sqrt(1 + ratio * ratio);
        return norm <= sum ? 0 : norm <= -sum ? EuclideanNorm.Of(s) : (0.5 * norm - 0.5 * sum) * Math.Sqrt(2);
    }

    /// <summary>‖u‖ ≤ √(2p)√q, each factor of which is far from overflow.</summary>
    private static bool Contains(ReadOnlySpan<double> s) =>
        s[0] >= 0 && s[1] >= 0 && EuclideanNorm.Of(s[2..]) <= Math.Sqrt(2) * Math.Sqrt(s[0]) * Math.Sqrt(s[1]);

    private static void Rotate(Span<double> s)
    {
        double p = RootHalf * s[0], q = RootHalf * s[1];
        s[0] = p + q;
        s[1] = p - q;
    }

    private static void Check(ReadOnlySpan<double> s)
    {
        if (s.Length < 2)
            throw new ArgumentException($"A rotated second-order cone has at least two coordinates; the span has {s.Length}.", nameof(s));
    }
}
