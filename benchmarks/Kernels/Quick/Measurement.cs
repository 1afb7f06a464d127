using System.Text.Json.Serialization;

namespace Copositive.Benchmarks.Kernels;

/// <summary>One line of the quick run's answer. Times are medians over the rounds; null without a baseline.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="N">The order.</param>
/// <param name="Threads">The threads of our kernel.</param>
/// <param name="Milliseconds">The time of one operation of ours.</param>
/// <param name="BaselineMilliseconds">That of the baseline, with as many threads, 1 or 2, as suit it best.</param>
/// <param name="Ratio">Baseline over ours: above 1 where ours is faster.</param>
internal sealed record Measurement(string Kernel, int N, int Threads, double Milliseconds, double? BaselineMilliseconds, double? Ratio)
{
    /// <summary>The same ratio of the least times of all rounds, which noise from other programs hardly touches.</summary>
    [JsonIgnore]
    public double? RatioOfMinima
    {
        get;
        init => field = value is { } ratio && double.IsFinite(ratio) ? ratio : null;
    }

    /// <summary>The threads that the baseline was fastest with.</summary>
    [JsonIgnore]
    public int? BaselineThreads { get; init; }
}
