namespace Copositive.Modeling;

/// <summary>The second-order (Lorentz, ice-cream) cone {s : s₀ ≥ ‖(s₁, …)‖₂}. Self-dual.</summary>
public sealed class SecondOrderCone : Cone
{
    internal SecondOrderCone() : base(ConeKind.SecondOrder) { }

    /// <inheritdoc/>
    public override Cone Dual => this;

    /// <inheritdoc/>
    public override string Symbol => "SOC";

    /// <inheritdoc/>
    public override string? RejectRows(int rows) => rows >= 1 ? null : "a second-order cone needs at least 1 row";
}
