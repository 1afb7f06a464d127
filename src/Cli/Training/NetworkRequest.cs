using Copositive.Networks;

namespace Copositive.Cli.Training;

/// <summary>What <c>copositive network</c> was asked for.</summary>
internal sealed record NetworkRequest
{
    /// <summary>The relative gap asked for where <c>--gap</c> is not given.</summary>
    public const double DefaultGap = 1e-8;

    /// <summary>The data's file; null for the generated spiral.</summary>
    public string? File { get; init; }

    /// <summary>β.</summary>
    public required double Beta { get; init; }

    /// <summary>How labels become targets.</summary>
    public LabelEncoding Labels { get; init; }

    /// <summary>Whether inputs are brought to mean 0 and deviation 1.</summary>
    public bool Standardize { get; init; }

    /// <summary>Whether neurons have a bias.</summary>
    public bool Bias { get; init; }

    /// <summary>Whether to solve the level-0 relaxation in place of training.</summary>
    public bool Relax { get; init; }

    /// <summary>The relative gap at which training ends.</summary>
    public double Gap { get; init; } = DefaultGap;

    /// <summary>The time limit; null for none.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The seed of the generated data and of random starts.</summary>
    public int Seed { get; init; }

    /// <summary>Where to write the figure; null for none.</summary>
    public string? Plot { get; init; }

    /// <summary>Where to write the weights; null for none.</summary>
    public string? Save { get; init; }

    /// <summary>A network whose distance from the optimum is wanted; null for the trained one.</summary>
    public string? Certify { get; init; }

    /// <summary>The data's name for titles.</summary>
    public string Name => File is null ? "spiral" : Path.GetFileNameWithoutExtension(File);
}
