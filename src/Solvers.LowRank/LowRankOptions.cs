namespace Copositive.Solvers.LowRank;

/// <summary>The settings of <see cref="LowRankSolver"/>; <see cref="Modeling.SolveOptions"/> override them for one call.</summary>
public sealed class LowRankOptions
{
    /// <summary>
    /// The largest of the six errors of <see cref="Modeling.OptimalityErrors"/> allowed at optimality, measured on the program as given.
    /// Between 0 and 1, exclusive. Default 1e-8.
    /// </summary>
    public double Tolerance { get; set; } = 1e-8;

    /// <summary>The largest number of sweeps and trust-region steps together. At least 1. Default 10 000.</summary>
    public int IterationLimit { get; set; } = 10_000;

    /// <summary>The wall-clock limit; null (the default) for none. Above zero.</summary>
    public TimeSpan? TimeLimit { get; set; }

    /// <summary>The seed of the start. Default 0.</summary>
    public int Seed { get; set; }

    internal LowRankOptions Copy() => (LowRankOptions)MemberwiseClone();
}
