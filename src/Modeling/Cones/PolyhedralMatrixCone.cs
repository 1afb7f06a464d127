namespace Copositive.Modeling;

/// <summary>A cone of matrices defined through a polyhedral cone K of vectors: the copositive family.</summary>
public abstract class PolyhedralMatrixCone : MatrixCone
{
    private protected PolyhedralMatrixCone(ConeKind kind, PolyhedralCone? polyhedron) : base(kind) => Polyhedron = polyhedron;

    /// <summary>The polyhedral cone K; null stands for the nonnegative orthant of the matrix's order.</summary>
    public PolyhedralCone? Polyhedron { get; }

    /// <inheritdoc/>
    public override string? RejectRows(int rows)
    {
        if (base.RejectRows(rows) is { } reason) return reason;
        int order = Numerics.SymmetricVector.OrderOf(rows);
        return Polyhedron is null || Polyhedron.Dimension == order
            ? null
            : $"the polyhedral cone lives in R^{Polyhedron.Dimension} but the matrix has order {order}";
    }
}
