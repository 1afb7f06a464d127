namespace Copositive.Solvers.OrTools;

/// <summary>What one run of GLOP returned.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="X">The columns' values; null without a point.</param>
/// <param name="RowDuals">π with cost = Aᵀπ + reduced costs: the rate of the optimal value in each row's bound; null without a point.</param>
/// <param name="Iterations">Simplex iterations.</param>
internal sealed record GlopOutcome(GlopStatus Status, double[]? X, double[]? RowDuals, long Iterations);
