namespace Copositive.Modeling;

/// <summary>
/// COP(K) = {M : uᵀMu ≥ 0 for all u ∈ K}, K the nonnegative orthant unless a polyhedral cone is given. Deciding membership is
/// co-NP-complete; solvers take it through an <see cref="Approximation"/>.
/// </summary>
public sealed class CopositiveCone : PolyhedralMatrixCone
{
    internal CopositiveCone(PolyhedralCone? polyhedron = null) : base(ConeKind.Copositive, polyhedron) { }

    /// <inheritdoc/>
    public override Cone Dual => Polyhedron is null ? CompletelyPositive : CompletelyPositiveOver(Polyhedron);

    /// <inheritdoc/>
    public override string Symbol => Polyhedron is null ? "COP" : $"COP({Polyhedron})";
}
