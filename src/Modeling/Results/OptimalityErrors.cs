namespace Copositive.Modeling;

/// <summary>
/// The six errors of a point x and dual y, recomputed from the program's own data whatever the backend claims. With s = b − Ax,
/// p the primal and d = c₀ − ½xᵀPx − ⟨b, y⟩ the dual objective, and W-weighted norms:
/// e1 = ‖equality rows of s‖/(1+max|b|), e2 = dist(s, K)/(1+max|b|), e3 = ‖c + Px + AᵀWy‖/(1+max|c|),
/// e4 = dist(y, K*)/(1+max|c|), e5 = |p − d|/(1+|p|+|d|), e6 = |⟨s, y⟩|/(1+|p|+|d|).
/// For programs read from SDPA files these are the DIMACS errors up to naming.
/// </summary>
/// <param name="Equality">e1.</param>
/// <param name="PrimalCone">e2.</param>
/// <param name="Stationarity">e3.</param>
/// <param name="DualCone">e4.</param>
/// <param name="Gap">e5.</param>
/// <param name="Complementarity">e6.</param>
public readonly record struct OptimalityErrors(
    double Equality, double PrimalCone, double Stationarity, double DualCone, double Gap, double Complementarity)
{
    /// <summary>The largest of the six.</summary>
    public double Max => Math.Max(Math.Max(Math.Max(Equality, PrimalCone), Math.Max(Stationarity, DualCone)), Math.Max(Gap, Complementarity));

    /// <summary>e1 to e6.</summary>
    public double[] ToArray() => [Equality, PrimalCone, Stationarity, DualCone, Gap, Complementarity];
}
