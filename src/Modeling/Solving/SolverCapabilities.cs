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
    /// Whether the backend's work grows with the cube of the number of columns, as that of interior-point methods does. Then sparse
    /// semidefinite blocks are not split into smaller ones, which would add columns, and programs with matrix variables are stated by their
    /// duals where those have fewer. Default false.
    /// </summary>
    public bool WorkGrowsWithColumns { get; init; }

    /// <summary>Whether integer columns are taken.</summary>
    public bool Integers { get; init; }
}
