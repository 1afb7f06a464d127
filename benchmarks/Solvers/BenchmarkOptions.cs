namespace Copositive.Benchmarks.Solvers;

/// <summary>What was asked for on the command line.</summary>
internal sealed record BenchmarkOptions
{
    /// <summary>The instances.</summary>
    public required IReadOnlyList<InstanceSource> Instances { get; init; }

    /// <summary>The solvers.</summary>
    public required IReadOnlyList<IContestant> Solvers { get; init; }

    /// <summary>What is asked of each.</summary>
    public required Goal Goal { get; init; }

    /// <summary>Whether standard output gets a JSON list and nothing else.</summary>
    public bool Json { get; init; }

    /// <summary>The CSV file to write; null for none.</summary>
    public string? Csv { get; init; }

    /// <summary>The picture to write; null for none.</summary>
    public string? Profile { get; init; }

    /// <summary>Whether the ADMM solver is compared with itself under other settings.</summary>
    public bool Settings { get; init; }

    /// <summary>The orders of random graphs; null where files were given.</summary>
    public IReadOnlyList<int>? Scaling { get; init; }
}
