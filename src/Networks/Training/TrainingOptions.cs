namespace Copositive.Networks;

/// <summary>When training stops, and how it searches.</summary>
public sealed record TrainingOptions
{
    /// <summary>The relative gap (upper − lower)/upper at which training ends. In [1e-12, 1); default 1e-8.</summary>
    public double RelativeGap { get; init; } = 1e-8;

    /// <summary>The time after which the best network so far is returned, with rigorous bounds. Above zero; null, the default, for no limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The iterations after which the best network so far is returned. At least 1; default 500.</summary>
    public int IterationLimit { get; init; } = 500;

    /// <summary>The neurons to add in one iteration at most. At least 1; default 60.</summary>
    public int NeuronsPerIteration { get; init; } = 60;

    /// <summary>The seed of the random starting directions (data of rank above 2). Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>The threads of the certifying branch and bound; 0, the default, for one a processor.</summary>
    public int Threads { get; init; }

    /// <summary>Throws where an option is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    internal void Validate()
    {
        if (!(RelativeGap >= 1e-12 && RelativeGap < 1))
            throw new ArgumentOutOfRangeException(nameof(RelativeGap), RelativeGap, "The relative gap must lie in [1e-12, 1).");
        if (TimeLimit is { } limit && limit <= TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(TimeLimit), limit, "The time limit must be positive.");
        ArgumentOutOfRangeException.ThrowIfLessThan(IterationLimit, 1, nameof(IterationLimit));
        ArgumentOutOfRangeException.ThrowIfLessThan(NeuronsPerIteration, 1, nameof(NeuronsPerIteration));
        ArgumentOutOfRangeException.ThrowIfNegative(Threads, nameof(Threads));
    }
}
