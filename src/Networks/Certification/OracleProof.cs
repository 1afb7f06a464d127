namespace Copositive.Networks;

/// <summary>What <see cref="CertifiedOracle"/> found about max over ‖u‖ ≤ 1 of ‖Zᵀ(Xu)₊‖.</summary>
public sealed record OracleProof
{
    /// <summary>Whether the threshold asked for is proved: max ≤ threshold in exact arithmetic.</summary>
    public required bool Proved { get; init; }

    /// <summary>
    /// μ: a rigorous upper bound of the maximum whatever happened, at most the threshold if that was proved, and weaker, up to the trivial bound
    /// Σ‖z_i‖‖x_i‖, where a limit was met or the threshold is exceeded. May be +∞ where the numbers leave the range of doubles.
    /// </summary>
    public required double Bound { get; init; }

    /// <summary>The largest value seen: an estimate of the maximum from below.</summary>
    public required double BestValue { get; init; }

    /// <summary>Directions whose value exceeds the threshold, largest value first. Empty where the threshold is proved.</summary>
    public required IReadOnlyList<Violator> Violators { get; init; }

    /// <summary>The cones examined.</summary>
    public required long Nodes { get; init; }

    /// <summary>Whether a node or time limit was met.</summary>
    public required bool LimitReached { get; init; }

    /// <summary>The time taken.</summary>
    public required double Seconds { get; init; }
}
