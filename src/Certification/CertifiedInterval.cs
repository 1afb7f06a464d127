using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Copositive.Certification;

/// <summary>
/// Bounds of a program's optimal value that hold in exact arithmetic for the program's data, whatever a solver returned. Values are in the
/// user's sense of the objective, constant included: Lower ≤ optimum ≤ Upper, each rounded outward.
/// </summary>
/// <remarks>Immutable. A side that could not be proved is null and its reason says why; nothing is guessed.</remarks>
public sealed record CertifiedInterval
{
    /// <summary>A number that the optimum is certainly not below; null where none could be proved.</summary>
    public double? Lower { get; init; }

    /// <summary>A number that the optimum is certainly not above; null where none could be proved.</summary>
    public double? Upper { get; init; }

    /// <summary>Why <see cref="Lower"/> is null; null where it is not.</summary>
    public string? LowerReason { get; init; }

    /// <summary>Why <see cref="Upper"/> is null; null where it is not.</summary>
    public string? UpperReason { get; init; }

    /// <summary>The a-priori bounds on the feasible set that the values rest on, inferred from constraints or assumed by the user.</summary>
    public ImmutableArray<Premise> Assumptions { get; init; } = [];

    /// <summary>Whether it is proved that no point meets the constraints. Both bounds are null then.</summary>
    public bool IsProvedInfeasible { get; init; }

    /// <summary>Whether it is proved that the objective improves without limit over the feasible points. Both bounds are null then.</summary>
    public bool IsProvedUnbounded { get; init; }

    /// <summary>
    /// A point x in the program's own columns, within <see cref="WitnessRadius"/> (Euclidean) of an exactly feasible point whose objective
    /// is at least as good as the certified value on the feasible point's side; null where that side is null.
    /// </summary>
    public ImmutableArray<double>? Witness { get; init; }

    /// <summary>How far the exactly feasible point may be from <see cref="Witness"/>; 0 where the witness itself is exactly feasible.</summary>
    public double WitnessRadius { get; init; }

    /// <summary>Upper − Lower rounded up; null where a side is missing.</summary>
    public double? Gap => Lower is { } lower && Upper is { } upper ? Numerics.Rounded.SubtractUp(upper, lower) : null;

    /// <summary>The bounds and, for a missing one, its reason; then the a-priori bounds used.</summary>
    public override string ToString()
    {
        if (IsProvedInfeasible) return "proved infeasible";
        if (IsProvedUnbounded) return "proved unbounded";
        var text = new StringBuilder();
        text.Append('[').Append(Side(Lower)).Append(", ").Append(Side(Upper)).Append(']');
        if (LowerReason is not null) text.Append("; no lower bound: ").Append(LowerReason);
        if (UpperReason is not null) text.Append("; no upper bound: ").Append(UpperReason);
        foreach (var premise in Assumptions) text.Append("; ").Append(premise);
        return text.ToString();
    }

    private static string Side(double? value) => value is { } v ? v.ToString("R", CultureInfo.InvariantCulture) : "?";
}
