namespace Copositive.Modeling;

/// <summary>A running solver's state, reported at most about ten times a second.</summary>
/// <param name="Iteration">Iterations done.</param>
/// <param name="PrimalObjective">The primal objective in the stored (minimisation) sense.</param>
/// <param name="DualObjective">The dual objective in the stored sense.</param>
/// <param name="PrimalError">Relative primal infeasibility.</param>
/// <param name="DualError">Relative dual infeasibility.</param>
/// <param name="Elapsed">Wall-clock time since the solve began.</param>
/// <param name="Remaining">The time still needed, were the error to fall as it lately did; null where that cannot be said.</param>
public sealed record SolverProgress(
    int Iteration, double PrimalObjective, double DualObjective, double PrimalError, double DualError, TimeSpan Elapsed,
    TimeSpan? Remaining = null);
