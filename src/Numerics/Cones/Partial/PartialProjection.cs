namespace Copositive.Numerics;

/// <summary>What <see cref="PartialPsdProjector"/> says about one projection.</summary>
/// <param name="Reason">Why the matrix was decomposed fully; <see cref="FullProjectionReason.None"/> when it was not.</param>
/// <param name="ErrorEstimate">
/// An estimate of ‖P − Π(X)‖_F: 0 after a full decomposition (rounding errors apart), else what the residuals of the pairs that P is
/// made of
/// cause to first order, and what the pairs next to them may have missed.
/// </param>
/// <param name="Rank">The number of eigenvalues of the sign that P is rebuilt from.</param>
/// <param name="FromNegative">Whether that sign is the negative one: P = X + Σ |λ|vv'.</param>
/// <param name="Products">How often the block of vectors was multiplied by X, in double or single precision.</param>
public readonly record struct PartialProjection(
    FullProjectionReason Reason, double ErrorEstimate, int Rank, bool FromNegative, int Products)
{
    /// <summary>Whether the matrix was not decomposed fully.</summary>
    public bool IsPartial => Reason == FullProjectionReason.None;
}
