using System.Text.Json;

namespace Copositive.Cli.Tests;

/// <summary>A run of the command in this process.</summary>
internal sealed record CommandRun(int Status, string Output, string Error)
{
    public static CommandRun Of(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int status = Program.RunAsync(args, output, error).GetAwaiter().GetResult();
        return new CommandRun(status, output.ToString(), error.ToString());
    }

    /// <summary>The one JSON object that standard output holds.</summary>
    public JsonElement Json()
    {
        Assert.That(Error, Is.Empty);
        using JsonDocument document = JsonDocument.Parse(Output);
        return document.RootElement.Clone();
    }

    /// <summary>Asserts exit status 2, an empty output and one line of error with all the given parts, and no trace of code.</summary>
    public void IsRefused(params string[] parts)
    {
        Assert.Multiple(() =>
        {
            Assert.That(Status, Is.EqualTo(ExitStatus.BadInput), Output + Error);
            Assert.That(Output, Is.Empty);
            Assert.That(Error, Does.StartWith("copositive: ").And.EndsWith(Environment.NewLine));
            Assert.That(Error.TrimEnd().Split('\n'), Has.Length.EqualTo(1), "one line");
            Assert.That(Error, Does.Not.Contain("   at ").And.Not.Contain("Exception"));
            foreach (string part in parts) Assert.That(Error, Does.Contain(part));
        });
    }
}
