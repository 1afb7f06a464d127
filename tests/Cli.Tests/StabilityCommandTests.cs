using System.Text.Json;
using Copositive.Tests;

namespace Copositive.Cli.Tests;

public sealed class StabilityCommandTests
{
    private static readonly string[] Fields = ["lower", "upper", "bound", "witness", "level", "seconds"];

    // α(C5) = 2 and ϑ'(C5) = √5 (Lovász 1979; C5 is vertex-transitive, so Schrijver's bound is the same).
    [Test]
    public void TheFiveCycle()
    {
        using var folder = new TemporaryFolder();
        CommandRun run = CommandRun.Of("stability", folder.Write("c5.clq", Inputs.C5), "--json");
        JsonElement json = run.Json();
        int[] witness = [.. json.GetProperty("witness").EnumerateArray().Select(vertex => vertex.GetInt32())];
        Assert.Multiple(() =>
        {
            Assert.That(run.Status, Is.EqualTo(ExitStatus.Decided));
            Assert.That(json.EnumerateObject().Select(member => member.Name), Is.EqualTo(Fields));
            Assert.That(json.GetProperty("lower").GetInt32(), Is.EqualTo(2));
            Assert.That(json.GetProperty("upper").GetInt32(), Is.EqualTo(2));
            Assert.That(json.GetProperty("bound").GetDouble(), Is.EqualTo(Math.Sqrt(5)).Within(1e-5).And.GreaterThanOrEqualTo(Math.Sqrt(5) - 1e-12));
            Assert.That(json.GetProperty("level").GetInt32(), Is.EqualTo(0));
            Assert.That(witness, Has.Length.EqualTo(2).And.All.InRange(1, 5));
            Assert.That(Math.Abs(witness[0] - witness[1]), Is.EqualTo(2).Or.EqualTo(3), "not neighbours on the cycle");
        });
    }

    // The complement of C5 is a 5-cycle again.
    [Test]
    public void CliquesAreStableSetsOfTheComplement()
    {
        using var folder = new TemporaryFolder();
        JsonElement json = CommandRun.Of("stability", folder.Write("c5.col", Inputs.C5), "--clique", "--json").Json();
        int[] witness = [.. json.GetProperty("witness").EnumerateArray().Select(vertex => vertex.GetInt32())];
        Assert.That(json.GetProperty("upper").GetInt32(), Is.EqualTo(2));
        Assert.That(Math.Abs(witness[0] - witness[1]), Is.EqualTo(1).Or.EqualTo(4), "neighbours on the cycle");
    }

    // C5's bounds by level: K^(1) is exact (de Klerk and Pasechnik 2002); C^(3) gives 5/2.
    [TestCase("parrilo", 1, 2.0)]
    [TestCase("pvz", 1, 2.0)]
    [TestCase("lp", 3, 2.5)]
    public void LevelsOfEveryHierarchy(string hierarchy, int level, double bound)
    {
        using var folder = new TemporaryFolder();
        JsonElement json = CommandRun.Of(
            "stability", folder.Write("c5.clq", Inputs.C5), "--hierarchy", hierarchy, "--level", $"{level}", "--json").Json();
        Assert.That(json.GetProperty("level").GetInt32(), Is.EqualTo(level));
        Assert.That(json.GetProperty("bound").GetDouble(), Is.EqualTo(bound).Within(1e-6).And.GreaterThanOrEqualTo(bound));
    }

    // C5's ϑ' = √5 closes the gap after rounding down; so does level 0 of no linear hierarchy, which has to climb.
    [TestCase("parrilo", 0)]
    [TestCase("lp", 3)]
    public void AGapIsClimbedTo(string hierarchy, int level)
    {
        using var folder = new TemporaryFolder();
        CommandRun run = CommandRun.Of("stability", folder.Write("c5.clq", Inputs.C5), "--hierarchy", hierarchy, "--gap", "0", "--json");
        Assert.That(run.Status, Is.EqualTo(ExitStatus.Decided));
        Assert.That(run.Json().GetProperty("upper").GetInt32(), Is.EqualTo(2));
        Assert.That(run.Json().GetProperty("level").GetInt32(), Is.EqualTo(level));
    }

    // Values of facts.json and of Brouwer's tables: A(6,4) = 4 for hamming6-4, and the clique numbers DIMACS publishes.
    [TestCase("hamming6-4", 4)]
    [TestCase("johnson8-4-4", 14)]
    public void DimacsGraphs(string name, int omega)
    {
        JsonElement json = CommandRun.Of("stability", SharedData.Path($"graphs/{name}.clq"), "--clique", "--json").Json();
        Assert.That((json.GetProperty("lower").GetInt32(), json.GetProperty("upper").GetInt32()), Is.EqualTo((omega, omega)));
    }
}
