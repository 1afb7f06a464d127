namespace Copositive.Modeling;

/// <summary>{0} ⊂ Rⁿ: its rows are equalities. Its dual is the whole space.</summary>
public sealed class ZeroCone : Cone
{
    internal ZeroCone() : base(ConeKind.Zero) { }

    /// <inheritdoc/>
    public override Cone? Dual => null;

    /// <inheritdoc/>
    public override string Symbol => "{0}";

    /// <inheritdoc/>
    public override string? RejectRows(int rows) => null;
}
