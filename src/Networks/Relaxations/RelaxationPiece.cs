using Copositive.Modeling;

namespace Copositive.Networks;

/// <summary>One cone of a relaxation, with the variable that lives over it.</summary>
/// <param name="Arrangement">The cell whose active rows the cone has.</param>
/// <param name="Cone">The cell, or a part of it, as {u : Fu ≥ 0}.</param>
/// <param name="Variable">
/// In form (V) the symmetric block [U V; Vᵀ W] of order d + c, in form (CP) the symmetric U of order d.
/// </param>
public sealed record RelaxationPiece(Arrangement Arrangement, PolyhedralCone Cone, Variable Variable);
