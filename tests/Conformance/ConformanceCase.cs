using System.Text.Json;
using Copositive.Modeling;
using Copositive.Tests;

namespace Copositive.Conformance;

/// <summary>A problem with what is expected of it, and the file that states it.</summary>
internal sealed record ConformanceCase(string File, ConformanceProblem Expected)
{
    /// <summary>This suite's own problems, whose values are derived in their source members, then those of the shared data, if present.</summary>
    public static IEnumerable<ConformanceCase> All() =>
        Fixtures().Concat(ConformanceProblem.Cases().Select(problem => new ConformanceCase(ConformanceProblem.FilePath, problem)));

    /// <summary>This suite's own problems.</summary>
    public static IEnumerable<ConformanceCase> Fixtures()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "Fixtures");
        foreach (string file in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            using JsonDocument document = JsonDocument.Parse(System.IO.File.ReadAllBytes(file));
            foreach (JsonElement problem in document.RootElement.GetProperty("problems").EnumerateArray())
                yield return new ConformanceCase(file, Expect(problem));
        }
    }

    /// <summary>The program, by the product's reader.</summary>
    public ConicProgram Read() => ProblemJson.Read(File, Expected.Name);

    /// <inheritdoc/>
    public override string ToString() => Expected.Name;

    private static ConformanceProblem Expect(JsonElement problem)
    {
        JsonElement expected = problem.GetProperty("expected");
        string status = expected.GetProperty("status").GetString()!;
        return new ConformanceProblem
        {
            Name = problem.GetProperty("name").GetString()!,
            Cones = [.. problem.GetProperty("cones").EnumerateArray().Select(cone => cone.GetProperty("type").GetString()!).Distinct()],
            Tags = [.. problem.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!)],
            IsQuadratic = problem.TryGetProperty("P", out _),
            Status = status,
            Acceptable = [status],
            Objective = expected.TryGetProperty("objective", out JsonElement value) ? value.GetDouble() : null,
            X = Numbers(expected, "x"),
            Y = Numbers(expected, "y"),
        };
    }

    private static double[]? Numbers(JsonElement expected, string name) =>
        expected.TryGetProperty(name, out JsonElement list) ? [.. list.EnumerateArray().Select(number => number.GetDouble())] : null;
}
