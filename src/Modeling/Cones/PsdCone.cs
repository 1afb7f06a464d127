namespace Copositive.Modeling;

/// <summary>The cone of symmetric positive semidefinite matrices. Self-dual.</summary>
public sealed class PsdCone : MatrixCone
{
    internal PsdCone() : base(ConeKind.PositiveSemidefinite) { }

    /// <inheritdoc/>
    public override Cone Dual => this;

    /// <inheritdoc/>
    public override string Symbol => "PSD";
}
