namespace Copositive.Modeling;

/// <summary>A bound that the user vouches for on every point worth considering; certified bounds list the ones they used.</summary>
/// <param name="Kind">What is bounded.</param>
/// <param name="Name">The name of the variable or constraint it speaks of.</param>
/// <param name="Columns">For <see cref="AssumptionKind.Box"/> the columns bounded.</param>
/// <param name="Block">For <see cref="AssumptionKind.Trace"/> the index of the matrix block whose slack has the bounded trace.</param>
/// <param name="Lower">The lower bound of each column; 0 for a trace.</param>
/// <param name="Upper">The upper bound of each column, or of the trace.</param>
public sealed record Assumption(AssumptionKind Kind, string Name, IReadOnlyList<int> Columns, int Block, double Lower, double Upper)
{
    /// <inheritdoc/>
    public override string ToString() => Kind == AssumptionKind.Trace
        ? $"trace({Name}) ≤ {Upper:R} (assumed by the user)"
        : $"{Lower:R} ≤ {Name} ≤ {Upper:R} (assumed by the user)";
}
