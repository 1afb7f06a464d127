namespace Copositive.Benchmarks.Solvers;

/// <summary>Medians and means of times.</summary>
internal static class Averages
{
    /// <summary>The middle value, or the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>exp of the mean of logarithms; NaN of nothing.</summary>
    public static double GeometricMean(IReadOnlyCollection<double> values) =>
        values.Count == 0 ? double.NaN : Math.Exp(values.Sum(Math.Log) / values.Count);
}
