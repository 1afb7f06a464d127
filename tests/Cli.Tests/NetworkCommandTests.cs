using System.Text.Json;
using Copositive.Tests;

namespace Copositive.Cli.Tests;

public sealed class NetworkCommandTests
{
    private static readonly string[] Fields = ["lower", "upper", "neurons", "arrangements", "seconds"];

    // Optimal values that two independent programs agreed on to 1e-9.
    [TestCase("spiral", "0.1", 16.592977235247, 114)]
    [TestCase("spiral", "0.01", 15.155098179, 114)]
    [TestCase("random-00", "0.1", 8.902057867, 50)]
    [TestCase("random-01", "0.1", 7.677998154, 50)]
    public void KnownOptimaLieBetweenTheBounds(string name, string beta, double optimum, int cells)
    {
        CommandRun run = CommandRun.Of("network", SharedData.Path($"networks/{name}.csv"), "--beta", beta, "--json");
        JsonElement json = run.Json();
        double lower = json.GetProperty("lower").GetDouble(), upper = json.GetProperty("upper").GetDouble();
        const double published = 1e-9;
        Assert.Multiple(() =>
        {
            Assert.That(run.Status, Is.EqualTo(ExitStatus.Decided));
            Assert.That(json.EnumerateObject().Select(member => member.Name), Is.EqualTo(Fields));
            Assert.That(lower, Is.LessThanOrEqualTo(optimum + published));
            Assert.That(upper, Is.GreaterThanOrEqualTo(optimum - published));
            Assert.That(upper - lower, Is.LessThanOrEqualTo(1e-7));
            Assert.That(json.GetProperty("arrangements").GetInt32(), Is.EqualTo(cells));
            Assert.That(json.GetProperty("neurons").GetInt32(), Is.InRange(1, 60 * 5));
        });
    }

    [Test]
    public void TheDemoIsDeterministicForASeed()
    {
        (double, double) first = Bounds("--seed", "3"), again = Bounds("--seed", "3"), other = Bounds("--seed", "4");
        Assert.That(again, Is.EqualTo(first));
        Assert.That(other, Is.Not.EqualTo(first));

        static (double, double) Bounds(params string[] options)
        {
            JsonElement json = CommandRun.Of(["network", "--demo", "spiral", "--beta", "0.1", "--json", .. options]).Json();
            return (json.GetProperty("lower").GetDouble(), json.GetProperty("upper").GetDouble());
        }
    }

