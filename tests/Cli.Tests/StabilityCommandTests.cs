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

    [Test]
    public void HigherLevelsAreRefused()
    {
        using var folder = new TemporaryFolder();
        CommandRun.Of("stability", folder.Write("c5.clq", Inputs.C5), "--level", "1").IsRefused("--level 1", "available: 0");
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
