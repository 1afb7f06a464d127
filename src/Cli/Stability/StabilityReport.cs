using System.Globalization;
using Spectre.Console;

namespace Copositive.Cli.Stability;

/// <summary>Prints what <c>copositive stability</c> found.</summary>
internal static class StabilityReport
{
    /// <summary>The exit status: decided or not.</summary>
    public static int Status(StabilityAnswer answer) => answer.IsDecided ? ExitStatus.Decided : ExitStatus.Undecided;

    /// <summary>Prints one JSON object.</summary>
    public static void WriteJson(StabilityAnswer answer, TextWriter output)
    {
        using var json = new JsonReport();
        json.Add("lower", (long?)answer.Lower)
            .Add("upper", (long?)answer.Upper)
            .Add("bound", answer.Bound)
            .Add("witness", answer.Witness)
            .Add("level", (long?)answer.Level)
            .Add("seconds", answer.Seconds)
            .WriteTo(output);
    }

    /// <summary>Prints a table.</summary>
    public static void WriteTable(StabilityRequest request, StabilityAnswer answer, IAnsiConsole console)
    {
        string number = request.Clique ? "clique number ω" : "stability number α";
        Table table = Text.Pairs();
        if (answer.Lower == answer.Upper) table.Row(number, $"{answer.Lower}", Color.Green);
        else table.Row(number, $"{answer.Lower} to {answer.Upper}", Color.Yellow);
        table.Row("upper bound (certified)", Text.Bound(answer.Bound), Color.Aqua);
        table.Row(request.Clique ? "a clique" : "a stable set", string.Join(' ', answer.Witness));
        table.Row("hierarchy", $"{request.Hierarchy}, level {answer.Level}");
        table.Row("time", answer.Seconds.ToString("0.00 's'", CultureInfo.InvariantCulture));
        console.WriteTable(answer.Graph, table);
    }
}
