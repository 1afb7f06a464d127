using System.Collections.Immutable;
using Copositive.Numerics;

namespace Copositive.Copositivity;

/// <summary>A decision on a matrix's copositivity, exact for the doubles that the matrix holds.</summary>
public sealed record CopositivityResult
{
    /// <summary>What is decided.</summary>
    public required CopositivityStatus Status { get; init; }

    /// <summary>
    /// x ≥ 0, a whole number in each entry, with xᵀMx &lt; 0 exactly where the matrix is not copositive, and xᵀMx = 0, x ≠ 0, where it is but not
    /// strictly; null where the status is another.
    /// </summary>
    public ImmutableArray<BigRational>? Witness { get; init; }

    /// <summary>What decided: a rule of preprocessing or a method.</summary>
    public required string Method { get; init; }

    /// <summary>Supports or simplices looked at.</summary>
    public long Nodes { get; init; }

    /// <summary>Whether xᵀMx ≥ 0 for all x ≥ 0 is proved.</summary>
    public bool IsCopositive => Status is CopositivityStatus.Copositive or CopositivityStatus.StrictlyCopositive;

    /// <summary>The witness in floating point, scaled to sum 1; null where there is none.</summary>
    public double[]? WitnessAsDoubles()
    {
        if (Witness is not { } witness) return null;
        BigRational sum = BigRational.Zero;
        foreach (BigRational entry in witness) sum += entry;
        return [.. witness.Select(entry => (entry / sum).ToDouble())];
    }
}
