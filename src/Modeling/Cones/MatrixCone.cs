using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>A cone of symmetric matrices, laid out as their unscaled upper triangle column by column.</summary>
public abstract class MatrixCone : Cone
{
    private protected MatrixCone(ConeKind kind) : base(kind) { }

    /// <inheritdoc/>
    public sealed override bool IsMatrixCone => true;

    /// <inheritdoc/>
    public override string? RejectRows(int rows) =>
        rows > 0 && SymmetricVector.TryOrderOf(rows, out _) ? null : $"a symmetric matrix of order n needs n(n+1)/2 rows (1, 3, 6, 10, …), not {rows}";
}
