using System.CommandLine;
using Copositive.Cli.CommandLine;
using Copositive.Networks;

namespace Copositive.Cli.Training;

/// <summary><c>copositive network</c>: a two-layer ReLU network trained to certified global optimality.</summary>
internal static class NetworkCommand
{
    /// <summary>The command, its options and its action.</summary>
    public static Command Create(IServiceProvider services, CommandOutput output)
    {
        var options = new NetworkOptions();
        Option<bool> json = InputPath.Json();
        var command = new Command("network", "Train a two-layer ReLU network to certified global optimality");
        options.AddTo(command);
        command.Options.Add(json);
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                NetworkRequest request = options.Read(parsed);
                bool asJson = parsed.GetValue(json);
                NetworkAnswer answer = output.WithProgress(
                    $"reading {request.Name}", quiet: asJson, say => NetworkRun.Run(services, request, say, cancellationToken));
                if (asJson) NetworkReport.WriteJson(answer, output.Standard);
                else NetworkReport.WriteTable(request, answer, output.Console);
                return NetworkReport.Status(answer);
            },
            CancellationToken.None));
        return command;
    }
}
