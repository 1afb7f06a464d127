using System.Collections.Immutable;

namespace Copositive.Modeling;

/// <summary>What a backend takes as it is; the plan rewrites the rest where it can.</summary>
public sealed record SolverCapabilities
{
    /// <summary>The cones taken without a rewrite.</summary>
    public required ImmutableHashSet<ConeKind> Cones { get; init; }

    /// <summary>Whether a convex quadratic objective is taken.</summary>
    public bool QuadraticObjective { get; init; }

    /// <summary>
    /// Whether sparse semidefinite blocks are split into smaller ones where that makes projections cheaper. Default true; false for backends
    /// whose work grows with the number of columns, which it adds.
    /// </summary>
    public bool SplitsSparseMatrices { get; init; } = true;

    /// <summary>Whether integer columns are taken.</summary>
    public bool Integers { get; init; }
}
