using Copositive.Cli;
using Copositive.Copositivity;
using Copositive.Modeling;

namespace Copositive.Benchmarks.Solvers;

/// <summary>Where the program of an instance comes from, in a form that is handed to other processes.</summary>
/// <param name="Name">The name in tables.</param>
/// <param name="File">A .dat-s or a graph file; null for a random graph.</param>
/// <param name="Bound">For a graph: the bound whose program is meant; null for a .dat-s file.</param>
/// <param name="Clique">Whether the graph's complement is meant.</param>
/// <param name="Order">For a random graph: its number of vertices.</param>
internal sealed record InstanceSource(string Name, string? File, BoundKind? Bound = null, bool Clique = false, int Order = 0)
{
    private const int Seed = 1;
    private const double Density = 0.5;
    private static readonly string[] GraphKinds = [".clq", ".col", ".mtx"];

    /// <summary>The instances of a file: one for a program, one a bound for a graph.</summary>
    /// <param name="file">A .dat-s, .clq, .col or .mtx file.</param>
    /// <param name="bounds">The bounds wanted of graphs.</param>
    /// <param name="clique">Whether the graphs' complements are meant.</param>
    /// <exception cref="BadInputException">There is no such file, or its kind is another.</exception>
    public static IEnumerable<InstanceSource> Of(string file, IReadOnlyList<BoundKind> bounds, bool clique)
    {
        if (!System.IO.File.Exists(file)) throw new BadInputException($"{file}: no such file");
        string name = Path.GetFileNameWithoutExtension(file), path = Path.GetFullPath(file);
        if (IsProgram(file)) return [new InstanceSource(name, path)];
        if (!GraphKinds.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            throw new BadInputException($"{file}: expected .dat-s (SDPA sparse), .clq or .col (DIMACS) or .mtx (Matrix Market)");
        return [.. bounds.Select(bound => new InstanceSource($"{name} {Symbol(bound)}", path, bound, clique))];
    }

    /// <summary>ϑ′ of the random graph whose pairs are edges with probability ½, the same on every machine.</summary>
    public static InstanceSource Random(int order) => new($"random-{order} {Symbol(BoundKind.ThetaPrime)}", null, BoundKind.ThetaPrime,
        Order: order);

    /// <summary>Reads or builds the program.</summary>
    public ConicProgram Load()
    {
        if (Bound is not { } bound) return SdpaReader.Read(File!);
        Graph graph = File is null ? RandomGraph() : GraphReader.Read(File);
        return new ThetaProblem(Clique ? graph.Complement() : graph, bound == BoundKind.ThetaPrime).ToProgram();
    }

    /// <summary>The program as an SDPA file: the file itself where it is one, else a new one in the folder.</summary>
    public string SdpaFile(ConicProgram program, string folder)
    {
        if (File is not null && IsProgram(File)) return File;
        string path = Path.Combine(folder, "program.dat-s");
        SdpaWriter.Write(program, path);
        return path;
    }

    private Graph RandomGraph()
    {
        var random = new Random(Seed);
        var edges = new List<(int, int)>();
        for (int i = 0; i < Order; i++)
        {
            for (int j = i + 1; j < Order; j++)
            {
                if (random.NextDouble() < Density) edges.Add((i, j));
            }
        }
        return new Graph(Order, edges, $"random-{Order}");
    }

    private static bool IsProgram(string file) => file.EndsWith(".dat-s", StringComparison.OrdinalIgnoreCase);

    private static string Symbol(BoundKind bound) => bound == BoundKind.Theta ? "θ" : "θ'";
}
