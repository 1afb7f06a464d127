using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Certification;

/// <summary>
/// Rigorous membership in a self-dual cone K with the interior point e: how little of e must be added to a vector that is known only
/// within intervals and a ball. e is 1 for a nonnegative row, (1, 0, …) for the second-order cone, (1, 1, 0, …) for the rotated one, and the
/// identity for matrices.
/// </summary>
internal sealed class ConeProof
{
    private const int MaxExactOrder = 24;

    private readonly Dictionary<int, SymmetricEigensolver> _eigensolvers = [];

    /// <summary>A proved μ ≥ 0 such that v + δ + μe ∈ K for all v in the intervals and all ‖δ‖ ≤ radius (W-norm); +∞ where there is no proof.</summary>
    /// <param name="cone">SecondOrder, RotatedSecondOrder or PositiveSemidefinite.</param>
    /// <param name="v">The vector, in the layout of the cone.</param>
    /// <param name="radius">The ball's radius, at least 0.</param>
    public double Deficit(Cone cone, ReadOnlySpan<Interval> v, double radius) => cone.Kind switch
    {
        ConeKind.SecondOrder => SecondOrder(v, radius),
        ConeKind.RotatedSecondOrder => RotatedSecondOrder(v, radius),
        ConeKind.PositiveSemidefinite => Semidefinite(v, radius),
        _ => double.PositiveInfinity,
    };

    /// <summary>‖tail + δ‖ − (v₀ + δ₀) ≤ ‖tail‖ − v₀ + √2 ‖δ‖.</summary>
    private static double SecondOrder(ReadOnlySpan<Interval> v, double radius)
    {
        var needed = Rounded.AddUp(NormUp(v[1..]), Rounded.MultiplyUp(1.4142135623730954, radius));
        return Math.Max(0, Rounded.SubtractUp(needed, v[0].Lower));
    }

    /// <summary>2(p + μ)(q + μ) ≥ n² with p + μ, q + μ ≥ 0, checked for a μ found in plain arithmetic and enlarged until it passes.</summary>
    private static double RotatedSecondOrder(ReadOnlySpan<Interval> v, double radius)
    {
        double p = Rounded.SubtractDown(v[0].Lower, radius), q = Rounded.SubtractDown(v[1].Lower, radius);
        var norm = Rounded.AddUp(NormUp(v[2..]), radius);
        if (Holds(p, q, norm, 0)) return 0;
        if (!double.IsFinite(p) || !double.IsFinite(q) || !double.IsFinite(norm)) return double.PositiveInfinity;
        // The larger root of 2(p + μ)(q + μ) = n²: μ = −(p + q)/2 + ½√((p − q)² + 2n²).
        var root = 0.5 * (-(p + q) + Math.Sqrt((p - q) * (p - q) + 2 * norm * norm));
        var margin = 1e-15 * (Math.Abs(p) + Math.Abs(q) + norm) + double.Epsilon;
        for (var attempt = 0; attempt < 60; attempt++, margin *= 2)
        {
            var trial = Math.Max(0, root) + margin;
            if (Holds(p, q, norm, trial)) return trial;
        }

        return double.PositiveInfinity;
    }

    private static bool Holds(double p, double q, double norm, double shift)
    {
        double first = Rounded.AddDown(p, shift), second = Rounded.AddDown(q, shift);
        return first >= 0 && second >= 0 && Rounded.MultiplyDown(Rounded.MultiplyDown(2, first), second) >= Rounded.MultiplyUp(norm, norm);
    }

    /// <summary>λ_min(V + Δ) ≥ λ_min(mid V) − ‖rad V‖_∞ − ‖Δ‖_F.</summary>
    private double Semidefinite(ReadOnlySpan<Interval> v, double radius)
    {
        var order = SymmetricVector.OrderOf(v.Length);
        var matrix = new double[order * order];
        var spread = new double[order];
        int k = 0;
        var isZero = true;
        for (var j = 0; j < order; j++)
        {
            for (var i = 0; i <= j; i++, k++)
            {
                if (!v[k].IsFinite) return double.PositiveInfinity;
                var middle = v[k].Midpoint;
                matrix[i * order + j] = matrix[j * order + i] = middle;
                isZero &= middle == 0;
                var entryRadius = v[k].Lower == v[k].Upper ? 0 : v[k].Radius;
                if (entryRadius == 0) continue;
                spread[j] = Rounded.AddUp(spread[j], entryRadius);
                if (i < j) spread[i] = Rounded.AddUp(spread[i], entryRadius);
            }
        }

        double widest = 0;
        foreach (var row in spread) widest = Math.Max(widest, row);
        var distance = Rounded.AddUp(widest, radius);
        if (isZero) return distance;
        if (double.IsPositiveInfinity(distance)) return distance;
        var smallest = VerifiedCholesky.GershgorinLowerBound(matrix, order);
        if (smallest < distance)
        {
            var values = new double[order];
            Eigensolver(order).Values(matrix, values);
            smallest = Math.Max(smallest, VerifiedCholesky.LowerEigenvalueBound(matrix, order, values[0]));
        }

        var deficit = Math.Max(0, Rounded.SubtractUp(distance, smallest));
        // An exactly singular matrix of doubles can pass only the exact test.
        if (deficit > 0 && distance == 0 && order <= MaxExactOrder && ExactSemidefinite.IsPositiveSemidefinite(matrix, order)) return 0;
        return deficit;
    }

    private SymmetricEigensolver Eigensolver(int order)
    {
        if (!_eigensolvers.TryGetValue(order, out var solver)) _eigensolvers.Add(order, solver = new SymmetricEigensolver(order));
        return solver;
    }

    private static double NormUp(ReadOnlySpan<Interval> v)
    {
        double largest = 0;
        foreach (var entry in v) largest = Math.Max(largest, entry.Magnitude);
        if (largest == 0) return 0;
        if (!(largest <= double.MaxValue)) return double.PositiveInfinity;
        // A power of two keeps the squares from overflowing and from vanishing.
        var exponent = Math.Clamp(Math.ILogB(largest), -1000, 1000);
        double down = Math.ScaleB(1, -exponent), sum = 0;
        foreach (var entry in v)
        {
            var scaled = Rounded.MultiplyUp(entry.Magnitude, down);
            sum = Rounded.AddUp(sum, Rounded.MultiplyUp(scaled, scaled));
        }

        return Rounded.MultiplyUp(Rounded.SqrtUp(sum), Math.ScaleB(1, exponent));
    }
}
