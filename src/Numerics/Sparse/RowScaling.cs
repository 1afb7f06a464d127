namespace Copositive.Numerics;

/// <summary>Which factors a block of rows may be scaled by: those that map its cone onto itself.</summary>
public enum RowScaling
{
    /// <summary>Any positive factor a row: half-lines and equations.</summary>
    Single,

    /// <summary>One factor for all rows: a second-order cone.</summary>
    Shared,

    /// <summary>
    /// The congruence S ↦ diag(d) S diag(d) of a symmetric matrix stored as in <see cref="SymmetricVector"/>: the factor d_p d_q for
    /// entry (p, q).
    /// </summary>
    Congruence,
}
