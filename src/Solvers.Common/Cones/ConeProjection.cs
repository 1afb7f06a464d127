namespace Copositive.Solvers.Common;

/// <summary>
/// The Euclidean projection Π onto one cone and a directional derivative of it, on the cone's own rows in the orthonormal scaling
/// (off-diagonal entries times √2). Projections onto the dual follow from Moreau: Π_{K*}(v) = v + Π_K(−v).
/// </summary>
internal abstract class ConeProjection
{
    protected ConeProjection(int start, int rows)
    {
        Start = start;
        Rows = rows;
    }

    /// <summary>The first row.</summary>
    public int Start { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>Whether the last projection was right to rounding; false where it was within a tolerance only.</summary>
    public virtual bool IsExact => true;

    /// <summary>s ← Π(w).</summary>
    /// <param name="w">The rows of this cone.</param>
    /// <param name="s">Receives the projection; must not overlap w.</param>
    /// <param name="mode">What is wanted beside the projection.</param>
    public abstract void Project(ReadOnlySpan<double> w, Span<double> s, ProjectionMode mode = default);

    /// <summary>
    /// ds ← Π′(w; dw) at the w projected last (however inexactly), an element of the generalised Jacobian where Π has a kink.
    /// </summary>
    /// <param name="dw">The direction.</param>
    /// <param name="ds">Receives the derivative; must not overlap dw.</param>
    public abstract void Derivative(ReadOnlySpan<double> dw, Span<double> ds);

    /// <summary>The same in single precision.</summary>
    public abstract void Derivative(ReadOnlySpan<float> dw, Span<float> ds);

    /// <summary>The derivative of one of the blocks that this projection does together.</summary>
    /// <param name="block">The block's number among them.</param>
    /// <param name="dw">The direction, on the rows of the block.</param>
    /// <param name="ds">Receives the derivative; must not overlap dw.</param>
    public virtual void Derivative(int block, ReadOnlySpan<double> dw, Span<double> ds) => Derivative(dw, ds);
}
