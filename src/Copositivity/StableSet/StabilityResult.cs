using System.Collections.Immutable;
using Copositive.Modeling;

namespace Copositive.Copositivity;

/// <summary>
/// Proved bounds Lower ≤ α(G) ≤ Upper of a graph's stability number. They hold whatever the solver returned: the lower one by the stable
/// set <see cref="Witness"/>, the upper one by <see cref="StabilityBound"/> at level 0 and by <see cref="Certification.Certifier"/> elsewhere.
/// </summary>
public sealed record StabilityResult
{
    /// <summary>The size of <see cref="Witness"/>.</summary>
    public required int Lower { get; init; }

    /// <summary>⌊<see cref="Bound"/>⌋, since α is an integer.</summary>
    public required int Upper { get; init; }

    /// <summary>The proved upper bound before rounding down.</summary>
    public required double Bound { get; init; }

    /// <summary>A stable set, its vertices numbered as in the graph's file, increasing; checked edge by edge.</summary>
    public required ImmutableArray<int> Witness { get; init; }

    /// <summary>The level of the hierarchy that gave the bound.</summary>
    public required int Level { get; init; }

    /// <summary>Wall-clock seconds of the whole computation.</summary>
    public required double Seconds { get; init; }

    /// <summary>The solver's result that the bound was made from.</summary>
    public required SolveResult SolveResult { get; init; }

    /// <summary>Whether the stability number is known: Lower = Upper.</summary>
    public bool IsExact => Lower == Upper;

    /// <inheritdoc/>
    public override string ToString() => IsExact ? $"α = {Lower}" : $"{Lower} ≤ α ≤ {Upper} (bound {Bound:G10})";
}
