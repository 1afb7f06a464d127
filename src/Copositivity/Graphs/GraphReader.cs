using Copositive.Modeling;

namespace Copositive.Copositivity;

/// <summary>
/// Reads graphs: DIMACS (.clq, .col) and Matrix Market (.mtx). Vertices keep the file's numbers, from 1.
/// <para>
/// DIMACS: <c>c</c> comments, one line <c>p edge n m</c> or <c>p col n m</c>, then lines <c>e i j</c>. Repeated edges and both directions
/// are taken as one edge; loops are refused; the number of edges must agree with m, as lines or as different edges, so that a truncated file
/// is noticed. A bare list, with lines <c>i j</c> and no <c>p</c> line, is read too: its vertices are 1 to
/// the largest number in it.
/// </para>
/// <para>
/// Matrix Market: the off-diagonal entries that are not zero are the edges; a nonzero diagonal entry is a loop. A matrix declared general
/// has to have both (i, j) and (j, i) or neither.
/// </para>
/// </summary>
public static class GraphReader
{
    /// <summary>Reads a file; the graph is named like the file without its extension.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputFormatException">The extension is another, or the file cannot be read or is malformed.</exception>
    public static Graph Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        bool isMatrixMarket = path.EndsWith(".mtx", StringComparison.OrdinalIgnoreCase);
        if (!isMatrixMarket && !path.EndsWith(".clq", StringComparison.OrdinalIgnoreCase) && !path.EndsWith(".col", StringComparison.OrdinalIgnoreCase))
            throw new InputFormatException(path, 0,
                $"found a file of the kind {TextScanner.Quote(Path.GetExtension(path))}, expected .clq or .col (DIMACS) or .mtx (Matrix Market)");
        using StreamReader reader = InputFile.OpenText(path);
        return isMatrixMarket ? ReadMatrixMarket(reader, path) : ReadDimacs(reader, path);
    }

    /// <summary>Reads a DIMACS text.</summary>
    /// <param name="reader">The text, read to its end and not disposed.</param>
    /// <param name="file">The name by which errors call it.</param>
    /// <exception cref="InputFormatException">The text is malformed; the message names file, line and expectation.</exception>
    public static Graph ReadDimacs(TextReader reader, string file)
    {
        var scanner = new TextScanner(reader, file, "c");
        if (!scanner.MoveNext()) throw scanner.Expected("the end of the file", "the line 'p edge n m'");
        if (char.IsAsciiDigit(scanner.Word[0])) return ReadBareList(scanner);
        if (!scanner.Word.SequenceEqual("p")) throw scanner.Expected(TextScanner.Quote(scanner.Word), "the line 'p edge n m'");
        if (!scanner.MoveNextInLine() || !(scanner.Word.SequenceEqual("edge") || scanner.Word.SequenceEqual("col")))
            throw scanner.Expected(TextScanner.Quote(scanner.Word), "'edge' or 'col' as in 'p edge n m'");
        int n = scanner.ReadIntegerInLine("the number n of vertices in 'p edge n m'");
        if (n < 1 || n > Graph.MaxVertices)
            throw scanner.Expected(TextScanner.Quote(scanner.Word), $"the number of vertices, from 1 to {Graph.MaxVertices}");
        int m = scanner.ReadIntegerInLine("the number m of edges in 'p edge n m'");
        if (m < 0) throw scanner.Expected(TextScanner.Quote(scanner.Word), "the number m of edges in 'p edge n m', at least 0");
        scanner.RequireEndOfLine("the end of the line after 'p edge n m'");

        var edges = new List<(int, int)>();
        while (scanner.MoveNext())
        {
            if (!scanner.Word.SequenceEqual("e")) throw scanner.Expected(TextScanner.Quote(scanner.Word), "a line 'e i j'");
            edges.Add(ReadEdge(scanner, "e i j", scanner.ReadIntegerInLine("the vertex i of 'e i j'"), n));
        }
        var graph = new Graph(n, edges, Path.GetFileNameWithoutExtension(file), firstNumber: 1);
        if (edges.Count != m && graph.EdgeCount != m)
            throw scanner.Expected($"{graph.EdgeCount} edges in {edges.Count} lines 'e i j'",
                $"the {m} edges that the line 'p' states (is the file truncated?)");
        return graph;
    }

    /// <summary>Reads a Matrix Market text.</summary>
    /// <param name="reader">The text, read to its end and not disposed.</param>
    /// <param name="file">The name by which errors call it.</param>
    /// <exception cref="InputFormatException">The text is malformed; the message names file, line and expectation.</exception>
    public static Graph ReadMatrixMarket(TextReader reader, string file)
    {
        var text = new MatrixMarketText(reader, file);
        if (text.Rows != text.Columns || text.Rows < 1 || text.Rows > Graph.MaxVertices)
            throw new InputFormatException(file, text.SizeLine,
                $"found {text.Rows} rows and {text.Columns} columns, expected a square matrix of order 1 to {Graph.MaxVertices}");
        var edges = new List<(int, int)>();
        var lines = new List<int>();
        foreach ((int i, int j, double value) in text.Entries())
        {
            if (value == 0) continue;
            if (i == j) throw text.Expected($"a loop at vertex {i + 1}", "edges between different vertices");
            edges.Add((i, j));
            lines.Add(text.Line);
        }
        if (!text.IsSymmetric) RequireBothDirections(edges, lines, file);
        return new Graph(text.Rows, edges, Path.GetFileNameWithoutExtension(file), firstNumber: 1);
    }

    private static void RequireBothDirections(List<(int I, int J)> edges, List<int> lines, string file)
    {
        var directed = new HashSet<(int, int)>(edges);
        for (int k = 0; k < edges.Count; k++)
        {
            (int i, int j) = edges[k];
            if (!directed.Contains((j, i)))
                throw new InputFormatException(file, lines[k],
                    $"found the entry ({i + 1}, {j + 1}) without ({j + 1}, {i + 1}), expected a symmetric matrix (one declared 'symmetric' lists one triangle)");
        }
    }

    private static Graph ReadBareList(TextScanner scanner)
    {
        var edges = new List<(int, int)>();
        int n = 0;
        do
        {
            (int i, int j) = ReadEdge(scanner, "i j", scanner.ParseInteger("the vertex i of 'i j'"), Graph.MaxVertices);
            n = Math.Max(n, Math.Max(i, j) + 1);
            edges.Add((i, j));
        }
        while (scanner.MoveNext());
        return new Graph(n, edges, Path.GetFileNameWithoutExtension(scanner.File), firstNumber: 1);
    }

    private static (int I, int J) ReadEdge(TextScanner scanner, string form, int i, int most)
    {
        Require(scanner, form, "i", i, most);
        int j = scanner.ReadIntegerInLine($"the vertex j of '{form}'");
        Require(scanner, form, "j", j, most);
        if (i == j) throw scanner.Expected($"a loop at vertex {i}", "edges between different vertices");
        scanner.RequireEndOfLine($"the end of the line after '{form}'");
        return (i - 1, j - 1);
    }

    private static void Require(TextScanner scanner, string form, string which, int vertex, int most)
    {
        if (vertex < 1 || vertex > most)
            throw scanner.Expected(TextScanner.Quote(scanner.Word), $"the vertex {which} of '{form}', between 1 and {most}");
    }
}
