namespace Copositive.Modeling;

/// <summary>
/// A face of the semidefinite cone that linear equations confine a matrix to: W = Σ u_i G_i ⪰ 0 while Σ u_i β_i = 0, so ⟨W, M⟩ = 0 and
/// M lives
/// on the face orthogonal to W.
/// </summary>
/// <param name="Basis">The face.</param>
/// <param name="Names">The equations that W combines.</param>
/// <param name="Multipliers">u.</param>
/// <param name="Redundant">Those of the equations that hold on all of the face, once the others do.</param>
internal sealed record ExposedFace(FaceBasis Basis, int[] Names, double[] Multipliers, int[] Redundant)
{
    private const long MaxEntries = 30_000_000, Cheap = 1_000_000;
    private const int MaxDenseOrder = 1000;

    /// <summary>
    /// The basis to use: the orthonormal one where the program in its terms has few entries anyhow, or hardly more than in terms of
    /// the sparse
    /// one; null if either would have too many.
    /// </summary>
    /// <param name="entries">The number of entries of the program in terms of a basis.</param>
    public FaceBasis? ChooseBasis(Func<FaceBasis, long> entries)
    {
        long sparse = entries(Basis);
        if (Basis.Order <= MaxDenseOrder)
        {
            FaceBasis orthonormal = Basis.Orthonormal();
            if (entries(orthonormal) <= Math.Max(Cheap, 2 * sparse)) return orthonormal;
        }
        return sparse <= MaxEntries ? Basis : null;
    }
}
