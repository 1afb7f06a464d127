namespace Copositive.Modeling;

/// <summary>
/// The doubly nonnegative cone: positive semidefinite matrices with nonnegative entries. It contains the completely positive
/// cone, with equality for order at most 4. Its dual is <see cref="SpnCone"/>.
/// </summary>
public sealed class DnnCone : MatrixCone
{
    internal DnnCone() : base(ConeKind.DoublyNonnegative) { }

    /// <inheritdoc/>
    public override Cone Dual => Spn;

    /// <inheritdoc/>
    public override string Symbol => "DNN";
}
