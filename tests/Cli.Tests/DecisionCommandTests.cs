using System.Text.Json;

namespace Copositive.Cli.Tests;

public sealed class DecisionCommandTests
{
    private const string Horn = "1 -1 1 1 -1\n-1 1 -1 1 1\n1 -1 1 -1 1\n1 1 -1 1 -1\n-1 1 1 -1 1\n";

    // Horn's matrix is copositive with zeros such as (1, 1, 0, 0, 0)/2.
    [Test]
    public void CheckOfHorn()
    {
        using var folder = new TemporaryFolder();
        CommandRun run = CommandRun.Of("check", folder.Write("horn.txt", Horn), "--json");
        JsonElement json = run.Json();
        Assert.That(run.Status, Is.EqualTo(ExitStatus.Decided));
        Assert.That(json.EnumerateObject().Select(member => member.Name), Is.EqualTo(new[] { "status", "witness", "method" }));
        Assert.That(json.GetProperty("status").GetString(), Is.EqualTo("copositive"));
        Assert.That(json.GetProperty("witness").EnumerateArray().Sum(entry => entry.GetDouble()), Is.EqualTo(1).Within(1e-15));
    }

    [TestCase("2 -1\n-1 2\n", "strictlyCopositive", false)]
    [TestCase("1 -2\n-2 1\n", "notCopositive", true)]
    public void CheckOfSmallMatrices(string text, string status, bool hasWitness)
    {
        using var folder = new TemporaryFolder();
        JsonElement json = CommandRun.Of("check", folder.Write("m.txt", text), "--json").Json();
        Assert.That(json.GetProperty("status").GetString(), Is.EqualTo(status));
        Assert.That(json.GetProperty("witness").ValueKind, Is.EqualTo(hasWitness ? JsonValueKind.Array : JsonValueKind.Null));
    }

    // min over the simplex of Horn's form is 0.
    [Test]
    public void StandardQuadraticOfHorn()
    {
        using var folder = new TemporaryFolder();
        CommandRun run = CommandRun.Of("stqp", folder.Write("horn.txt", Horn), "--json", "--gap", "1e-8");
        JsonElement json = run.Json();
        Assert.That(run.Status, Is.EqualTo(ExitStatus.Decided));
        Assert.That(json.EnumerateObject().Select(member => member.Name), Is.EqualTo(new[] { "lower", "upper", "x", "level", "seconds" }));
        Assert.That(json.GetProperty("lower").GetDouble(), Is.InRange(-1e-8, 0));
        Assert.That(json.GetProperty("upper").GetDouble(), Is.InRange(0, 1e-12));
    }

    // Diagonally dominant and nonnegative; a negative entry; order 2 that is not semidefinite.
    [TestCase("2 1\n1 2\n", "completelyPositive", true)]
    [TestCase("2 -1\n-1 2\n", "notCompletelyPositive", false)]
    [TestCase("1 2\n2 1\n", "notCompletelyPositive", false)]
    public void CompletePositivity(string text, string status, bool hasFactor)
    {
        using var folder = new TemporaryFolder();
        CommandRun run = CommandRun.Of("cp", folder.Write("a.txt", text), "--json");
        JsonElement json = run.Json();
        Assert.That(run.Status, Is.EqualTo(ExitStatus.Decided));
        Assert.That(json.EnumerateObject().Select(member => member.Name), Is.EqualTo(new[] { "status", "factor", "separator" }));
        Assert.That(json.GetProperty("status").GetString(), Is.EqualTo(status));
        Assert.That(json.GetProperty("factor").ValueKind, Is.EqualTo(hasFactor ? JsonValueKind.Array : JsonValueKind.Null));
        Assert.That(json.GetProperty("separator").ValueKind, Is.EqualTo(hasFactor ? JsonValueKind.Null : JsonValueKind.Array));
    }

    [TestCase("check")]
    [TestCase("stqp")]
    [TestCase("cp")]
    public void AsymmetricMatricesAndTablesForPeople(string command)
    {
        using var folder = new TemporaryFolder();
        CommandRun.Of(command, folder.Write("m.txt", "1 2\n3 1\n")).IsRefused("m.txt");
        CommandRun run = CommandRun.Of(command, folder.Write("n.txt", "2 1\n1 2\n"));
        Assert.That(run.Status, Is.EqualTo(ExitStatus.Decided), run.Error);
        Assert.That(run.Output, Does.Contain("n.txt"));
    }
}
