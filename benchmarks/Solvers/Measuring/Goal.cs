namespace Copositive.Benchmarks.Solvers;

/// <summary>What is asked of every solver.</summary>
/// <param name="Error">The largest of the six recomputed errors allowed.</param>
/// <param name="TimeLimit">For one run.</param>
/// <param name="TotalLimit">For all runs of a solver on an instance: after it none is begun.</param>
internal sealed record Goal(double Error, TimeSpan TimeLimit, TimeSpan TotalLimit)
{
    private const double Allowance = 1.25, LeastSeconds = 2;

    /// <summary>
    /// The goal of one more way to run a solver of which only the fastest counts: its runs end where they are clearly slower than what
    /// there is, processes' start included, and then reported as "limit".
    /// </summary>
    /// <param name="best">What there is; null for nothing yet.</param>
    public Goal NotSlowerThan(Measurement? best)
    {
        if (best is not { IsSolved: true, Seconds: { } seconds }) return this;
        TimeSpan enough = TimeSpan.FromSeconds(LeastSeconds + Allowance * seconds);
        return enough < TimeLimit ? this with { TimeLimit = enough } : this;
    }
}
