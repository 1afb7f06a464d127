using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>The second-order cone {(t, u) : t ≥ ‖u‖₂}, with t the first entry; its own dual.</summary>
public static class LorentzCone
{
    /// <summary>
    /// Replaces s = (t, u) by the nearest point of the cone: s itself when ‖u‖ ≤ t, zero when ‖u‖ ≤ −t, and otherwise
    /// ½(t + ‖u‖)(1, u/‖u‖). Returns the Euclidean distance moved.
    /// </summary>
    /// <param name="s">At least one entry; with one, the cone is t ≥ 0.</param>
    /// <exception cref="ArgumentException">The span is empty.</exception>
    public static double Project(Span<double> s)
    {
        CheckNotEmpty(s);
        double t = s[0], norm = EuclideanNorm.Of(s[1..]);
        if (norm <= t)
            return 0;
        if (norm <= -t)
        {
            double distance = EuclideanNorm.Of(s);
            s.Clear();
            return distance;
        }
        double half = 0.5 * t + 0.5 * norm;
        TensorPrimitives.Multiply(s[1..], half / norm, s[1..]);
        s[0] = half;
        return (0.5 * norm - 0.5 * t) * Math.Sqrt(2);
    }

    /// <summary>The Euclidean distance of s = (t, u) to the cone: 0, (‖u‖ − t)/√2, or ‖s‖ when −s is in the cone.</summary>
    /// <param name="s">At least one entry.</param>
    /// <exception cref="ArgumentException">The span is empty.</exception>
    public static double Distance(ReadOnlySpan<double> s)
    {
        CheckNotEmpty(s);
        double t = s[0], norm = EuclideanNorm.Of(s[1..]);
        if (norm <= t)
            return 0;
        return norm <= -t ? EuclideanNorm.Of(s) : (0.5 * norm - 0.5 * t) * Math.Sqrt(2);
    }

    private static void CheckNotEmpty(ReadOnlySpan<double> s)
    {
        if (s.IsEmpty)
            throw new ArgumentException("A second-order cone has at least one coordinate.", nameof(s));
    }
}
