using System.Globalization;

namespace Copositive.Benchmarks.Solvers;

/// <summary>Measurements as a CSV file with a heading; what is not known is empty.</summary>
internal static class CsvFile
{
    private const string Heading = "instance,solver,status,seconds,error,objective,iterations,megabytes,threads,tolerance,form,note";

    /// <summary>Writes a file.</summary>
    public static void Write(IEnumerable<Measurement> measurements, string path)
    {
        using var writer = new StreamWriter(path);
        Write(measurements, writer);
    }

    /// <summary>Writes a text.</summary>
    public static void Write(IEnumerable<Measurement> measurements, TextWriter writer)
    {
        writer.Write($"{Heading}\n");
        foreach (Measurement m in measurements)
        {
            string[] fields =
            [
                Text(m.Instance), Text(m.Solver), Text(m.Status), Number(m.Seconds), Number(m.Error), Number(m.Objective),
                    $"{m.Iterations}",
                Number(m.Megabytes), $"{m.Threads}", Number(m.Tolerance), Text(m.Form), Text(m.Note),
            ];
            writer.Write($"{string.Join(',', fields)}\n");
        }
    }

    private static string Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static string Text(string? text)
    {
        if (text is null) return "";
        string line = text.ReplaceLineEndings(" ");
        return line.AsSpan().IndexOfAny(',', '"') < 0 ? line : $"\"{line.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
