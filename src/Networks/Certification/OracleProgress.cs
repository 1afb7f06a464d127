namespace Copositive.Networks;

/// <summary>How far a branch and bound of <see cref="CertifiedOracle"/> has come.</summary>
/// <param name="Nodes">The cones examined.</param>
/// <param name="Open">The cones that the reporting search has given up so far.</param>
/// <param name="Bound">The bound that the cones examined so far allow, in the scale of the search.</param>
public readonly record struct OracleProgress(long Nodes, long Open, double Bound);
