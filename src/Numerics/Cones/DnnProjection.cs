namespace Copositive.Numerics;

/// <summary>
/// What <see cref="DnnProjector"/> says about one projection; lengths are Frobenius norms relative to that of the matrix projected.
/// </summary>
/// <param name="IsWithinTolerance">Whether <paramref name="Residual"/> is at most the tolerance asked for.</param>
/// <param name="Residual">‖min(X, Z)‖, which is zero at the projection only.</param>
/// <param name="Negativity">‖min(X, 0)‖, how far X is from the nonnegative matrices; it is semidefinite up to rounding.</param>
/// <param name="Complementarity">|⟨X, Z⟩|, relative to the squared norm.</param>
/// <param name="Decompositions">The eigendecompositions made.</param>
public readonly record struct DnnProjection(
    bool IsWithinTolerance, double Residual, double Negativity, double Complementarity, int Decompositions);
