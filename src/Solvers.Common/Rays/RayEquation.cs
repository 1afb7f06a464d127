namespace Copositive.Solvers.Common;

/// <summary>
/// A piecewise smooth system r(u) = 0 whose roots are rays, with an element of its generalised Jacobian at the point evaluated last.
/// </summary>
internal abstract class RayEquation
{
    protected RayEquation(int unknowns, int equations)
    {
        Unknowns = unknowns;
        Equations = equations;
    }

    public int Unknowns { get; }

    public int Equations { get; }

    /// <summary>residual ← r(u).</summary>
    public abstract void Evaluate(ReadOnlySpan<double> u, Span<double> residual);

    /// <summary>image ← J h.</summary>
    public abstract void Multiply(ReadOnlySpan<double> h, Span<double> image);

    /// <summary>image ← J'z.</summary>
    public abstract void TransposeMultiply(ReadOnlySpan<double> z, Span<double> image);
}
