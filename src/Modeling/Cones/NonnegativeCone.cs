namespace Copositive.Modeling;

/// <summary>The nonnegative orthant Rⁿ₊. Self-dual.</summary>
public sealed class NonnegativeCone : Cone
{
    internal NonnegativeCone() : base(ConeKind.Nonnegative) { }

    /// <inheritdoc/>
    public override Cone Dual => this;

    /// <inheritdoc/>
    public override string Symbol => "R₊";

    /// <inheritdoc/>
    public override string? RejectRows(int rows) => null;
}
