namespace Copositive.Modeling;

/// <summary>
/// A face of the semidefinite cone that linear equations confine a matrix to: W = Σ u_i G_i ⪰ 0 while Σ u_i β_i = 0, so ⟨W, M⟩ = 0 and M lives
/// on the face orthogonal to W.
/// </summary>
/// <param name="Basis">The face.</param>
/// <param name="Names">The equations that W combines.</param>
/// <param name="Multipliers">u.</param>
/// <param name="Redundant">Those of the equations that hold on all of the face, once the others do.</param>
internal sealed record ExposedFace(FaceBasis Basis, int[] Names, double[] Multipliers, int[] Redundant);
