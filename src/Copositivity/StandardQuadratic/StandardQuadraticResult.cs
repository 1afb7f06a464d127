using System.Collections.Immutable;

namespace Copositive.Copositivity;

/// <summary>Proved bounds of a standard quadratic problem's minimum, exact for the doubles that its matrix holds.</summary>
public sealed record StandardQuadraticResult
{
    /// <summary>A number that the minimum is not below: Q − Lower·E is proved copositive.</summary>
    public required double Lower { get; init; }

    /// <summary>A number that the minimum is not above: the value of <see cref="X"/> divided by its exact sum, rounded up.</summary>
    public required double Upper { get; init; }

    /// <summary>The point: nonnegative, of sum 1 up to rounding.</summary>
    public required ImmutableArray<double> X { get; init; }

    /// <summary>Whether the gap asked for was reached.</summary>
    public required bool IsClosed { get; init; }

    /// <summary>Supports looked at.</summary>
    public required long Nodes { get; init; }

    /// <summary>Wall-clock seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>(Upper − Lower)/max(1, |Upper|).</summary>
    public double Gap => (Upper - Lower) / Math.Max(1, Math.Abs(Upper));
}
