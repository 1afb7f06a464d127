namespace Copositive.Networks;

/// <summary>The solution of a <see cref="RestrictedSolver"/> problem.</summary>
/// <param name="V">v_j, m×c row by row; rows of atoms not in use are zero.</param>
/// <param name="Residual">Z = Y − Σ a_j v_jᵀ, n×c row by row.</param>
/// <param name="Dual">
/// A dual point, n×c row by row, with ‖Zᵀa_j‖ ≤ β up to rounding: in exact arithmetic the residual; here the better of it and of the solver's own
/// M⁻¹Y, which respects the constraints far more exactly when β is small.
/// </param>
/// <param name="Objective">½‖Z‖² + βΣ‖v_j‖, in floating point.</param>
/// <param name="DualObjective">The value of the best point met in the dual max ⟨Z,Y⟩ − ½‖Z‖² s.t. ‖Zᵀa_j‖ ≤ β, in floating point.</param>
/// <param name="Iterations">Interior-point iterations.</param>
public sealed record RestrictedSolution(double[] V, double[] Residual, double[] Dual, double Objective, double DualObjective, int Iterations)
{
    /// <summary>(Objective − DualObjective)/Objective; 0 where the objective is 0.</summary>
    public double RelativeGap => Objective > 0 ? Math.Max(0, Objective - DualObjective) / Objective : 0;
}
