namespace Copositive.Solvers.InteriorPoint;

/// <summary>
/// The settings of <see cref="InteriorPointSolver"/>. Defaults suit all programs that the solver takes; <see cref="Modeling.SolveOptions"/>
/// override the first four for one call.
/// </summary>
public sealed class InteriorPointOptions
{
    /// <summary>
    /// The largest of the six errors of <see cref="Modeling.OptimalityErrors"/> allowed at optimality, measured on the program as given.
    /// Between 0 and 1, exclusive. Default 1e-8.
    /// </summary>
    public double Tolerance { get; set; } = 1e-8;

    /// <summary>The largest number of Newton steps. At least 1. Default 500; few programs need more than 50.</summary>
    public int IterationLimit { get; set; } = 500;

    /// <summary>The wall-clock limit; null (the default) for none. Above zero.</summary>
    public TimeSpan? TimeLimit { get; set; }

    /// <summary>
    /// The number of threads that share the linear system and the work on large matrix blocks, at least 1. Results depend on it by rounding
    /// only, and for a given number are equal bit by bit from run to run. Null (the default): up to four of the machine's processors for
    /// programs that are large enough to gain from it, one thread for all others.
    /// </summary>
    public int? Threads { get; set; }

    /// <summary>
    /// The memory in bytes that a solve may take; a program whose linear system needs more is refused, with the numbers, before anything is
    /// allocated. At least 1. Null (the default): three quarters of what the runtime says the process may have.
    /// </summary>
    public long? MemoryLimit { get; set; }

    /// <summary>The largest number of passes that equilibrate the data (Ruiz 2001), 0 (none) to 25. Default 10.</summary>
    public int ScalingPasses { get; set; } = 10;

    internal InteriorPointOptions Copy() => (InteriorPointOptions)MemberwiseClone();
}
