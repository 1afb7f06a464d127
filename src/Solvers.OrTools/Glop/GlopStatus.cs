namespace Copositive.Solvers.OrTools;

/// <summary>How one run of GLOP ended, as GLOP says; nothing rests on it unchecked.</summary>
internal enum GlopStatus
{
    /// <summary>A point and dual are given.</summary>
    Optimal,

    /// <summary>A limit came first; perhaps a point is given.</summary>
    Limit,

    /// <summary>Infeasible, or perhaps unbounded: presolve does not tell them apart.</summary>
    Infeasible,

    /// <summary>Unbounded, or perhaps infeasible: only the dual is known to be infeasible.</summary>
    Unbounded,

    /// <summary>Numerical trouble, or cycling.</summary>
    Abnormal,
}
