using System.CommandLine;
using System.Globalization;
using Copositive.Cli.CommandLine;
using Copositive.Copositivity;
using Copositive.Modeling;
using Spectre.Console;

namespace Copositive.Cli.Decisions;

/// <summary><c>copositive stqp MATRIX</c>: the minimum of xᵀQx over the simplex, with certified bounds.</summary>
internal static class StandardQuadraticCommand
{
    /// <summary>The command, its options and its action.</summary>
    public static Command Create(CommandOutput output)
    {
        Argument<string> matrix = MatrixArgument.Create();
        Option<double?> gap = NumericOption.Real(
            "--gap", "The gap (upper − lower)/max(1, |upper|) to reach; default 1e-9", value => value is > 0 and < 1, "a number between 0 and 1");
        Option<double?> timeLimit = TimeLimitOption.Create();
        Option<int?> seed = NumericOption.Integer("--seed", "The seed of the starts of local searches; default 1", 0);
        Option<bool> json = InputPath.Json();
        var command = new Command("stqp", "Minimise xᵀQx over the standard simplex, globally, with certified bounds") { matrix, gap, timeLimit, seed, json };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                string file = parsed.GetRequiredValue(matrix);
                bool asJson = parsed.GetValue(json);
                var options = new StandardQuadraticOptions { TimeLimit = TimeLimitOption.ToTimeSpan(parsed.GetValue(timeLimit)) };
                if (parsed.GetValue(gap) is { } wanted) options = options with { Gap = wanted };
                if (parsed.GetValue(seed) is { } chosen) options = options with { Seed = chosen };
                StandardQuadraticResult result = output.WithProgress($"minimising {file}", quiet: asJson, say => new StandardQuadraticProblem(
                    MatrixReader.ReadSymmetric(InputPath.RequireFile(file))).Solve(
                        options, new SynchronousProgress<(double Lower, double Upper)>(state => say($"{state.Lower:G6} to {state.Upper:G6}")), cancellationToken));
                if (asJson) WriteJson(result, output.Standard);
                else WriteTable(file, result, output.Console);
                return result.IsClosed ? ExitStatus.Decided : ExitStatus.Undecided;
            },
            CancellationToken.None));
        return command;
    }

    private static void WriteJson(StandardQuadraticResult result, TextWriter output)
    {
        // The exact search climbs no hierarchy.
        using var json = new JsonReport();
        json.Add("lower", result.Lower).Add("upper", result.Upper).Add("x", result.X).Add("level", (long?)null).Add("seconds", result.Seconds).WriteTo(output);
    }

    private static void WriteTable(string file, StandardQuadraticResult result, IAnsiConsole console)
    {
        Table table = Text.Pairs();
        table.Row("minimum, at least (certified)", Text.Bound(result.Lower), Color.Aqua);
        table.Row("minimum, at most (certified)", Text.Bound(result.Upper), result.IsClosed ? Color.Green : Color.Yellow);
        table.Row("support of x", string.Join(' ', Enumerable.Range(0, result.X.Length).Where(i => result.X[i] > 0)));
        table.Row("x there", string.Join(' ', result.X.Where(entry => entry > 0).Select(entry => entry.ToString("G6", CultureInfo.InvariantCulture))));
        table.Row("time", result.Seconds.ToString("0.00 's'", CultureInfo.InvariantCulture));
        console.WriteTable(Path.GetFileName(file), table);
    }
}
