namespace Copositive.Solvers.Auto;

/// <summary>The settings of <see cref="AutoSolver"/>; those of the backends are their own.</summary>
public sealed class AutoOptions
{
    /// <summary>
    /// The largest of the six errors of <see cref="Modeling.OptimalityErrors"/> asked of every backend. Between 0 and 1, exclusive. Default 1e-7.
    /// </summary>
    public double Tolerance { get; set; } = 1e-7;

    /// <summary>The wall-clock limit for all backends together; null (the default) for none. Above zero.</summary>
    public TimeSpan? TimeLimit { get; set; }

    /// <summary>
    /// The memory in bytes that an interior-point step may take; programs that need more go to the first-order backend. At least 1. Null (the
    /// default): three quarters of what the runtime says the process may have.
    /// </summary>
    public long? MemoryLimit { get; set; }

    internal AutoOptions Copy() => (AutoOptions)MemberwiseClone();
}
