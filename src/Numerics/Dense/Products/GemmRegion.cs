namespace Copositive.Numerics;

/// <summary>Which entries of a product <see cref="Gemm"/> computes.</summary>
internal enum GemmRegion
{
    /// <summary>All.</summary>
    Full,

    /// <summary>Those on and below the diagonal; no other is written.</summary>
    Lower,

    /// <summary>
    /// Those on and above the diagonal and all of the 8 × 8 blocks along it, in whole register tiles: other entries below the diagonal
    /// that share a tile with these are written too, with their right values.
    /// </summary>
    UpperTiles,
}
