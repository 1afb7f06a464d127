namespace Copositive.Solvers.Admm;

/// <summary>
/// The linear system of the x-step: (P/ρ + σ₀I + A'A) x = q + A't, positive definite for every A. No method allocates.
/// </summary>
internal interface IProximalSystem
{
    /// <summary>Which factorisation this is, for the log.</summary>
    string Description { get; }

    /// <summary>Factors the matrix for a ρ; does nothing when P = 0 and it is factored.</summary>
    void Refactor(double penalty);

    /// <summary>Solves.</summary>
    /// <param name="q">Length n.</param>
    /// <param name="t">Length m.</param>
    /// <param name="x">Receives the solution, length n; must not overlap the others.</param>
    void Solve(ReadOnlySpan<double> q, ReadOnlySpan<double> t, Span<double> x);
}
