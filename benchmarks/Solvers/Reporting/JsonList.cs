using System.Text.Encodings.Web;
using System.Text.Json;

namespace Copositive.Benchmarks.Solvers;

/// <summary>Measurements as a JSON list of {instance, solver, status, seconds, error, objective, iterations, megabytes}.</summary>
internal static class JsonList
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The list; numbers that are not finite become null.</summary>
    public static string Of(IEnumerable<Measurement> measurements) => JsonSerializer.Serialize(
        measurements.Select(m => new
        {
            m.Instance,
            m.Solver,
            m.Status,
            Seconds = Finite(m.Seconds),
            Error = Finite(m.Error),
            Objective = Finite(m.Objective),
            m.Iterations,
            Megabytes = Finite(m.Megabytes),
        }),
        Format);

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
