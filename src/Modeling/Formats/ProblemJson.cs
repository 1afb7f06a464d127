using System.Collections.Immutable;

namespace Copositive.Modeling;

/// <summary>
/// Reads and writes conic programs as JSON. A problem is an object
/// <code>{"name": "p", "sense": "min", "n": 2, "m": 3, "c": [1, 0], "c0": 0,
///  "A": [[row, column, value], …], "b": [0, 0, 1], "P": [[row, column, value], …],
///  "cones": [{"type": "PSDTri", "rows": 3, "name": "slack"}], "integer": [1], "columnNames": ["t", "u"], "assumptions": […]}</code>
/// that means: minimise or maximise (<c>sense</c> min or max) ½xᵀPx + cᵀx + c₀ subject to b − Ax ∈ the product of the cones in row order,
/// x_j integer for the columns listed. Indices count from 0. Triples of A or P at one place are added up; P lists its upper triangle.
/// Matrix cones hold the unscaled upper triangle, column by column.
/// <para>
/// Cone types: Zero, Nonneg, SOC, RSOC, PSDTri, DNNTri, SPNTri, COPTri, CPTri, Exp, DualExp, Pow, DualPow. Pow and DualPow have an
/// <c>alpha</c>; COPTri and CPTri may have <c>facets</c> (F by rows, a row a facet: {u : Fu ≥ 0}) or <c>rays</c> (R by rows, a column a
/// ray: {Rw : w ≥ 0}); matrix cones may state their order as <c>side</c>. An assumption is
/// <c>{"kind": "box", "name": "x", "columns": [0, 1], "lower": 0, "upper": 1}</c> or
/// <c>{"kind": "trace", "name": "X", "block": 0, "upper": 1}</c>; a bound that is null or missing is infinite.
/// </para>
/// <para>
/// Required are n, m, c, A, b and cones. <c>source</c>, <c>tags</c>, <c>note</c> and <c>expected</c> are for readers and test suites and
/// are passed over; any other member is refused, since a misspelt one would change the problem silently. A file may also hold several
/// problems, <c>{"problems": [{…}, …]}</c>, from which one is chosen by name.
/// </para>
/// </summary>
public static class ProblemJson
{
    private const int MostNamesListed = 200;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, at most 2 GiB.</param>
    /// <param name="problemName">Which problem of a file with several; may be null where the file has one.</param>
    /// <exception cref="InputFormatException">
    /// The file cannot be read or is malformed, or it holds no problem of that name (the message lists the names it holds).
    /// </exception>
    public static ConicProgram Read(string path, string? problemName = null) => Read(JsonText.ReadFile(path), problemName);

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The text in UTF-8, at most 2 GiB.</param>
    /// <param name="file">The name by which errors call it.</param>
    /// <param name="problemName">Which problem of a text with several; may be null where it has one.</param>
    /// <exception cref="InputFormatException">As for files.</exception>
    public static ConicProgram Read(Stream stream, string file, string? problemName = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Read(JsonText.Read(stream, file), problemName);
    }

    /// <summary>The names of the problems in a file, in its order.</summary>
    /// <param name="path">The file, at most 2 GiB.</param>
    /// <exception cref="InputFormatException">The file cannot be read or is malformed.</exception>
    public static ImmutableArray<string> ReadNames(string path) => [.. Problems(JsonText.ReadFile(path)).Select(problem => problem.Name)];

    /// <summary>Writes a file with one problem.</summary>
    /// <param name="program">The program; its objective is written in the user's sense.</param>
    /// <param name="path">The file, replaced where it exists.</param>
    public static void Write(ConicProgram program, string path)
    {
        using var writer = new StreamWriter(path);
        Write(program, writer);
    }

    /// <summary>Writes one problem. Numbers are written with the digits that give the same double back.</summary>
    /// <param name="program">The program; its objective is written in the user's sense.</param>
    /// <param name="writer">Receives the text; not disposed.</param>
    public static void Write(ConicProgram program, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(writer);
        new JsonProblemWriter(writer).Write(program);
    }

    private static ConicProgram Read(JsonValue root, string? problemName)
    {
        List<JsonProblemReader> problems = Problems(root);
        if (problemName is null && problems.Count == 1) return problems[0].Read();
        List<JsonProblemReader> matching = problems.FindAll(problem => problem.Name == problemName);
        if (matching.Count == 1) return matching[0].Read();
        if (matching.Count > 1)
            throw matching[1].At.Error($"found a second problem named {TextScanner.Quote(problemName)}, expected names to differ");
        string found = problemName is null ? $"{problems.Count} problems and no name to choose by" : $"no problem named {TextScanner.Quote(problemName)}";
        string names = string.Join(", ", problems.Take(MostNamesListed).Select(problem => TextScanner.Quote(problem.Name)));
        string more = problems.Count > MostNamesListed ? $" and {problems.Count - MostNamesListed} more" : "";
        throw root.Error(problems.Count == 0 ? "found no problem, expected at least one" : $"found {found}, expected one of: {names}{more}");
    }

    private static List<JsonProblemReader> Problems(JsonValue root)
    {
        Dictionary<string, JsonValue> members = root.Members("the file");
        if (!members.TryGetValue("problems", out JsonValue list)) return [new JsonProblemReader(root, members)];
        return list.Elements("the problems").ConvertAll(element => new JsonProblemReader(element, element.Members("a problem")));
    }
}
