using System.CommandLine;
using System.Globalization;
using Copositive.Cli.CommandLine;
using Copositive.Copositivity;
using Copositive.Modeling;
using Spectre.Console;

namespace Copositive.Cli.Decisions;

/// <summary><c>copositive check MATRIX</c>: whether a matrix is copositive, decided exactly.</summary>
internal static class CheckCommand
{
    /// <summary>The command, its options and its action.</summary>
    public static Command Create(CommandOutput output)
    {
        Argument<string> matrix = MatrixArgument.Create();
        Option<double?> timeLimit = TimeLimitOption.Create();
        Option<bool> json = InputPath.Json();
        var command = new Command("check", "Decide whether a symmetric matrix is copositive, with an exact witness where it is not") { matrix, timeLimit, json };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                string file = parsed.GetRequiredValue(matrix);
                bool asJson = parsed.GetValue(json);
                CopositivityResult result = output.WithProgress($"deciding {file}", quiet: asJson, _ => CopositivityDecision.Decide(
                    MatrixReader.ReadSymmetric(InputPath.RequireFile(file)),
                    new CopositivityOptions { TimeLimit = TimeLimitOption.ToTimeSpan(parsed.GetValue(timeLimit)) }, cancellationToken));
                if (asJson) WriteJson(result, output.Standard);
                else WriteTable(file, result, output.Console);
                return result.Status == CopositivityStatus.Unknown ? ExitStatus.Undecided : ExitStatus.Decided;
            },
            CancellationToken.None));
        return command;
    }

    private static string Name(CopositivityStatus status) => status switch
    {
        CopositivityStatus.Copositive => "copositive",
        CopositivityStatus.StrictlyCopositive => "strictlyCopositive",
        CopositivityStatus.NotCopositive => "notCopositive",
        _ => "unknown",
    };

    private static void WriteJson(CopositivityResult result, TextWriter output)
    {
        using var json = new JsonReport();
        json.Add("status", Name(result.Status)).Add("witness", result.WitnessAsDoubles()).Add("method", result.Method).WriteTo(output);
    }

    private static void WriteTable(string file, CopositivityResult result, IAnsiConsole console)
    {
        Table table = Text.Pairs();
        table.Row("status", Name(result.Status), result.Status == CopositivityStatus.Unknown ? Color.Yellow : Color.Green);
        if (result.WitnessAsDoubles() is { } witness)
            table.Row(result.IsCopositive ? "a zero" : "a violation", string.Join(' ', witness.Select(entry => entry.ToString("G6", CultureInfo.InvariantCulture))));
        table.Row("decided by", result.Method);
        console.WriteTable(Path.GetFileName(file), table);
    }
}
