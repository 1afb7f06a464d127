namespace Copositive.Certification;

/// <summary>How much work a certification may do. The proofs are as strict whatever is chosen here.</summary>
public sealed record CertificationOptions
{
    /// <summary>The defaults.</summary>
    public static CertificationOptions Default { get; } = new();

    /// <summary>Whether to look for the bound that a dual vector proves (the lower one of a minimisation). Default true.</summary>
    public bool DualSide { get; init; } = true;

    /// <summary>Whether to look for the bound that a feasible point proves (the upper one of a minimisation). Default true.</summary>
    public bool PrimalSide { get; init; } = true;

    /// <summary>
    /// How many projections each attempt to move a point into the interior may take, at least 1. Default 60. A projection costs an
    /// eigendecomposition of every matrix block.
    /// </summary>
    public int RepairIterations { get; init; } = 60;

    /// <summary>
    /// A repair stops as soon as its bound is within this of the estimate, relative to 1 + |estimate|; at least 0. Default 1e-9.
    /// </summary>
    public double Sharpness { get; init; } = 1e-9;

    /// <summary>
    /// After this long no further attempt to move a point is begun; what is proved by then is returned. Above zero; null, the default, for no limit
    /// (with a limit, results may differ from run to run, in sharpness only).
    /// </summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Cancels the work with an <see cref="OperationCanceledException"/>. Default none.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>Throws if a value is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(RepairIterations, 1);
        if (TimeLimit is { } limit && limit <= TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(TimeLimit), limit, "The time limit must be above zero.");
        if (!(Sharpness >= 0)) throw new ArgumentOutOfRangeException(nameof(Sharpness), Sharpness, "The sharpness must be at least 0.");
    }
}
