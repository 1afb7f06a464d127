namespace Copositive.Numerics;

/// <summary>A symmetric matrix known by its products with vectors: the matrix of a system, or a preconditioner.</summary>
/// <remarks>The Krylov methods take it as a type argument, so that a struct is called directly and nothing is boxed.</remarks>
public interface ILinearOperator
{
    /// <summary>The order n.</summary>
    int Order { get; }

    /// <summary>y ← Ax.</summary>
    /// <param name="x">n entries.</param>
    /// <param name="y">Receives n entries, its old content ignored; does not overlap x.</param>
    void Apply(ReadOnlySpan<double> x, Span<double> y);
}
