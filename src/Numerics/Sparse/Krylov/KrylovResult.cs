namespace Copositive.Numerics;

/// <summary>The outcome of a Krylov method.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Iterations">The number of products with the matrix, but for those that measure residuals.</param>
/// <param name="Residual">‖b − Ax‖/‖b‖ in Euclidean norms, computed with the vector returned (0 when b = 0 and Ax = 0).</param>
public readonly record struct KrylovResult(KrylovStatus Status, int Iterations, double Residual);
