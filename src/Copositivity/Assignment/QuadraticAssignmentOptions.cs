namespace Copositive.Copositivity;

/// <summary>When <see cref="QuadraticAssignmentProblem.Solve"/> stops. Its bounds are proved whatever is chosen here.</summary>
public sealed record QuadraticAssignmentOptions
{
    /// <summary>The largest number of iterations, each an eigendecomposition of order n² + 1; at least 1. Default 2000.</summary>
    public int IterationLimit { get; init; } = 2000;

    /// <summary>After this long no further iteration is begun; above zero; null, the default, for no limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>
    /// The work ends when the proved bound is within this of the relaxation's value, relative to 1 + |bound|; above 0. Default 1e-6.
    /// </summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>
    /// Whether the work goes on after the best assignment is proved optimal, to find the relaxation's own value. Default false.
    /// </summary>
    public bool ContinuesAfterProof { get; init; }

    /// <summary>The number of threads, at least 1. Default 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The seed of the search for a good assignment. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Throws if a value is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(IterationLimit, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
        if (TimeLimit is { } limit && limit <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(TimeLimit), limit, "The time limit must be above zero.");
        if (!(Tolerance > 0)) throw new ArgumentOutOfRangeException(nameof(Tolerance), Tolerance, "The tolerance must be above 0.");
    }
}
