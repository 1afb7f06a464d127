namespace Copositive.Modeling;

/// <summary>How a solve ended, and so what the returned vectors mean.</summary>
public enum Termination
{
    /// <summary>The point and the dual meet the tolerance.</summary>
    Optimal,

    /// <summary>No feasible point exists; the dual vector is a ray that proves it to tolerance.</summary>
    Infeasible,

    /// <summary>The objective has no finite optimum; the primal vector is a direction of unbounded improvement.</summary>
    Unbounded,

    /// <summary>Neither a solution nor a ray can be told apart at this accuracy (weakly infeasible, or no point attains the optimum).</summary>
    IllPosed,

    /// <summary>Progress ended short of the tolerance; the best point and dual found are returned.</summary>
    Inaccurate,

    /// <summary>A time or iteration limit came first; the best point and dual found are returned.</summary>
    Limit,

    /// <summary>The backend broke down and returns nothing to rely on.</summary>
    Failed,
}
