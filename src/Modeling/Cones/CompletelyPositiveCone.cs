namespace Copositive.Modeling;

/// <summary>
/// CP(K) = conv{uuᵀ : u ∈ K}, K the nonnegative orthant unless a polyhedral cone is given. Solvers take it through an
/// <see cref="Approximation"/>.
/// </summary>
public sealed class CompletelyPositiveCone : PolyhedralMatrixCone
{
    internal CompletelyPositiveCone(PolyhedralCone? polyhedron = null) : base(ConeKind.CompletelyPositive, polyhedron) { }

    /// <inheritdoc/>
    public override Cone Dual => Polyhedron is null ? Copositive : CopositiveOver(Polyhedron);

    /// <inheritdoc/>
    public override string Symbol => Polyhedron is null ? "CP" : $"CP({Polyhedron})";
}
