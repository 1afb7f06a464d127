using Copositive.Numerics;

namespace Copositive.Networks;

/// <summary>
/// A rigorous lower bound of the training problem from any Z: s·Z is feasible for the dual max ⟨Z,Y⟩ − ½‖Z‖² s.t. μ(Z) ≤ β whenever |s|μ ≤ β,
/// so p* ≥ s⟨Z,Y⟩ − ½s²‖Z‖².
/// </summary>
/// <param name="Value">The bound, rounded down; at least 0, the bound of Z = 0.</param>
/// <param name="Scale">s, with |s|·μ ≤ β exactly.</param>
/// <param name="Mu">μ, the upper bound of max over ‖u‖ ≤ 1 of ‖Zᵀ(Xu)₊‖ that was used.</param>
public sealed record DualBound(double Value, double Scale, double Mu)
{
    /// <summary>Evaluates the bound.</summary>
    /// <param name="z">Z, n×c, finite.</param>
    /// <param name="data">The data; only Y is used.</param>
    /// <param name="beta">β &gt; 0.</param>
    /// <param name="mu">A rigorous upper bound of max over ‖u‖ ≤ 1 of ‖Zᵀ(Xu)₊‖ (from <see cref="CertifiedOracle"/>); +∞ gives the bound 0.</param>
    /// <exception cref="ArgumentException">A dimension does not match, an entry is not finite, β is not positive, or μ is negative or NaN.</exception>
    public static DualBound From(double[,] z, TrainingData data, double beta, double mu)
    {
        ArgumentNullException.ThrowIfNull(z);
        ArgumentNullException.ThrowIfNull(data);
        if (z.GetLength(0) != data.Samples || z.GetLength(1) != data.Outputs)
            throw new ArgumentException($"Z is {z.GetLength(0)}×{z.GetLength(1)}; expected {data.Samples}×{data.Outputs}, as Y.", nameof(z));
        return From(DenseRows.Of(z, nameof(z)), data.Y, beta, mu);
    }

    internal static DualBound From(ReadOnlySpan<double> z, ReadOnlySpan<double> y, double beta, double mu)
    {
        if (!(beta > 0) || !double.IsFinite(beta)) throw new ArgumentOutOfRangeException(nameof(beta), beta, "β must be positive and finite.");
        if (!(mu >= 0)) throw new ArgumentOutOfRangeException(nameof(mu), mu, "μ must be at least 0.");
        var product = Rounded.DotEnclosure(z, y);
        var square = Rounded.DotEnclosure(z, z);
        var nothing = new DualBound(0, 0, mu);
        if (!product.IsFinite || !square.IsFinite || !(square.Upper > 0)) return nothing;

        // The concave function of s has its maximum at ⟨Z,Y⟩/‖Z‖²; rounding β/μ down keeps |s|μ ≤ β exact.
        var best = product.Midpoint / square.Midpoint;
        var limit = mu == 0 ? double.MaxValue : Math.Max(0, Rounded.DivideDown(beta, mu));
        var s = double.IsNaN(best) ? 0 : Math.Clamp(best, -limit, limit);
        var value = s * product - new Interval(0.5) * Interval.Square(s) * square;
        return value.Lower > 0 ? new DualBound(value.Lower, s, mu) : nothing;
    }
}
