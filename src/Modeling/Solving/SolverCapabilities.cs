using System.Collections.Immutable;

namespace Copositive.Modeling;

/// <summary>What a backend takes as it is; the plan rewrites the rest where it can.</summary>
public sealed record SolverCapabilities
{
    /// <summary>The cones taken without a rewrite.</summary>
    public required ImmutableHashSet<ConeKind> Cones { get; init; }

    /// <summary>Whether a convex quadratic objective is taken.</summary>
    public bool QuadraticObjective { get; init; }

    /// <summary>Whether integer columns are taken.</summary>
    public bool Integers { get; init; }
}
