namespace Copositive.Benchmarks.Kernels;

/// <summary>The least ratio that a kernel has to reach at orders from <paramref name="From"/> to <paramref name="To"/>.</summary>
internal sealed record Bar(string Kernel, int From, int To, double Ratio)
{
    /// <summary>All bars: against the better of LAPACK with one and with two threads; for the partial projection, against the full one.</summary>
    public static readonly IReadOnlyList<Bar> All =
    [
        new("projection", 10, 10, 1.1),
        new("projection", 30, 30, 1.5),
        new("projection", 64, 64, 1.8),
        new("projection", 100, 2000, 2.0),
        new("batched-projection", 2, 10, 6.0),
        new("gemm", 10, 199, 0.9),
        new("gemm", 200, 2000, 1.05),
        new("partial-projection", 1, int.MaxValue, 5.0),
    ];

    /// <summary>The bar of a kernel at an order, if it has one.</summary>
    public static Bar? Of(string kernel, int order) => All.FirstOrDefault(bar => bar.Kernel == kernel && bar.From <= order && order <= bar.To);

    /// <summary>
    /// The bars missed. The caller chooses the threads, so a kernel passes at an order if it does with some number of threads; without a baseline
    /// nothing is missed.
    /// </summary>
    public static IEnumerable<string> Missed(IEnumerable<Measurement> measurements) =>
        from measurement in measurements
        where measurement.Ratio is not null
        group measurement.Ratio!.Value by (measurement.Kernel, measurement.N) into ratios
        let bar = Of(ratios.Key.Kernel, ratios.Key.N)
        where bar is not null && !(ratios.Max() >= bar.Ratio)
        select $"{bar.Kernel} at n = {ratios.Key.N}: {ratios.Max():F2}, below {bar.Ratio:F2}";
}
