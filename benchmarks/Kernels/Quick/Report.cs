using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Copositive.Benchmarks.Kernels;

/// <summary>Measurements as JSON for programs and as a table for people.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>A list of {kernel, n, threads, milliseconds, baselineMilliseconds, ratio}.</summary>
    public static string Json(IEnumerable<Measurement> measurements) => JsonSerializer.Serialize(measurements, Format);

    /// <summary>One line a measurement; the last columns are the ratio of least times and the bar.</summary>
    public static string Table(IEnumerable<Measurement> measurements)
    {
        var table = new StringBuilder();
        table.AppendLine($"{"kernel",-26}{"n",8}{"threads",9}{"ms",13}{"baseline ms",13}{"threads",9}{"ratio",8}{"of minima",11}{"bar",7}");
        foreach (Measurement m in measurements)
        {
            double? bar = m.Ratio is null ? null : Bar.Of(m.Kernel, m.N)?.Ratio;
            table.AppendLine(string.Create(CultureInfo.InvariantCulture,
                $"{m.Kernel,-26}{m.N,8}{m.Threads,9}{m.Milliseconds,13:G5}{m.BaselineMilliseconds,13:G5}{m.BaselineThreads,9}{m.Ratio,8:F2}{m.RatioOfMinima,11:F2}{bar,7:F2}{(m.Ratio < bar ? "  below" : "")}"));
        }
        return table.ToString();
    }
}
