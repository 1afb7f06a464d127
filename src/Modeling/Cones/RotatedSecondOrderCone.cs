namespace Copositive.Modeling;

/// <summary>
/// The rotated second-order cone {s : 2 s₀ s₁ ≥ ‖(s₂, …)‖², s₀, s₁ ≥ 0}. Self-dual; the orthogonal map
/// (s₀, s₁) → ((s₀+s₁)/√2, (s₀−s₁)/√2) carries it to the second-order cone.
/// </summary>
public sealed class RotatedSecondOrderCone : Cone
{
    internal RotatedSecondOrderCone() : base(ConeKind.RotatedSecondOrder) { }

    /// <inheritdoc/>
    public override Cone Dual => this;

    /// <inheritdoc/>
    public override string Symbol => "RSOC";

    /// <inheritdoc/>
    public override string? RejectRows(int rows) => rows >= 2 ? null : "a rotated second-order cone needs at least 2 rows";
}
