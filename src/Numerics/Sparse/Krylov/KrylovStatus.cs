namespace Copositive.Numerics;

/// <summary>How a Krylov method ended, and so what the vector returned is.</summary>
public enum KrylovStatus
{
    /// <summary>A solution: the residual is within the tolerance.</summary>
    Converged,

    /// <summary>The tolerance is below what rounding allows for this matrix; the vector is as good as it gets.</summary>
    Stagnated,

    /// <summary>The system is singular and has no solution; the vector minimises the residual (MINRES only).</summary>
    LeastSquares,

    /// <summary>The matrix is singular to working precision; the vector is the best so far (MINRES only).</summary>
    IllConditioned,

    /// <summary>The iteration limit came first.</summary>
    IterationLimit,

    /// <summary>A direction with p'Ap ≤ 0 was met: the matrix is not positive definite (conjugate gradients only).</summary>
    IndefiniteMatrix,

    /// <summary>A vector with r'Mr ≤ 0 was met: the preconditioner is not positive definite.</summary>
    IndefinitePreconditioner,

    /// <summary>A number that is not finite was met: in the data, or by overflow.</summary>
    NotFinite,
}
