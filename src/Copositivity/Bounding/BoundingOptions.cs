using Copositive.Modeling;

namespace Copositive.Copositivity;

/// <summary>When a <see cref="BoundingService"/> stops, and what it may use.</summary>
public sealed record BoundingOptions
{
    /// <summary>The gap (upper − lower)/max(1, |upper|) to reach; at least 0. Default 1e-6.</summary>
    public double Gap { get; init; } = 1e-6;

    /// <summary>
    /// A value to be compared with: the work ends as soon as a bound shows on which side of it the optimum lies (Lower ≥ target or
    /// Upper &lt; target). Null, the default, for none.
    /// </summary>
    public double? Target { get; init; }

    /// <summary>Wall-clock limit, above zero; null, the default, for none. The best bounds so far are returned when it passes.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The highest level of the hierarchies, at least 0. Default 4.</summary>
    public int MaxLevel { get; init; } = 4;

    /// <summary>Rounds of new atoms, and of refined partitions, each at least 0. Default 30.</summary>
    public int MaxRounds { get; init; } = 30;

    /// <summary>Whether symmetries found in the program reduce the levels above 0. Default true.</summary>
    public bool UseSymmetry { get; init; } = true;

    /// <summary>Whether levels above 0 are scaled by the result of level 0. Default true.</summary>
    public bool UseScaling { get; init; } = true;

    /// <summary>Whether adaptively refined partitions are tried after the hierarchies; they help for small orders. Default true.</summary>
    public bool UsePartitions { get; init; } = true;

    /// <summary>The seed of the searches for atoms. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Overrides of the backend's options for each solve; null for none. Its time limit is cut to what is left of <see cref="TimeLimit"/>.</summary>
    public SolveOptions? SolveOptions { get; init; }

    /// <summary>Throws if a value is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public void Validate()
    {
        if (!(Gap >= 0)) throw new ArgumentOutOfRangeException(nameof(Gap), Gap, "The gap must be at least 0.");
        if (Target is { } target && !double.IsFinite(target)) throw new ArgumentOutOfRangeException(nameof(Target), Target, "The target must be a finite number.");
        if (TimeLimit is { } limit && limit <= TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(TimeLimit), limit, "The time limit must be above zero.");
        ArgumentOutOfRangeException.ThrowIfNegative(MaxLevel);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxRounds);
        SolveOptions?.Validate();
    }
}
