namespace Copositive.Modeling;

/// <summary>What the Gram matrices of a polynomial hierarchy are asked to be.</summary>
public enum GramCone
{
    /// <summary>Positive semidefinite: sums of squares.</summary>
    PositiveSemidefinite,

    /// <summary>Scaled diagonally dominant: sums of squares of binomials; second-order cones.</summary>
    ScaledDiagonallyDominant,

    /// <summary>Diagonally dominant: sums of squares of x_u, x_u + x_v and x_u − x_v; linear.</summary>
    DiagonallyDominant,
}
