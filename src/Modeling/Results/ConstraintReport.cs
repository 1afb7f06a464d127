namespace Copositive.Modeling;

/// <summary>What a result says of one constraint (of the program over basic cones), recomputed from the data.</summary>
/// <param name="Block">The constraint.</param>
/// <param name="Violation">The distance of the slack to the cone; null without a point.</param>
/// <param name="DualViolation">The distance of the multiplier to the dual cone; null without a dual.</param>
/// <param name="Complementarity">⟨s, y⟩, the constraint's share of the gap; null without both.</param>
/// <param name="MultiplierNorm">The W-weighted norm of the multiplier; null without a dual.</param>
public sealed record ConstraintReport(ConeBlock Block, double? Violation, double? DualViolation, double? Complementarity, double? MultiplierNorm);
