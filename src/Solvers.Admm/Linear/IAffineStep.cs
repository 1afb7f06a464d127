namespace Copositive.Solvers.Admm;

/// <summary>
/// The x-step: with H = P/ρ + σ₀I + A_p'A_p, x = argmin ½x'Hx − h'x subject to A_0x = b_0 and l ≤ x ≤ u, whose solution has multipliers ν and
/// forces f with Hx + A_0'ν + f = h, f_j ≥ 0 where x_j = u_j, f_j ≤ 0 where x_j = l_j and f_j = 0 elsewhere. Nothing allocates after the
/// constructor.
/// </summary>
internal interface IAffineStep
{
    /// <summary>Which method this is, for the log.</summary>
    string Description { get; }

    /// <summary>Whether the last solution meets the equalities; if not, they may have no solution.</summary>
    bool IsExact { get; }

    /// <summary>ν of the last solution.</summary>
    ReadOnlySpan<double> Multipliers { get; }

    /// <summary>f of the last solution; empty when the step has no bounds.</summary>
    ReadOnlySpan<double> Forces { get; }

    /// <summary>The derivative of ν that belongs to the last <see cref="Differentiate"/>.</summary>
    ReadOnlySpan<double> MultiplierDerivative { get; }

    /// <summary>Factors for a ρ; does nothing when nothing depends on it.</summary>
    void Refactor(double penalty);

    /// <summary>Solves.</summary>
    /// <param name="h">Length n.</param>
    /// <param name="x">Receives the solution; must not overlap h.</param>
    void Solve(ReadOnlySpan<double> h, Span<double> x);

    /// <summary>
    /// The derivative of the solution along h, at the last solution: the same problem with b_0 = 0 and the columns at a bound fixed at 0.
    /// </summary>
    /// <param name="h">Length n.</param>
    /// <param name="x">Receives the derivative; must not overlap h.</param>
    void Differentiate(ReadOnlySpan<double> h, Span<double> x);
}
