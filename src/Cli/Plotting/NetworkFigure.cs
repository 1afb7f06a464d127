namespace Copositive.Cli.Plotting;

/// <summary>What <see cref="NetworkPlot"/> shows.</summary>
public sealed record NetworkFigure
{
    /// <summary>The data's name, for the title.</summary>
    public required string Name { get; init; }

    /// <summary>The weight decay β.</summary>
    public required double Beta { get; init; }

    /// <summary>The samples, n×2; null for data of another dimension, which have no panel.</summary>
    public double[,]? Points { get; init; }

    /// <summary>The class of each sample, length n; given with <see cref="Points"/>.</summary>
    public int[]? Classes { get; init; }

    /// <summary>The trained network; given with <see cref="Points"/>.</summary>
    public PlanarNetwork? Network { get; init; }

    /// <summary>The certified bounds by iteration; not empty.</summary>
    public required IReadOnlyList<GapPoint> History { get; init; }

    /// <summary>The relative gap that training was asked for.</summary>
    public required double GapTarget { get; init; }
}
