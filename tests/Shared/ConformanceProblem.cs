using System.Text.Json;

namespace Copositive.Tests;

/// <summary>What the shared file conformance/problems.json expects of a problem; the program itself is read by the product's own reader.</summary>
public sealed record ConformanceProblem
{
    /// <summary>The name by which the problem is read.</summary>
    public required string Name { get; init; }

    /// <summary>The kinds of cones in it, by the file's names.</summary>
    public required IReadOnlyList<string> Cones { get; init; }

    /// <summary>Labels such as QP, infeasible.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Whether the objective has a quadratic part.</summary>
    public required bool IsQuadratic { get; init; }

    /// <summary>Optimal, Infeasible or Unbounded.</summary>
    public required string Status { get; init; }

    /// <summary>All acceptable statuses; contains <see cref="Status"/>.</summary>
    public required IReadOnlyList<string> Acceptable { get; init; }

    /// <summary>The optimal value in the problem's own sense; null where there is none.</summary>
    public double? Objective { get; init; }

    /// <summary>How far from <see cref="Objective"/> a correct value may lie because the published one is rounded; null where it is exact.</summary>
    public double? ObjectiveTolerance { get; init; }

    /// <summary>An optimal point, where it is unique and published; else null.</summary>
    public IReadOnlyList<double>? X { get; init; }

    /// <summary>An optimal dual in the file's convention, where published; else null.</summary>
    public IReadOnlyList<double>? Y { get; init; }

    /// <summary>The path of the file.</summary>
    public static string FilePath => SharedData.Path("conformance/problems.json");

    /// <summary>Every problem of the file, in its order.</summary>
    public static IReadOnlyList<ConformanceProblem> ReadAll()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(FilePath));
        return [.. document.RootElement.GetProperty("problems").EnumerateArray().Select(Of)];
    }

    /// <summary>The problems as a source of test cases: none where the shared data is neither present nor required.</summary>
    public static IEnumerable<ConformanceProblem> Cases()
    {
        try
        {
            return ReadAll();
        }
        catch (IgnoreException)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static ConformanceProblem Of(JsonElement problem)
    {
        JsonElement expected = problem.GetProperty("expected");
        string status = expected.GetProperty("status").GetString()!;
        return new ConformanceProblem
        {
            Name = problem.GetProperty("name").GetString()!,
            Cones = [.. problem.GetProperty("cones").EnumerateArray().Select(cone => cone.GetProperty("type").GetString()!).Distinct()],
            Tags = [.. problem.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!)],
            IsQuadratic = problem.TryGetProperty("P", out JsonElement p) && p.GetArrayLength() > 0,
            Status = status,
            Acceptable = expected.TryGetProperty("acceptable", out JsonElement list) ? [.. list.EnumerateArray().Select(s => s.GetString()!)] : [status],
            Objective = expected.TryGetProperty("objective", out JsonElement value) ? value.GetDouble() : null,
            ObjectiveTolerance = expected.TryGetProperty("objective_atol", out JsonElement tolerance) ? tolerance.GetDouble() : null,
            X = Numbers(expected, "x"),
            Y = Numbers(expected, "y"),
        };
    }

    private static double[]? Numbers(JsonElement expected, string name) =>
        expected.TryGetProperty(name, out JsonElement list) ? [.. list.EnumerateArray().Select(number => number.GetDouble())] : null;
}
