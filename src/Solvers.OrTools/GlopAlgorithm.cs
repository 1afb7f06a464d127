namespace Copositive.Solvers.OrTools;

/// <summary>The simplex method that GLOP runs.</summary>
public enum GlopAlgorithm
{
    /// <summary>The primal simplex method: stays primal feasible once it is, so a limit can leave a feasible point.</summary>
    Primal,

    /// <summary>The dual simplex method.</summary>
    Dual,
}
