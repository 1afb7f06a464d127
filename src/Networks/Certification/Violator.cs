namespace Copositive.Networks;

/// <summary>A direction u of norm about 1 at which ‖Zᵀ(Xu)₊‖ exceeds a threshold.</summary>
/// <param name="Direction">u, of d coordinates.</param>
/// <param name="Value">‖Zᵀ(Xu)₊‖/‖u‖, an estimate in floating point.</param>
public sealed record Violator(double[] Direction, double Value);
