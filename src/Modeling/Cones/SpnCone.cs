namespace Copositive.Modeling;

/// <summary>
/// Sums S + N of a positive semidefinite S and an entrywise nonnegative N. It lies inside the copositive cone, with equality
/// for order at most 4 (Diananda 1962). Its dual is <see cref="DnnCone"/>.
/// </summary>
public sealed class SpnCone : MatrixCone
{
    internal SpnCone() : base(ConeKind.Spn) { }

    /// <inheritdoc/>
    public override Cone Dual => DoublyNonnegative;

    /// <inheritdoc/>
    public override string Symbol => "SPN";
}
