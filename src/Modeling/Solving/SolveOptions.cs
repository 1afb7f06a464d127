namespace Copositive.Modeling;

/// <summary>
/// The vocabulary that every backend shares. A null leaves the choice to the backend's own configured options; a value overrides them
/// for one call.
/// </summary>
public sealed record SolveOptions
{
    /// <summary>Nothing overridden.</summary>
    public static SolveOptions Default { get; } = new();

    /// <summary>The largest of the six recomputed errors of <see cref="OptimalityErrors"/> allowed at optimality; above 0.</summary>
    public double? Tolerance { get; init; }

    /// <summary>Wall-clock limit; the best point so far is returned when it passes. Above zero.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Iteration limit, at least 1.</summary>
    public int? IterationLimit { get; init; }

    /// <summary>The number of threads, at least 1.</summary>
    public int? Threads { get; init; }

    /// <summary>The seed of every random choice.</summary>
    public int? Seed { get; init; }

    /// <summary>
    /// A point and dual to start from, of the program before rewriting, or of another one by <see cref="SolveResult.ToWarmStart"/>; one whose
    /// errors are above those of zero vectors is dropped; null starts cold.
    /// </summary>
    public WarmStart? WarmStart { get; init; }

    /// <summary>
    /// Whether planning may make the program smaller before the backend sees it; answers are in terms of the whole program either way.
    /// Default true.
    /// </summary>
    public bool Presolve { get; init; } = true;

    /// <summary>Throws if a value is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public void Validate()
    {
        if (Tolerance is { } t && !(t > 0 && t < 1)) throw new ArgumentOutOfRangeException(nameof(Tolerance), t, "The tolerance must lie strictly between 0 and 1.");
        if (TimeLimit is { } limit && limit <= TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(TimeLimit), limit, "The time limit must be above zero.");
        if (IterationLimit is < 1) throw new ArgumentOutOfRangeException(nameof(IterationLimit), IterationLimit, "The iteration limit must be at least 1.");
        if (Threads is < 1) throw new ArgumentOutOfRangeException(nameof(Threads), Threads, "The number of threads must be at least 1.");
    }
}
