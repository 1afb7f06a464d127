using System.Text.Json;
using Copositive.Modeling;

namespace Copositive.Cli.Tests;

public sealed class ExportCommandTests
{
    private static readonly string[] Fields = ["name", "variables", "rows", "nonzeros", "file"];

    // C5 has 5 edges and 5 pairs without one: the variables are t, 5 of edges and, for ϑ′, 5 of signs, whose rows follow the 15 of the
    // triangle.
    // Its complement is a 5-cycle, so that all four values are √5 (Lovász 1979).
    [TestCase("c5.dat-s", false, false, 6, 15)]
    [TestCase("c5.dat-s", false, true, 11, 20)]
    [TestCase("c5.dat-s", true, false, 6, 15)]
    [TestCase("c5.json", true, true, 11, 20)]
    public void WhatIsWrittenIsReadAndSolved(string name, bool clique, bool nonnegative, int variables, int rows)
    {
        using var folder = new TemporaryFolder();
        string file = folder.PathOf(name);
        string[] options = [.. clique ? ["--clique"] : Array.Empty<string>(), .. nonnegative ? ["--nonnegative"] : Array.Empty<string>()];
        JsonElement written = CommandRun.Of(["export", "theta", folder.Write("c5.col", Inputs.C5), .. options, "-o", file, "--json"])
            .Json();
        JsonElement solved = CommandRun.Of("solve", file, "--json").Json();
        Assert.Multiple(() =>
        {
            Assert.That(written.EnumerateObject().Select(member => member.Name), Is.EqualTo(Fields));
            Assert.That(written.GetProperty("variables").GetInt32(), Is.EqualTo(variables));
            Assert.That(written.GetProperty("rows").GetInt32(), Is.EqualTo(rows));
            Assert.That(solved.GetProperty("status").GetString(), Is.EqualTo("optimal"));
            Assert.That(solved.GetProperty("primalObjective").GetDouble(), Is.EqualTo(Math.Sqrt(5)).Within(1e-5));
        });
    }

    // A star with 3 leaves: ϑ = α = 3, and ϑ of the complement = ω = 2, since the graph is perfect.
    [TestCase(false, 3)]
    [TestCase(true, 2)]
    public void CliquesAreStableSetsOfTheComplement(bool clique, int value)
    {
        using var folder = new TemporaryFolder();
        string file = folder.PathOf("star.dat-s"), graph = folder.Write("star.clq", "1 2\n1 3\n1 4\n");
        CommandRun run = CommandRun.Of(["export", "theta", graph, "--output", file, .. clique ? ["--clique"] : Array.Empty<string>()]);
        Assert.That(run.Status, Is.EqualTo(ExitStatus.Decided), run.Error);
        Assert.That(run.Output, Does.Contain("variables").And.Contain("star.dat-s"));
        Assert.That(CommandRun.Of("solve", file, "--json").Json().GetProperty("primalObjective").GetDouble(), Is.EqualTo(value)
            .Within(1e-5));
    }

    // The text that other solvers read: m, blocks, sizes, c, then the entries of F₀ = E, F₁ = I, an edge's F₂ and a sign's F₃ with −1 in
    // block 2.
    [Test]
    public void TheFileIsPlainSdpa()
    {
        using var folder = new TemporaryFolder();
        string file = folder.PathOf("path.dat-s");
        CommandRun.Of("export", "theta", folder.Write("p3.clq", "1 2\n2 3\n"), "--nonnegative", "-o", file);
        string[] lines = [.. File.ReadAllLines(file).Where(line => line[0] != '*')];
        Assert.That(lines, Is.EqualTo(new[]
        {
            "4", "2", "3 -1", "1 0 0 0",
            "0 1 1 1 1", "0 1 1 2 1", "0 1 2 2 1", "0 1 1 3 1", "0 1 2 3 1", "0 1 3 3 1",
            "1 1 1 1 1", "1 1 2 2 1", "1 1 3 3 1",
            "2 1 1 2 1", "3 1 2 3 1", "4 1 1 3 1", "4 2 1 1 -1",
        }));
        Assert.That(ProgramReader.Read(file).Columns, Is.EqualTo(4));
    }

    [Test]
    public void WhatIsNotSupportedIsRefusedAndSaysWhatIs()
    {
        using var folder = new TemporaryFolder();
        string graph = folder.Write("c5.col", Inputs.C5), file = folder.PathOf("c5.dat-s");
        CommandRun.Of("export", "chromatic", graph, "-o", file).IsRefused("chromatic", "available: theta");
        CommandRun.Of("export", "theta", graph, "-o", folder.PathOf("c5.cbf")).IsRefused(".cbf", ".dat-s", ".json");
        CommandRun.Of("export", "theta", graph, "-o", folder.PathOf("c5")).IsRefused("expected .dat-s");
        CommandRun.Of("export", "theta", graph, "-o", Path.Combine(folder.PathOf("none"), "c5.dat-s")).IsRefused("there is no folder");
        CommandRun.Of("export", "theta", folder.PathOf("none.col"), "-o", file).IsRefused("no such file");
        CommandRun.Of("export", "theta", folder.Write("g.txt", Inputs.C5), "-o", file).IsRefused(".clq", ".mtx");
        CommandRun.Of("export", "theta", folder.Write("bad.clq", "p edge 3 1\ne 1 4\n"), "-o", file).IsRefused("bad.clq:2");
        CommandRun.Of("export", "theta", graph).IsRefused("--output");
        CommandRun.Of("export", "theta", graph, "-o", file, "--level", "1").IsRefused("--level");
        Assert.That(File.Exists(file), Is.False);
    }
}
