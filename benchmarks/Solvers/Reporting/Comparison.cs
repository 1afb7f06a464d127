namespace Copositive.Benchmarks.Solvers;

/// <summary>One solver's times beside another's, over the instances that both solved.</summary>
/// <param name="Solver">The solver.</param>
/// <param name="Reference">The solver it is measured against.</param>
/// <param name="Solved">How many instances it solved.</param>
/// <param name="Both">How many both solved.</param>
/// <param name="Mean">The geometric mean of time over the reference's time; NaN where there is nothing to compare.</param>
/// <param name="Least">The least such quotient.</param>
/// <param name="Largest">The largest such quotient.</param>
internal sealed record Comparison(string Solver, string Reference, int Solved, int Both, double Mean, double Least, double Largest)
{
    /// <summary>Every solver against the first one.</summary>
    public static IEnumerable<Comparison> Of(IReadOnlyList<Measurement> measurements)
    {
        string[] solvers = [.. measurements.Select(m => m.Solver).Distinct()];
        if (solvers.Length == 0) yield break;
        Dictionary<string, double> reference = Times(measurements, solvers[0]);
        foreach (string solver in solvers)
        {
            Dictionary<string, double> times = Times(measurements, solver);
            double[] ratios = [.. times.Where(pair => reference.ContainsKey(pair.Key)).Select(pair => pair.Value / reference[pair.Key])];
            yield return new Comparison(
                solver, solvers[0], times.Count, ratios.Length, Averages.GeometricMean(ratios),
                ratios.DefaultIfEmpty(double.NaN).Min(), ratios.DefaultIfEmpty(double.NaN).Max());
        }
    }

    private static Dictionary<string, double> Times(IEnumerable<Measurement> measurements, string solver) => measurements
        .Where(m => m.Solver == solver && m is { IsSolved: true, Seconds: > 0 })
        .ToDictionary(m => m.Instance, m => m.Seconds!.Value);
}
