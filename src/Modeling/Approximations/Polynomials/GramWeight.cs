namespace Copositive.Modeling;

/// <summary>
/// A summand x^t σ(x) of a polynomial certificate: the weight x^t as an increasing tuple of variables, and the degree h of the monomials in
/// σ = z_hᵀ G z_h.
/// </summary>
/// <param name="Weight">t.</param>
/// <param name="BasisDegree">h ≥ 1.</param>
internal readonly record struct GramWeight(int[] Weight, int BasisDegree);
