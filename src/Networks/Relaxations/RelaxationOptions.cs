namespace Copositive.Networks;

/// <summary>How the training problem is stated as a copositive program.</summary>
public sealed record RelaxationOptions
{
    /// <summary>The default: whole cells, no constant.</summary>
    public static RelaxationOptions Default { get; } = new();

    /// <summary>
    /// Whether cells with more than four facets are split into parts with at most four (rank at most 4), which makes level 0 exact. Default
    /// false.
    /// </summary>
    public bool SplitCells { get; init; }

    /// <summary>
    /// A constant added to the objective: <see cref="DataReduction.Constant"/> where the data is reduced. Finite; default 0.
    /// </summary>
    public double Constant { get; init; }

    /// <summary>The largest number of cells listed where the relaxation lists them itself, at least 1. Default 20,000.</summary>
    public long CellLimit { get; init; } = 20_000;
}
