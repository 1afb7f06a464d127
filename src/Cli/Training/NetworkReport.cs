using System.Globalization;
using Spectre.Console;

namespace Copositive.Cli.Training;

/// <summary>Prints what <c>copositive network</c> found.</summary>
internal static class NetworkReport
{
    /// <summary>The exit status: decided or not.</summary>
    public static int Status(NetworkAnswer answer) => answer.IsDecided ? ExitStatus.Decided : ExitStatus.Undecided;

    /// <summary>Prints one JSON object.</summary>
    public static void WriteJson(NetworkAnswer answer, TextWriter output)
    {
        using var json = new JsonReport();
        json.Add("lower", answer.Lower)
            .Add("upper", answer.Upper)
            .Add("neurons", (long?)answer.Network?.Neurons)
            .Add("arrangements", answer.Arrangements)
            .Add("seconds", answer.Seconds)
            .WriteTo(output);
    }

    /// <summary>Prints a table.</summary>
    public static void WriteTable(NetworkRequest request, NetworkAnswer answer, IAnsiConsole console)
    {
        Table table = Text.Pairs();
        if (request.Relax) table.Row($"level-0 relaxation (estimate, {answer.Status})", Text.Value(answer.Estimate));
        table.Row("lower bound (certified)", Text.Bound(answer.Lower), Color.Aqua);
        if (!request.Relax)
        {
            string upper = request.Certify is null ? "upper bound (certified)" : $"objective of {request.Certify} (certified)";
            table.Row(upper, Text.Bound(answer.Upper), Color.Aqua);
            table.Row("gap, relative", Text.AtMost(answer.Gap), answer.IsDecided ? Color.Green : Color.Yellow);
            table.Row("neurons", $"{answer.Network?.Neurons}");
        }
        if (answer.Arrangements is { } cells) table.Row("arrangements", cells.ToString(CultureInfo.InvariantCulture));
        table.Row("iterations", answer.Iterations.ToString(CultureInfo.InvariantCulture));
        table.Row("time", Text.Seconds(answer.Seconds));
        if (request.Plot is not null) table.Row("picture", request.Plot);
        if (request.Save is not null) table.Row("weights", request.Save);
        console.WriteTable(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{request.Name}: {answer.Data.Samples} samples, {answer.Data.Features} inputs, {answer.Data.Outputs} outputs, β = {request.Beta}"),
            table);
        if (answer.Message is not null) console.WriteLine(answer.Message);
        console.WriteLine(Verdict(request, answer));
    }

    private static string Verdict(NetworkRequest request, NetworkAnswer answer)
    {
        if (request.Relax) return "The lower bound holds for networks of every width. Relaxing finds no network; --method exact trains one.";
        string gap = Text.AtMost(answer.Gap);
        if (request.Certify is not null)
            return $"No network of any width has an objective below the lower bound: this one is within {gap} of the best possible.";
        return answer.IsDecided
            ? $"Globally optimal to {gap}: no network of any width has an objective below the lower bound."
            : $"The gap asked for, {Text.Small(request.Gap)}, was not reached; both bounds hold all the same.";
    }
}
