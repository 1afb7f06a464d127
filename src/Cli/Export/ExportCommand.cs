using System.CommandLine;
using Copositive.Cli.CommandLine;
using Copositive.Modeling;
using Spectre.Console;

namespace Copositive.Cli.Export;

/// <summary><c>copositive export PROBLEM INPUT -o FILE</c>: a classical problem as a file for any solver.</summary>
internal static class ExportCommand
{
    /// <summary>The command, its options and its action.</summary>
    public static Command Create(CommandOutput output)
    {
        var problem = new Argument<string>("PROBLEM")
        {
            Description = $"The problem: {string.Join(", ", ExportRun.Problems)} (Lovász's bound of the stability number)",
            CustomParser = result =>
            {
                string word = result.Tokens[^1].Value;
                if (!ExportRun.Problems.Contains(word))
                    result.AddError($"the problem {word} is not in this version; available: {string.Join(", ", ExportRun.Problems)}");
                return word;
            },
        };
        Argument<string> input = InputPath.Argument("INPUT", "A graph: .clq or .col (DIMACS), or .mtx (Matrix Market)");
        var clique = new Option<bool>("--clique") { Description = "Bound the clique number: theta of the complement" };
        var nonnegative = new Option<bool>("--nonnegative") { Description = "Ask for X ≥ 0 too: Schrijver's bound, the sharper one" };
        var file = new Option<string>("--output", "-o") { Description = "The file to write: .dat-s (SDPA sparse) or .json",
            HelpName = "FILE", Required = true };
        Option<bool> json = InputPath.Json();
        var command = new Command("export", "Write a classical problem as a conic program, for this or another solver")
        {
            problem, input, clique, nonnegative, file, json,
        };
        command.SetAction((parsed, _) => Task.Run(
            () =>
            {
                var request = new ExportRequest(
                    parsed.GetRequiredValue(problem),
                    parsed.GetRequiredValue(input),
                    parsed.GetValue(clique),
                    parsed.GetValue(nonnegative),
                    parsed.GetRequiredValue(file));
                bool asJson = parsed.GetValue(json);
                ConicProgram program = output.WithProgress($"reading {request.Input}", quiet: asJson, say => ExportRun.Run(request, say));
                if (asJson) WriteJson(request, program, output.Standard);
                else WriteTable(request, program, output.Console);
                return ExitStatus.Decided;
            },
            CancellationToken.None));
        return command;
    }

    private static void WriteJson(ExportRequest request, ConicProgram program, TextWriter output)
    {
        using var json = new JsonReport();
        json.Add("name", program.Name)
            .Add("variables", (long?)program.Columns)
            .Add("rows", (long?)program.Rows)
            .Add("nonzeros", (long?)program.A.NonzeroCount)
            .Add("file", request.File)
            .WriteTo(output);
    }

    private static void WriteTable(ExportRequest request, ConicProgram program, IAnsiConsole console)
    {
        Table table = Text.Pairs();
        table.Row("variables", $"{program.Columns}");
        foreach (ConeBlock block in program.Blocks) table.Row("block", block.ToString());
        table.Row("nonzeros", $"{program.A.NonzeroCount}");
        table.Row("file", request.File);
        console.WriteTable(program.Name, table);
    }
}
