using System.Collections.Immutable;

namespace Copositive.Copositivity;

/// <summary>
/// Proved bounds Lower ≤ optimum ≤ Upper of a quadratic assignment problem: the upper one by <see cref="Permutation"/>, the lower one by
/// <see cref="QuadraticAssignmentBound"/>.
/// </summary>
public sealed record QuadraticAssignmentResult
{
    /// <summary><see cref="Bound"/>, rounded up to a multiple of <see cref="QuadraticAssignmentProblem.CostStep"/> where that is above
    /// 0.</summary>
    public required double Lower { get; init; }

    /// <summary>The cost of <see cref="Permutation"/>.</summary>
    public required double Upper { get; init; }

    /// <summary>The proved lower bound before rounding.</summary>
    public required double Bound { get; init; }

    /// <summary>The best assignment found: entry i is the location, from 0, of facility i.</summary>
    public required ImmutableArray<int> Permutation { get; init; }

    /// <summary>The objective at the relaxation's last iterate, an estimate of the relaxation's value from the other side.</summary>
    public required double RelaxationEstimate { get; init; }

    /// <summary>Iterations done on the relaxation.</summary>
    public required int Iterations { get; init; }

    /// <summary>Wall-clock seconds of the whole computation.</summary>
    public required double Seconds { get; init; }

    /// <summary>Whether <see cref="Permutation"/> is proved optimal: Lower ≥ Upper.</summary>
    public bool IsOptimal => Lower >= Upper;

    /// <inheritdoc/>
    public override string ToString() => IsOptimal ? $"optimum {Upper:G15}" : $"{Lower:G10} ≤ optimum ≤ {Upper:G15}";
}
