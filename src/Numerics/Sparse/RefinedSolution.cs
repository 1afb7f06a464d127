namespace Copositive.Numerics;

/// <summary>How well a refined solution x of Kx = b fits.</summary>
/// <param name="Residual">
/// The normwise backward error ‖b − Kx‖ / (‖K‖‖x‖ + ‖b‖) in maximum norms, measured with the x returned: the least relative change of K
/// and b that x solves exactly (Rigal and Gaches 1967). 0 for an exact solution, NaN where b or x is not finite.
/// </param>
/// <param name="Steps">The number of corrections made.</param>
public readonly record struct RefinedSolution(double Residual, int Steps);
