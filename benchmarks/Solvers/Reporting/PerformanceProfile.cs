namespace Copositive.Benchmarks.Solvers;

/// <summary>
/// The performance profile of Dolan and Moré (Math. Program. 91, 2002): for each solver the share of instances that it solves within τ
/// times
/// the time of the fastest solver of that instance, as a function of τ ≥ 1.
/// </summary>
/// <param name="Instances">The number of instances, solved or not.</param>
/// <param name="Curves">A solver's name and its ratios to the fastest, increasing; an instance that it did not solve has none.</param>
internal sealed record PerformanceProfile(int Instances, IReadOnlyList<(string Solver, double[] Ratios)> Curves)
{
    /// <summary>The profile of measurements; solvers that are not there get no curve.</summary>
    public static PerformanceProfile Of(IReadOnlyList<Measurement> measurements)
    {
        Measurement[] present = [.. measurements.Where(m => m.Status != Measurement.Unavailable)];
        var best = present.Where(m => m is { IsSolved: true, Seconds: > 0 }).GroupBy(m => m.Instance)
            .ToDictionary(g => g.Key, g => g.Min(m => m.Seconds!.Value));
        return new PerformanceProfile(
            present.Select(m => m.Instance).Distinct().Count(),
            [
                .. present.GroupBy(m => m.Solver).Select(solver => (solver.Key,
                    (double[])[.. solver.Where(m => m is { IsSolved: true, Seconds: > 0 }).Select(m => m.Seconds!.Value / best[m.Instance])
                        .Order()])),
            ]);
    }

    /// <summary>The share of instances solved within τ times the fastest time.</summary>
    public double Share(int curve, double tau) => Instances == 0 ? 0 : (double)Curves[curve].Ratios.Count(ratio =>
        ratio <= tau) / Instances;
}
