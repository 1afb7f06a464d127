using Copositive.Cli.Plotting;
using Copositive.Networks;
using Copositive.Numerics;

namespace Copositive.Cli.Training;

/// <summary>What <c>copositive network</c> found.</summary>
internal sealed record NetworkAnswer
{
    /// <summary>The data as trained on.</summary>
    public required TrainingData Data { get; init; }

    /// <summary>The network; null where the method gives none.</summary>
    public TwoLayerNetwork? Network { get; init; }

    /// <summary>The certified lower bound of the optimal value; null where none was proved.</summary>
    public double? Lower { get; init; }

    /// <summary>The certified upper bound; null where there is no network.</summary>
    public double? Upper { get; init; }

    /// <summary>The relaxation's value as the backend gave it, an estimate; null for other methods.</summary>
    public double? Estimate { get; init; }

    /// <summary>The backend and how its solve ended; null for other methods.</summary>
    public string? Status { get; init; }

    /// <summary>The backend's remark; null if none.</summary>
    public string? Message { get; init; }

    /// <summary>The number of arrangements; null where they were not listed.</summary>
    public long? Arrangements { get; init; }

    /// <summary>Iterations made.</summary>
    public int Iterations { get; init; }

    /// <summary>The bounds by iteration; empty for the relaxation.</summary>
    public IReadOnlyList<GapPoint> History { get; init; } = [];

    /// <summary>Whether what was asked for was reached.</summary>
    public bool IsDecided { get; init; }

    /// <summary>The whole time.</summary>
    public double Seconds { get; init; }

    /// <summary>(upper − lower) / max(1, |upper|), rounded up; null where a side is missing.</summary>
    public double? Gap => Lower is { } lower && Upper is { } upper ? Rounded.DivideUp(Rounded.SubtractUp(upper, lower), Math.Max(1, Math.Abs(upper))) : null;
}
