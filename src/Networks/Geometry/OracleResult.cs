namespace Copositive.Networks;

/// <summary>A neuron that an oracle found.</summary>
/// <param name="Direction">The unit vector u, d entries; zeros where every direction gives 0.</param>
/// <param name="Value">
/// ‖Zᵀ(Xu)₊‖₂ at this u, evaluated in doubles: what u attains, and so a lower estimate of the maximum over all u; no bound from above.
/// </param>
/// <param name="Cell">The cell in whose closure u was found; null where there is none.</param>
public sealed record OracleResult(double[] Direction, double Value, Arrangement? Cell);
