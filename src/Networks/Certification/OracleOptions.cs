namespace Copositive.Networks;

/// <summary>Limits of <see cref="CertifiedOracle"/>. A limit never makes a result wrong: the bound is only weaker.</summary>
public sealed record OracleOptions
{
    /// <summary>The cones to examine at most, at least 1; null, the default, for no limit.</summary>
    public long? NodeLimit { get; init; }

    /// <summary>The time to take at most, not negative; null, the default, for no limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The number of violators after which the search stops, about; they lie in different directions. At least 1; default 60.</summary>
    public int MaxViolators { get; init; } = 60;

    /// <summary>The number of threads; 0, the default, for one a processor. The result does not depend on it unless a limit is met.</summary>
    public int Threads { get; init; }

    /// <summary>Throws where an option is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    internal void Validate()
    {
        if (NodeLimit is < 1) throw new ArgumentOutOfRangeException(nameof(NodeLimit), NodeLimit, "The node limit must be at least 1.");
        if (TimeLimit is { } limit && limit < TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(TimeLimit), limit, "The time limit must not be negative.");
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxViolators, 1, nameof(MaxViolators));
        ArgumentOutOfRangeException.ThrowIfNegative(Threads, nameof(Threads));
    }
}
