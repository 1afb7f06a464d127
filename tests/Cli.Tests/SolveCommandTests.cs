using System.Text.Json;
using Copositive.Tests;

namespace Copositive.Cli.Tests;

public sealed class SolveCommandTests
{
    private static readonly string[] Fields =
    [
        "status", "solver", "primalObjective", "dualObjective", "certifiedLower", "certifiedUpper", "assumptions", "dimacsErrors",
        "iterations", "seconds", "x", "y",
    ];

    [Test]
    public void ALinearProgramGoesToGlopAndIsCertified()
    {
        using var folder = new TemporaryFolder();
        CommandRun run = CommandRun.Of("solve", folder.Write("vertex.json", Inputs.Lp), "--json");
        JsonElement json = run.Json();
        Assert.Multiple(() =>
        {
            Assert.That(run.Status, Is.EqualTo(ExitStatus.Decided));
            Assert.That(json.EnumerateObject().Select(member => member.Name), Is.EqualTo(Fields));
            Assert.That(json.GetProperty("status").GetString(), Is.EqualTo("optimal"));
            Assert.That(json.GetProperty("solver").GetString(), Is.EqualTo("glop"));
            Assert.That(json.GetProperty("primalObjective").GetDouble(), Is.EqualTo(-7).Within(1e-9));
            Assert.That(json.GetProperty("certifiedLower").GetDouble(), Is.EqualTo(-7).Within(1e-6).And.LessThanOrEqualTo(-7));
            Assert.That(json.GetProperty("certifiedUpper").GetDouble(), Is.EqualTo(-7).Within(1e-6).And.GreaterThanOrEqualTo(-7));
            Assert.That(json.GetProperty("dimacsErrors").GetArrayLength(), Is.EqualTo(6));
            Assert.That(json.GetProperty("x").EnumerateArray().Select(value => value.GetDouble()), Is.EqualTo(new[] { 1.0, 3.0 }).Within(1e-9));
            Assert.That(json.GetProperty("y").GetArrayLength(), Is.EqualTo(5));
        });
    }

    [Test]
    public void ASemidefiniteProgramGoesToAdmm()
    {
        using var folder = new TemporaryFolder();
        JsonElement json = CommandRun.Of("solve", folder.Write("two.dat-s", Inputs.Sdpa), "--json").Json();
        Assert.Multiple(() =>
        {
            Assert.That(json.GetProperty("solver").GetString(), Is.EqualTo("admm"));
            Assert.That(json.GetProperty("primalObjective").GetDouble(), Is.EqualTo(2).Within(1e-5));
            Assert.That(json.GetProperty("certifiedUpper").GetDouble(), Is.EqualTo(2).Within(1e-4).And.GreaterThanOrEqualTo(2));
        });
    }

    [Test]
    public void PeopleGetATable()
    {
        using var folder = new TemporaryFolder();
        CommandRun run = CommandRun.Of("solve", folder.Write("vertex.json", Inputs.Lp));
        Assert.That(run.Status, Is.EqualTo(ExitStatus.Decided));
        Assert.That(run.Output, Does.Contain("optimal").And.Contain("glop (chosen").And.Contain("certified lower").And.Not.Contain("\u001b"));
    }

    // x ≥ 1 and x ≤ 0.
    [Test]
    public void AnInfeasibleProgramIsADecidedAnswer()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("conflict.json", """
            {"name": "conflict", "sense": "min", "n": 1, "m": 2, "c": [1], "c0": 0, "A": [[0, 0, -1], [1, 0, 1]], "b": [-1, 0],
             "cones": [{"type": "Nonneg", "rows": 1, "name": "at least one"}, {"type": "Nonneg", "rows": 1, "name": "at most zero"}]}
            """);
        CommandRun run = CommandRun.Of("solve", file, "--json");
        Assert.That(run.Status, Is.EqualTo(ExitStatus.Decided));
        JsonElement json = run.Json();
        Assert.That(json.GetProperty("status").GetString(), Is.EqualTo("infeasible"));
        Assert.That(json.GetProperty("primalObjective").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(CommandRun.Of("solve", file).Output, Does.Contain("at least one").And.Contain("at most zero"));
    }

    [Test]
    public void OneOfSeveralProblemsIsChosenByName()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("two.json", $$"""{"problems": [{{Inputs.Lp}}, {{Inputs.Lp.Replace("vertex", "again")}}]}""");
        Assert.That(CommandRun.Of("solve", file, "--problem", "again", "--json").Json().GetProperty("status").GetString(), Is.EqualTo("optimal"));
        CommandRun.Of("solve", file).IsRefused(file);
        CommandRun.Of("solve", file, "--problem", "third").IsRefused(file, "third");
    }

    [Test]
    public void ABackendThatCannotTakeAConeIsNamed()
    {
        using var folder = new TemporaryFolder();
        CommandRun.Of("solve", folder.Write("two.dat-s", Inputs.Sdpa), "--solver", "glop").IsRefused("glop", "block 1");
    }

    [Test]
    public void AnAssumptionMustNameSomethingThatExists()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("two.dat-s", Inputs.Sdpa);
        CommandRun.Of("solve", file, "--assume", "trace:X=1").IsRefused("trace:X", "block 1");
        CommandRun.Of("solve", file, "--assume", "abs:z=1").IsRefused("abs:z", "x0 to x1");
        Assert.That(CommandRun.Of("solve", file, "--assume", "abs:x=10", "--assume", "trace:block 1=20", "--json").Status, Is.EqualTo(ExitStatus.Decided));
    }

    // Without the assumption nothing bounds x, so the dual's rounding could not be paid for; with it the bound lists what it rests on.
    [Test]
    public void AnAssumptionThatIsUsedIsListed()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("two.dat-s", Inputs.Sdpa);
        JsonElement json = CommandRun.Of("solve", file, "--assume", "abs:x=10", "--json").Json();
        Assert.That(json.GetProperty("certifiedLower").GetDouble(), Is.EqualTo(2).Within(1e-4).And.LessThanOrEqualTo(2));
    }

    [Test]
    public void ATimeLimitReturnsTheBestSoFar()
    {
        CommandRun run = CommandRun.Of("solve", SharedData.Path("sdplib/theta4.dat-s"), "--time-limit", "0.001", "--tolerance", "1e-9", "--json");
        Assert.That(run.Status, Is.EqualTo(ExitStatus.Undecided));
        Assert.That(run.Json().GetProperty("status").GetString(), Is.EqualTo("limit").Or.EqualTo("inaccurate"));
    }

    // SDPLIB's published optimal values.
    [TestCase("theta1", 23.0)]
    [TestCase("mcp100", 226.1573)]
    public void SdplibValuesAreCertified(string name, double value)
    {
        JsonElement json = CommandRun.Of("solve", SharedData.Path($"sdplib/{name}.dat-s"), "--json").Json();
        double slack = 1e-5 * value;
        Assert.Multiple(() =>
        {
            Assert.That(json.GetProperty("certifiedLower").GetDouble(), Is.EqualTo(value).Within(2 * slack));
            Assert.That(json.GetProperty("certifiedUpper").GetDouble(), Is.EqualTo(value).Within(2 * slack));
        });
    }

    [TestCase("infp1", "infeasible")]
    [TestCase("infd1", "unbounded")]
    public void SdplibStatusesAreTold(string name, string status) =>
        Assert.That(CommandRun.Of("solve", SharedData.Path($"sdplib/{name}.dat-s"), "--json").Json().GetProperty("status").GetString(), Is.EqualTo(status));
}
