namespace Copositive.Cli.Tests;

public sealed class CommandLineTests
{
    [Test]
    public void WithoutArgumentsTheCommandsAreNamed() => CommandRun.Of().IsRefused("network", "solve", "stability");

    [TestCase("frobnicate")]
        [TestCase("--frobnicate")]
    [TestCase("[debug]")]
    [TestCase("@file")]
    public void AnUnknownCommandIsRefused(string word) => CommandRun.Of(word).IsRefused(word, "export, network, solve, stability");

    [TestCase("solve", "x.dat-s", "--frobnicate")]
    [TestCase("stability", "x.clq", "--frobnicate")]
    [TestCase("network", "--demo", "spiral", "--beta", "1", "--frobnicate")]
    [TestCase("solve", "x.dat-s", "y.dat-s")]
    public void AnUnknownOptionIsRefused(params string[] args) => CommandRun.Of(args).IsRefused(args[0], args[^1]);

    [TestCase("solve")]
    [TestCase("stability")]
    public void AFileIsRequired(string command) => CommandRun.Of(command).IsRefused(command);

    [TestCase("solve", "--tolerance", "NaN")]
    [TestCase("solve", "--tolerance", "0")]
    [TestCase("solve", "--tolerance", "1")]
    [TestCase("solve", "--tolerance", "abc")]
    [TestCase("solve", "--time-limit", "-1")]
    [TestCase("solve", "--time-limit", "Infinity")]
    [TestCase("solve", "--threads", "0")]
    [TestCase("solve", "--threads", "1.5")]
    [TestCase("solve", "--threads", "99999999999999999999")]
    [TestCase("solve", "--assume", "trace")]
    [TestCase("solve", "--assume", "trace:X=NaN")]
    [TestCase("solve", "--assume", "trace:X=-1")]
    [TestCase("solve", "--assume", "box:x=1")]
    [TestCase("solve", "--solver", "mosek")]
    [TestCase("solve", "--solver", "")]
    [TestCase("stability", "--level", "-1")]
    [TestCase("stability", "--hierarchy", "moment")]
    [TestCase("stability", "--gap", "1")]
    public void AnOptionOutOfRangeIsRefused(string command, string option, string value) =>
        CommandRun.Of(command, "input", option, value).IsRefused(option);

    [TestCase("--beta", "0")]
    [TestCase("--beta", "-1")]
    [TestCase("--beta", "NaN")]
    [TestCase("--gap", "0")]
    [TestCase("--gap", "1e-13")]
    [TestCase("--seed", "-1")]
    [TestCase("--architecture", "cnn-gap")]
    [TestCase("--method", "sgd")]
    [TestCase("--labels", "two-hot")]
    [TestCase("--filter", "3")]
    public void ANetworkOptionOutOfRangeIsRefused(string option, string value) =>
        CommandRun.Of("network", "--demo", "spiral", "--beta", "1", option, value).IsRefused(option);

    [Test]
    public void TheRefusalOfAWordSaysWhichThereAre() =>
        CommandRun.Of("solve", "x.dat-s", "--solver", "scs").IsRefused("--solver scs", "auto, admm, ipm, lowrank, glop");

    [Test]
    public void ANetworkNeedsDataAndBeta()
    {
        CommandRun.Of("network", "--beta", "1").IsRefused("--demo spiral");
        CommandRun.Of("network", "data.csv", "--demo", "spiral", "--beta", "1").IsRefused("not both");
        CommandRun.Of("network", "--demo", "spiral").IsRefused("--beta");
        CommandRun.Of("network", "--demo", "moons", "--beta", "1").IsRefused("spiral");
    }

    [TestCase("--help")]
    [TestCase("network", "--help")]
    [TestCase("solve", "-h")]
    [TestCase("stability", "-?")]
    public void HelpIsGiven(params string[] args)
    {
        CommandRun run = CommandRun.Of(args);
        Assert.That((run.Status, run.Error), Is.EqualTo((ExitStatus.Decided, "")));
        Assert.That(run.Output, Does.Contain("Usage:"));
    }

    [TestCase("solve", "nothing.dat-s")]
    [TestCase("stability", "nothing.clq")]
    [TestCase("network", "nothing.csv", "--beta", "1")]
    public void AMissingFileIsNamed(params string[] args) => CommandRun.Of(args).IsRefused(args[1], "no such file");

    [TestCase("solve")]
    [TestCase("stability")]
    public void AFolderIsNoFile(string command)
    {
        using var folder = new TemporaryFolder();
        CommandRun.Of(command, Path.GetDirectoryName(folder.PathOf("x"))!).IsRefused("directory");
    }

    [Test]
    public void CancellingEndsInOneLine()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        using var output = new StringWriter();
        using var error = new StringWriter();
        int status = Program.RunAsync(["network", "--demo", "spiral", "--beta", "0.1"], output, error, cancellationToken: source.Token).GetAwaiter().GetResult();
        Assert.That((status, output.ToString(), error.ToString().Trim()), Is.EqualTo((ExitStatus.Undecided, "", "copositive: cancelled")));
    }
}
