namespace Copositive.Copositivity;

/// <summary>When the exact search of a standard quadratic problem stops.</summary>
public sealed record StandardQuadraticOptions
{
    /// <summary>The gap (upper − lower)/max(1, |upper|) to reach, above 0. Default 1e-9.</summary>
    public double Gap { get; init; } = 1e-9;

    /// <summary>Wall-clock limit, above zero, after which the best bounds so far are returned; null, the default, for none.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The seed of the starts of local searches. Default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Throws if a value is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public void Validate()
    {
        if (!(Gap > 0) || !double.IsFinite(Gap)) throw new ArgumentOutOfRangeException(nameof(Gap), Gap, "The gap must be above 0.");
        if (TimeLimit is { } limit && limit <= TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(TimeLimit), limit, "The time limit must be above zero.");
    }
}
