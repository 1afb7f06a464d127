namespace Copositive.Networks;

/// <summary>Which of two equivalent copositive programs states the training problem.</summary>
public enum RelaxationForm
{
    /// <summary>
    /// The neural gauge: min ½‖Σ D_iXV_i − Y‖² + (β/2) Σ (tr U_i + tr W_i) with a block [U_i V_i; V_iᵀ W_i] in CP(K_i × R^c) for each cell.
    /// Many small blocks and a quadratic objective: suits a splitting method.
    /// </summary>
    V,

    /// <summary>
    /// The network eliminated: min ½ tr T + β² Σ tr U_i with U_i in CP(K_i) and one block [T Yᵀ; Y I + 2 Σ (D_iX)U_i(D_iX)ᵀ] ⪰ 0 of order n
    /// + c. A linear objective.
    /// </summary>
    Cp,
}
