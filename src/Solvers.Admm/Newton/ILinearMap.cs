namespace Copositive.Solvers.Admm;

/// <summary>A square linear map in single precision, which is enough for the directions of Newton's method.</summary>
internal interface ILinearMap
{
    /// <summary>The length of the vectors.</summary>
    int Dimension { get; }

    /// <summary>y ← Mx.</summary>
    /// <param name="x">A vector.</param>
    /// <param name="y">Receives its image; does not overlap x.</param>
    void Apply(ReadOnlySpan<float> x, Span<float> y);
}
