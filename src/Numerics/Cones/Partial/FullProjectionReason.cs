namespace Copositive.Numerics;

/// <summary>Why <see cref="PartialPsdProjector"/> decomposed a matrix fully.</summary>
public enum FullProjectionReason
{
    /// <summary>It did not: the projection is the partial one.</summary>
    None,

    /// <summary>The caller asked for it.</summary>
    Requested,

    /// <summary>
    /// There were no eigenvectors to start from: the first matrix, one after <see cref="PartialPsdProjector.Forget"/>, one after a matrix
    /// without a sign of few eigenvalues, and always below order 100.
    /// </summary>
    NoStart,

    /// <summary>Neither sign has few eigenvalues, or more of them than the space that was kept can hold.</summary>
    Rank,

    /// <summary>It was time to look at the whole spectrum again.</summary>
    Schedule,

    /// <summary>A Ritz value was below the bound that the filter supposes for the spectrum.</summary>
    SpectrumBound,

    /// <summary>The filtered vectors were dependent to working precision.</summary>
    Dependence,

    /// <summary>The estimated error stayed above the tolerance, or a full decomposition would have been cheaper.</summary>
    Accuracy,

    /// <summary>The norm has changed a millionfold since the last full decomposition.</summary>
    Scale,
}
