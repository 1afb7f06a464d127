namespace Copositive.Solvers.OrTools;

/// <summary>What a ray must meet, in the scale of an <see cref="Equilibration"/>.</summary>
internal static class RayTolerance
{
    /// <summary>
    /// The largest residual of a ray normalised to a product of −1 with a vector whose largest entry is 1: it then excludes all scaled
    /// points of 1-norm below 10⁷.
    /// </summary>
    public const double Residual = 1e-7;

    /// <summary>The product must exceed this fraction of the sum of its terms' magnitudes, or it may be rounding.</summary>
    public const double Cancellation = 1e-10;
}
