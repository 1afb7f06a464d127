namespace Copositive.Cli.Stability;

/// <summary>What <c>copositive stability</c> was asked for.</summary>
/// <param name="File">The graph's file.</param>
/// <param name="Clique">Whether cliques are wanted: stable sets of the complement.</param>
/// <param name="Hierarchy">The name of the hierarchy.</param>
/// <param name="Level">The level; null to climb from 0 where a gap is asked for, and for level 0 elsewhere.</param>
/// <param name="Gap">The gap relative to max(1, upper) that counts as decided; null where the bounds of the level are all that is wanted.</param>
/// <param name="TimeLimit">The time limit; null for none.</param>
internal sealed record StabilityRequest(string File, bool Clique, string Hierarchy, int? Level, double? Gap, TimeSpan? TimeLimit);
