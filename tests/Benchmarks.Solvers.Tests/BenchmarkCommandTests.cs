using System.Text.Json;
using Copositive.Cli;

namespace Copositive.Benchmarks.Solvers.Tests;

public sealed class BenchmarkCommandTests
{
    private DirectoryInfo _folder = null!;

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("copositive-");

    [TearDown]
    public void TearDown() => _folder.Delete(recursive: true);

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static (int Status, string Output, string Error) Run(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int status = BenchmarkCommand.Run(arguments, new CommandOutput(output, error, isTerminal: false));
        return (status, output.ToString(), error.ToString());
    }

    // ϑ(C5) = ϑ′(C5) = √5; the solvers that are not there are listed with their reasons on standard error.
    [Test]
    public void OursIsMeasuredAndAbsentPeersAreListed()
    {
        string graph = Write("c5.clq", "1 2\n2 3\n3 4\n4 5\n5 1\n"), none = Path.Combine(_folder.FullName, "none"),
            csv = Path.Combine(_folder.FullName, "a.csv");
        (int status, string output, string error) = Run(
            graph, "--solvers", "admm,glop,csdp,scs", "--csdp", none, "--scs-library", none, "--time-limit", "20", "--json", "--csv", csv);
        Assert.That(status, Is.Zero, error);
        using JsonDocument json = JsonDocument.Parse(output);
        JsonElement[] list = [.. json.RootElement.EnumerateArray()];
        string[] statuses = [.. list.Select(element => element.GetProperty("status").GetString()!)];
        Assert.Multiple(() =>
        {
            Assert.That(statuses, Is.EqualTo(new[] { "optimal", "unsupported", "unavailable", "unavailable", "optimal", "unsupported",
                "unavailable", "unavailable" }), error);
            Assert.That(list[0].GetProperty("instance").GetString(), Is.EqualTo("c5 θ"));
            Assert.That(list[4].GetProperty("instance").GetString(), Is.EqualTo("c5 θ'"));
            Assert.That(list[0].GetProperty("objective").GetDouble(), Is.EqualTo(Math.Sqrt(5)).Within(1e-5));
            Assert.That(list[0].GetProperty("error").GetDouble(), Is.LessThanOrEqualTo(1e-6));
            Assert.That(list[0].GetProperty("seconds").GetDouble(), Is.Positive);
            Assert.That(list[2].GetProperty("seconds").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(error, Does.Contain("csdp is unavailable").And.Contain("scs is unavailable"));
            Assert.That(File.ReadAllLines(csv), Has.Length.EqualTo(9));
        });
    }

    [Test]
    public void SettingsAndScalingAreTables()
    {
        string program = Write("mixed.dat-s", MixedProgram.Sdpa);
        (int status, string output, string error) = Run(program, "--settings", "--time-limit", "20");
        Assert.That(status, Is.Zero, error);
        Assert.That(output, Does.Contain("worst").And.Contain("penalty 3").And.Contain("memory 30"));
        (status, output, error) = Run("--scaling", "5,8", "--time-limit", "20");
        Assert.That(status, Is.Zero, error);
        Assert.That(output, Does.Contain("entries of X").And.Contain("36"), "8·9/2 entries");
    }

    [Test]
    public void BadInputIsRefused()
    {
        string text = Write("a.txt", ""), bad = Write("bad.dat-s", "two\n"), good = Write("mixed.dat-s", MixedProgram.Sdpa);
        Refuses("no such file", Path.Combine(_folder.FullName, "none.dat-s"));
        Refuses(".dat-s", text);
        Refuses("bad.dat-s:1", bad, "--solvers", "admm");
        Refuses("available: auto, admm", good, "--solvers", "mosek");
        Refuses("--error", good, "--error", "0");
        Refuses("--threads", good, "--threads", "0");
        Refuses("expected files");
        Refuses("expected files", good, "--scaling", "10");
        Refuses("no folder", good, "--csv", Path.Combine(_folder.FullName, "none", "a.csv"));
        Refuses("--frobnicate", good, "--frobnicate");
    }

    private static void Refuses(string part, params string[] arguments)
    {
        (int status, string output, string error) = Run(arguments);
        Assert.That((status, output), Is.EqualTo((2, "")));
        Assert.That(error, Does.Contain(part));
    }
}
