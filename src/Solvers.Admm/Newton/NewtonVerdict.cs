namespace Copositive.Solvers.Admm;

/// <summary>What follows the evaluation of a Newton candidate.</summary>
internal enum NewtonVerdict
{
    /// <summary>It reduced the residual well: another Newton step from it.</summary>
    Accept,

    /// <summary>It reduced the residual a little: first-order steps from it.</summary>
    Keep,

    /// <summary>A relaxed step from it, before it is judged again.</summary>
    Relax,

    /// <summary>The candidate with a larger μ, from the same base and Krylov space.</summary>
    Damp,

    /// <summary>Back to the point and the memory that first-order steps had.</summary>
    Reject,
}
