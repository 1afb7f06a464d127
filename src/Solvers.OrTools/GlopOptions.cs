namespace Copositive.Solvers.OrTools;

/// <summary>
/// The settings of <see cref="GlopSolver"/>. <see cref="Modeling.SolveOptions"/> override the tolerance, the limits and the seed for one call.
/// </summary>
public sealed class GlopOptions
{
    /// <summary>
    /// The largest of the six errors of <see cref="Modeling.OptimalityErrors"/> allowed at optimality, measured on the program as given.
    /// Between 0 and 1, exclusive. GLOP itself works to a tenth of it, though never below 1e-10. Default 1e-8.
    /// </summary>
    public double Tolerance { get; set; } = 1e-8;

    /// <summary>The wall-clock limit over all linear programs of one solve; null (the default) for none. Above zero.</summary>
    public TimeSpan? TimeLimit { get; set; }

    /// <summary>The limit on simplex iterations over all linear programs of one solve; null (the default) for none. At least 1.</summary>
    public int? IterationLimit { get; set; }

    /// <summary>The seed of GLOP's random choices (tie breaking in pricing). At least 0. Default 1.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>The simplex method to begin with; the other one is tried where it fails. Default <see cref="GlopAlgorithm.Primal"/>.</summary>
    public GlopAlgorithm Algorithm { get; set; } = GlopAlgorithm.Primal;

    /// <summary>
    /// Whether GLOP may presolve: it turns single-entry rows into bounds, drops redundant rows, and so on, and undoes all of it in the
    /// point and dual. Default true.
    /// </summary>
    public bool Presolve { get; set; } = true;

    internal GlopOptions Copy() => (GlopOptions)MemberwiseClone();
}
