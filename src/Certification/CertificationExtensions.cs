using Copositive.Modeling;

namespace Copositive.Certification;

/// <summary>Certified bounds straight from a result.</summary>
public static class CertificationExtensions
{
    /// <summary>
    /// Certified bounds of the optimum of the program as stated, in its user's sense: of the approximated program's optimum on the sides on which that
    /// bounds the stated program's.
    /// </summary>
    /// <param name="result">A result, however it ended: rays are turned into proofs of infeasibility or unboundedness where they can be.</param>
    /// <param name="options">How much work to do; null for the defaults.</param>
    /// <exception cref="OperationCanceledException">The options' token was cancelled.</exception>
    public static CertifiedInterval Certify(this SolveResult result, CertificationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        options ??= CertificationOptions.Default;
        var program = result.Plan.Approximated;
        var solution = result.ApproximatedSolution;
        var side = ApproximationExactness.IsExact(result.Program) ? result.Plan.Side : BoundSide.None;
        var isLower = side is BoundSide.Exact or BoundSide.Lower;
        var isUpper = side is BoundSide.Exact or BoundSide.Upper;
        if (result.Termination == Termination.Infeasible)
        {
            return isLower && Certifier.ProveInfeasible(program, solution.Y, options)
                ? new CertifiedInterval { IsProvedInfeasible = true }
                : WithReason("the solver's proof of infeasibility could not be made exact");
        }

        if (result.Termination == Termination.Unbounded)
        {
            return isUpper && Certifier.ProveUnbounded(program, null, solution.X, options)
                ? new CertifiedInterval { IsProvedUnbounded = true }
                : WithReason("the solver's direction of unbounded improvement could not be made exact");
        }

        var interval = Certifier.Certify(
            program, solution.X, solution.Y, solution.DualNonnegativePart,
            options with { DualSide = options.DualSide && isLower, PrimalSide = options.PrimalSide && isUpper });
        if (side == BoundSide.Exact) return interval;
        var reason = side == BoundSide.None
            ? "the approximation bounds neither side of the stated program, or its numbers were rounded"
            : "the approximation bounds the other side only";
        return program.Sense == ObjectiveSense.Minimize
            ? interval with { LowerReason = isLower ? interval.LowerReason : reason, UpperReason = isUpper ? interval.UpperReason : reason }
            : interval with { LowerReason = isUpper ? interval.LowerReason : reason, UpperReason = isLower ? interval.UpperReason : reason };
    }

    private static CertifiedInterval WithReason(string reason) => new() { LowerReason = reason, UpperReason = reason };
}