    [Test]
    public void PictureAndWeightsAreWritten()
    {
        using var folder = new TemporaryFolder();
        string plot = folder.PathOf("spiral.png"), weights = folder.PathOf("weights.json");
        CommandRun run = CommandRun.Of("network", "--demo", "spiral", "--beta", "0.1", "--plot", plot, "--save", weights);
        Assert.Multiple(() =>
        {
            Assert.That((run.Status, run.Error), Is.EqualTo((ExitStatus.Decided, "")));
            Assert.That(run.Output, Does.Contain("lower bound").And.Contain("upper bound").And.Contain("gap").And.Contain("neurons").And.Contain("time"));
            Assert.That(File.ReadAllBytes(plot).Take(8), Is.EqualTo(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }));
        });
        JsonElement saved = JsonDocument.Parse(File.ReadAllText(weights)).RootElement;
        JsonElement json = CommandRun.Of("network", "--demo", "spiral", "--beta", "0.1", "--certify", weights, "--json").Json();
        Assert.Multiple(() =>
        {
            Assert.That(json.GetProperty("neurons").GetInt32(), Is.EqualTo(saved.GetProperty("u").GetArrayLength()));
            Assert.That(saved.GetProperty("u")[0].GetArrayLength(), Is.EqualTo(2));
            Assert.That(saved.GetProperty("v")[0].GetArrayLength(), Is.EqualTo(3));
            Assert.That(json.GetProperty("upper").GetDouble() - json.GetProperty("lower").GetDouble(), Is.InRange(0, 1e-6));
        });
    }

    // One sample x = 1 with target 1: the network (x)₊ has the objective ½·0 + ½β(1 + 1) = 0.3, and the optimum of ½(t − 1)² + βt is 0.255 at t = 0.7.
    [Test]
    public void AnyNetworkCanBeMeasuredAgainstTheOptimum()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("one.csv", "x1,y1\n1,1\n"), weights = folder.Write("w.json", """{"u": [[1]], "v": [[1]]}""");
        CommandRun run = CommandRun.Of("network", data, "--beta", "0.3", "--certify", weights, "--json");
        JsonElement json = run.Json();
        Assert.Multiple(() =>
        {
            Assert.That(json.GetProperty("upper").GetDouble(), Is.EqualTo(0.3).Within(1e-12));
            Assert.That(json.GetProperty("lower").GetDouble(), Is.EqualTo(0.255).Within(1e-8));
            Assert.That(run.Status, Is.EqualTo(ExitStatus.Decided), "how far the network is from the optimum is decided");
        });
    }

    [Test]
    public void AWrongWeightsFileIsRefused()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("data.csv", Inputs.Csv);
        foreach (string content in new[] { "", "{", "[]", """{"u": [[1]]}""", """{"u": [[1, 2]], "v": [["a"]]}""", """{"u": [[1, 2], [3]], "v": [[1], [1]]}""" })
            CommandRun.Of("network", data, "--beta", "1", "--certify", folder.Write("w.json", content)).IsRefused("w.json");
        CommandRun.Of("network", data, "--beta", "1", "--certify", folder.Write("w.json", """{"u": [[1, 2, 3]], "v": [[1]]}""")).IsRefused("inputs");
    }

    [Test]
    public void ARelaxationOfTooManyCellsIsRefusedWithTheWayOut()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(3);
        // 60 rows in general position in R⁴ have 2·(1 + 59 + C(59,2) + C(59,3)) = 68 560 cells.
        IEnumerable<string> rows = Enumerable.Range(0, 60).Select(_ => string.Join(',', Enumerable.Range(0, 5).Select(_ => random.Next(-1000, 1000))));
        string data = folder.Write("data.csv", "x1,x2,x3,x4,y1\n" + string.Join('\n', rows) + "\n");
        CommandRun run = CommandRun.Of("network", data, "--beta", "0.1", "--method", "relax");
        Assert.Multiple(() =>
        {
            Assert.That(run.Status, Is.EqualTo(ExitStatus.BadInput));
            Assert.That(run.Error, Does.Contain("68560").And.Contain("--method exact"));
        });
    }

    [Test]
    public void ATimeLimitReturnsTheBestSoFar()
    {
        CommandRun run = CommandRun.Of("network", SharedData.Path("networks/iris.csv"), "--beta", "0.1", "--standardize", "--time-limit", "0.1", "--json");
        JsonElement json = run.Json();
        Assert.Multiple(() =>
        {
            Assert.That(run.Status, Is.EqualTo(ExitStatus.Undecided));
            Assert.That(json.GetProperty("lower").GetDouble(), Is.LessThanOrEqualTo(9.23774098));
            Assert.That(json.GetProperty("upper").GetDouble(), Is.GreaterThanOrEqualTo(9.23773898));
            Assert.That(json.GetProperty("arrangements").ValueKind, Is.EqualTo(JsonValueKind.Null));
        });
    }

    [Test]
    public void BiasAndStandardizationChangeTheData()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("data.csv", Inputs.Csv), weights = folder.PathOf("w.json");
        Assert.That(CommandRun.Of("network", data, "--beta", "0.1", "--bias", "--standardize", "--save", weights, "--json").Status, Is.EqualTo(ExitStatus.Decided));
        Assert.That(JsonDocument.Parse(File.ReadAllText(weights)).RootElement.GetProperty("u")[0].GetArrayLength(), Is.EqualTo(3));
    }

    [Test]
    public void RawLabelsAreOneTarget()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("data.csv", "x1,label\n1,0.5\n-2,1.25\n"), weights = folder.PathOf("w.json");
        CommandRun.Of("network", data, "--beta", "0.1").IsRefused("data.csv:2", "label");
        Assert.That(CommandRun.Of("network", data, "--beta", "0.1", "--labels", "raw", "--save", weights).Status, Is.EqualTo(ExitStatus.Decided));
        Assert.That(JsonDocument.Parse(File.ReadAllText(weights)).RootElement.GetProperty("v")[0].GetArrayLength(), Is.EqualTo(1));
    }

    // With two facets a cell level 0 is exact, so its dual proves a bound near the optimum; the relaxation gives no network.
    [Test]
    public void TheRelaxationProvesALowerBound()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Write("data.csv", Inputs.Csv);
        JsonElement exact = CommandRun.Of("network", data, "--beta", "0.1", "--json").Json();
        JsonElement relaxed = CommandRun.Of("network", data, "--beta", "0.1", "--method", "relax", "--json").Json();
        Assert.Multiple(() =>
        {
            Assert.That(relaxed.GetProperty("upper").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(relaxed.GetProperty("neurons").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(relaxed.GetProperty("lower").GetDouble(), Is.LessThanOrEqualTo(exact.GetProperty("upper").GetDouble()));
            Assert.That(relaxed.GetProperty("lower").GetDouble(), Is.EqualTo(exact.GetProperty("upper").GetDouble()).Within(1e-3));
        });
        CommandRun.Of("network", data, "--beta", "0.1", "--method", "relax", "--plot", folder.PathOf("p.png")).IsRefused("--plot", "exact");
        CommandRun.Of("network", data, "--beta", "0.1", "--level", "1").IsRefused("--level 1");
    }

    [Test]
    public void AFileThatCannotBeWrittenIsRefusedBeforeTheWork()
    {
        using var folder = new TemporaryFolder();
        CommandRun.Of("network", "--demo", "spiral", "--beta", "0.1", "--plot", folder.PathOf("no/such/folder/p.png")).IsRefused("no folder");
        CommandRun.Of("network", "--demo", "spiral", "--beta", "0.1", "--save", Path.GetDirectoryName(folder.PathOf("x"))!).IsRefused("directory");
    }
}
