using System.CommandLine;
using Copositive.Cli.CommandLine;
using Copositive.Modeling;

namespace Copositive.Cli.Solving;

/// <summary><c>copositive solve FILE</c>: a conic program from a file.</summary>
internal static class SolveCommand
{
    /// <summary>The command, its options and its action.</summary>
    public static Command Create(IServiceProvider services, CommandOutput output)
    {
        Argument<string> file = InputPath.Argument("FILE", "A conic program: .dat-s (SDPA sparse) or the project's .json");
        var problem = new Option<string?>("--problem") { Description = "Which problem of a .json file with several", HelpName = "NAME" };
        Option<string> solver = ChoiceOption.Create(
            "--solver", "The backend (auto: by the structure and size of the program)", CommandServices.SolverKeys);
        Option<double?> tolerance = NumericOption.Real(
            "--tolerance", "The largest of the six relative errors allowed at optimality",
            value => value is > 0 and < 1, "a number above 0 and below 1");
        Option<double?> timeLimit = TimeLimitOption.Create();
        Option<int?> threads = NumericOption.Integer("--threads", "The number of threads", 1);
        var assume = new Option<AssumptionArgument[]>("--assume")
        {
            Description = $"A bound you vouch for, for the certified bounds to use: {AssumptionArgument.Form}. May be repeated",
            HelpName = "KIND:NAME=VALUE",
            Arity = ArgumentArity.OneOrMore,
            DefaultValueFactory = _ => [],
            CustomParser = result =>
            {
                var parsed = new List<AssumptionArgument>();
                foreach (var token in result.Tokens)
                {
                    if (AssumptionArgument.TryParse(token.Value) is { } assumption) parsed.Add(assumption);
                    else result.AddError($"--assume is '{token.Value}'; expected {AssumptionArgument.Form}");
                }
                return [.. parsed];
            },
        };
        Option<bool> json = InputPath.Json();
        var command = new Command("solve", "Solve a conic program and certify bounds of its optimal value")
        {
            file, problem, solver, tolerance, timeLimit, threads, assume, json,
        };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                var request = new SolveRequest(
                    InputPath.RequireFile(parsed.GetRequiredValue(file)),
                    parsed.GetValue(problem),
                    parsed.GetRequiredValue(solver),
                    new SolveOptions
                    {
                        Tolerance = parsed.GetValue(tolerance),
                        TimeLimit = TimeLimitOption.ToTimeSpan(parsed.GetValue(timeLimit)),
                        Threads = parsed.GetValue(threads),
                    },
                    parsed.GetValue(assume) ?? []);
                bool asJson = parsed.GetValue(json);
                SolveAnswer answer = output.WithProgress(
                    $"reading {request.File}", quiet: asJson, say => SolveRun.Run(services, request, say, cancellationToken));
                if (asJson) SolveReport.WriteJson(answer, output.Standard);
                else SolveReport.WriteTable(answer, output.Console);
                return SolveReport.Status(answer);
            },
            CancellationToken.None));
        return command;
    }
}
