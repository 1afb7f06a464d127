namespace Copositive.Numerics;

/// <summary>A sparse symmetric matrix given by its upper triangle.</summary>
/// <param name="Upper">The upper triangle.</param>
public readonly record struct SymmetricSparseOperator(SparseMatrix Upper) : ILinearOperator
{
    /// <inheritdoc/>
    public int Order => Upper.Columns;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> x, Span<double> y) => Upper.MultiplySymmetric(x, y);
}
