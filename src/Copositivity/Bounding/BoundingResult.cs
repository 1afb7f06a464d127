using System.Collections.Immutable;
using Copositive.Modeling;

namespace Copositive.Copositivity;

/// <summary>Certified bounds of a program over the copositive family, with what they were found by.</summary>
public sealed record BoundingResult
{
    /// <summary>A number that the optimum is certainly not below, in the user's sense; null where none was proved.</summary>
    public required double? Lower { get; init; }

    /// <summary>A number that the optimum is certainly not above; null where none was proved.</summary>
    public required double? Upper { get; init; }

    /// <summary>Which approximation gave <see cref="Lower"/>; null where it is.</summary>
    public required Approximation? LowerBy { get; init; }

    /// <summary>Which approximation gave <see cref="Upper"/>; null where it is.</summary>
    public required Approximation? UpperBy { get; init; }

    /// <summary>The solver's result that <see cref="Lower"/> was made from; null where it is.</summary>
    public SolveResult? LowerResult { get; init; }

    /// <summary>The solver's result that <see cref="Upper"/> was made from; null where it is.</summary>
    public SolveResult? UpperResult { get; init; }

    /// <summary>Whether the gap asked for was reached, or the side of the target is known.</summary>
    public required bool IsClosed { get; init; }

    /// <summary>Whether it is proved that no point meets the constraints; the bounds are null then.</summary>
    public bool IsProvedInfeasible { get; init; }

    /// <summary>Whether it is proved that the objective improves without limit; the bounds are null then.</summary>
    public bool IsProvedUnbounded { get; init; }

    /// <summary>A point of the program within rounding of an exactly feasible one, on whose objective one of the bounds rests; null for none.</summary>
    public ImmutableArray<double>? Witness { get; init; }

    /// <summary>All solves in order.</summary>
    public required ImmutableArray<BoundingStep> Steps { get; init; }

    /// <summary>Why the work ended.</summary>
    public required string Reason { get; init; }

    /// <summary>(Upper − Lower)/max(1, |Upper|); null where a side is missing.</summary>
    public double? Gap => Upper - Lower is { } width ? width / Math.Max(1, Math.Abs(Upper!.Value)) : null;
}
