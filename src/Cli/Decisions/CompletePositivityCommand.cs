using System.CommandLine;
using Copositive.Cli.CommandLine;
using Copositive.Copositivity;
using Copositive.Modeling;
using Spectre.Console;

namespace Copositive.Cli.Decisions;

/// <summary><c>copositive cp MATRIX</c>: whether a matrix is completely positive, with a factor or a separator.</summary>
internal static class CompletePositivityCommand
{
    /// <summary>The command, its options and its action.</summary>
    public static Command Create(IServiceProvider services, CommandOutput output)
    {
        Argument<string> matrix = MatrixArgument.Create();
        Option<double?> timeLimit = TimeLimitOption.Create();
        Option<int?> seed = NumericOption.Integer("--seed", "The seed of the search for a factor; default 1", 0);
        Option<bool> json = InputPath.Json();
        var command = new Command("cp", "Decide whether a symmetric matrix is completely positive, with a factor or a copositive separator") { matrix, timeLimit, seed, json };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                string file = parsed.GetRequiredValue(matrix);
                bool asJson = parsed.GetValue(json);
                CompletePositivityResult result = output.WithProgress($"deciding {file}", quiet: asJson, _ => new CompletePositivityDecision(services.Solver("auto")).Decide(
                    MatrixReader.ReadSymmetric(InputPath.RequireFile(file)), TimeLimitOption.ToTimeSpan(parsed.GetValue(timeLimit)),
                    parsed.GetValue(seed) ?? 1, cancellationToken));
                if (asJson) WriteJson(result, output.Standard);
                else WriteTable(file, result, output.Console);
                return result.Status == CompletePositivityStatus.Unknown ? ExitStatus.Undecided : ExitStatus.Decided;
            },
            CancellationToken.None));
        return command;
    }

    private static string Name(CompletePositivityStatus status) => status switch
    {
        CompletePositivityStatus.CompletelyPositive => "completelyPositive",
        CompletePositivityStatus.NotCompletelyPositive => "notCompletelyPositive",
        _ => "unknown",
    };

    private static void WriteJson(CompletePositivityResult result, TextWriter output)
    {
        using var json = new JsonReport();
        json.Add("status", Name(result.Status)).Add("factor", result.Factor).Add("separator", result.Separator).WriteTo(output);
    }

    private static void WriteTable(string file, CompletePositivityResult result, IAnsiConsole console)
    {
        Table table = Text.Pairs();
        table.Row("status", Name(result.Status), result.Status == CompletePositivityStatus.Unknown ? Color.Yellow : Color.Green);
        table.Row("because", result.Method);
        if (result.Factor is { } factor) table.Row("columns of the factor", $"{factor.GetLength(1)} (--json prints them)");
        if (result.Separator is not null) table.Row("separator", "--json prints it");
        console.WriteTable(Path.GetFileName(file), table);
    }
}
