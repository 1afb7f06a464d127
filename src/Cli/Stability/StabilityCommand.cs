using System.CommandLine;
using Copositive.Cli.CommandLine;

namespace Copositive.Cli.Stability;

/// <summary><c>copositive stability GRAPH</c>: certified bounds of a graph's stability or clique number.</summary>
internal static class StabilityCommand
{
    /// <summary>The command, its options and its action.</summary>
    public static Command Create(IServiceProvider services, CommandOutput output)
    {
        Argument<string> graph = InputPath.Argument("GRAPH", "A graph: .clq or .col (DIMACS), or .mtx (Matrix Market)");
        var clique = new Option<bool>("--clique") { Description = "Bound the clique number: the stability number of the complement" };
        Option<string> hierarchy = ChoiceOption.Create(
            "--hierarchy", "What stands for the completely positive cone", StabilityRun.Hierarchies);
        Option<int?> level = NumericOption.Integer("--level", "The level of the hierarchy; without it level 0, or with --gap as many levels as needed", 0);
        Option<double?> gap = NumericOption.Real(
            "--gap", "The gap (upper − lower)/max(1, upper) to reach for exit status 0", value => value is >= 0 and < 1, "a number from 0 to 1");
        Option<double?> timeLimit = TimeLimitOption.Create();
        Option<bool> json = InputPath.Json();
        var command = new Command("stability", "Bound the stability number of a graph, with certified bounds and a witness")
        {
            graph, clique, hierarchy, level, gap, timeLimit, json,
        };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                var request = new StabilityRequest(
                    parsed.GetRequiredValue(graph),
                    parsed.GetValue(clique),
                    parsed.GetValue(hierarchy)!,
                    parsed.GetValue(level),
                    parsed.GetValue(gap),
                    TimeLimitOption.ToTimeSpan(parsed.GetValue(timeLimit)));
                bool asJson = parsed.GetValue(json);
                StabilityAnswer answer = output.WithProgress(
                    $"reading {request.File}", quiet: asJson, say => StabilityRun.Run(services.Solver("auto"), request, say, cancellationToken));
                if (asJson) StabilityReport.WriteJson(answer, output.Standard);
                else StabilityReport.WriteTable(request, answer, output.Console);
                return StabilityReport.Status(answer);
            },
            CancellationToken.None));
        return command;
    }
}
