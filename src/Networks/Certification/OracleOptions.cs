namespace Copositive.Networks;

/// <summary>Limits of <see cref="CertifiedOracle"/>. A limit never makes a result wrong: the bound is only weaker.</summary>
public sealed record OracleOptions
{
    /// <summary>The cones to examine at most. Default: no limit.</summary>
    public long NodeLimit { get; init; } = long.MaxValue;

    /// <summary>The time to take at most. Default: <see cref="TimeSpan.MaxValue"/>, no limit.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.MaxValue;

    /// <summary>The number of violators after which the search stops, about; they lie in different directions. At least 1; default 60.</summary>
    public int MaxViolators { get; init; } = 60;

    /// <summary>The number of threads; 0, the default, for one a processor. The result does not depend on it unless a limit is met.</summary>
    public int Threads { get; init; }
}
