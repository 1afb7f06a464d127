namespace Copositive.Solvers.Common;

/// <summary>What is wanted of a projection beside its value; the default is an exact one of which no derivative is expected.</summary>
/// <param name="DerivativeFollows">
/// Whether derivatives at this point will be asked for: then what they need is computed at once. Without it they are right, too, but the
/// first one decomposes the matrices again.
/// </param>
/// <param name="Tolerance">
/// The error accepted in the projection of a matrix of few eigenvalues of one sign, relative to the matrix's norm; 0, or at least 1e-13.
/// Not used when a derivative follows.
/// </param>
internal readonly record struct ProjectionMode(bool DerivativeFollows = false, double Tolerance = 0);
