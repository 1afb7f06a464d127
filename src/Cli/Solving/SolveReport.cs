using Copositive.Certification;
using Copositive.Modeling;
using Spectre.Console;

namespace Copositive.Cli.Solving;

/// <summary>Prints what <c>copositive solve</c> found.</summary>
internal static class SolveReport
{
    /// <summary>The exit status: decided or not.</summary>
    public static int Status(SolveAnswer answer) => answer.Result.Termination is Termination.Optimal or Termination.Infeasible or Termination.Unbounded
        ? ExitStatus.Decided
        : ExitStatus.Undecided;

    /// <summary>Prints one JSON object.</summary>
    public static void WriteJson(SolveAnswer answer, TextWriter output)
    {
        SolveResult result = answer.Result;
        using var json = new JsonReport();
        json.Add("status", StatusName(result.Termination))
            .Add("solver", result.Backend)
            .Add("primalObjective", result.PrimalObjective)
            .Add("dualObjective", result.DualObjective)
            .Add("certifiedLower", answer.Bounds.Lower)
            .Add("certifiedUpper", answer.Bounds.Upper)
            .Add("assumptions", answer.Bounds.Assumptions.Select(premise => premise.Text))
            .Add("dimacsErrors", result.Errors?.ToArray())
            .Add("iterations", (long?)result.Iterations)
            .Add("seconds", answer.Seconds)
            .Add("x", result.X)
            .Add("y", result.Y)
            .WriteTo(output);
    }

    /// <summary>Prints a table.</summary>
    public static void WriteTable(SolveAnswer answer, IAnsiConsole console)
    {
        SolveResult result = answer.Result;
        ConicProgram program = result.Program;
        CertifiedInterval bounds = answer.Bounds;
        bool isDecided = Status(answer) == ExitStatus.Decided;
        Table table = Text.Pairs();
        table.Row("status", StatusName(result.Termination), isDecided ? Color.Green : Color.Yellow);
        table.Row("solver", result.Choice is null ? result.Backend : $"{result.Backend} (chosen: {result.Choice})");
        table.Row("primal objective", Text.Value(result.PrimalObjective));
        table.Row("dual objective", Text.Value(result.DualObjective));
        if (bounds.IsProvedInfeasible) table.Row("infeasibility", "proved", Color.Aqua);
        if (bounds.IsProvedUnbounded) table.Row("unboundedness", "proved", Color.Aqua);
        AddBound(table, "certified lower", bounds.Lower, bounds.LowerReason);
        AddBound(table, "certified upper", bounds.Upper, bounds.UpperReason);
        foreach (Premise premise in bounds.Assumptions) table.Row("  resting on", premise.Text);
        if (result.Side is BoundSide.Lower or BoundSide.Upper)
            table.Row("approximation", $"level 0; its value is {(result.Side == BoundSide.Lower ? "a lower" : "an upper")} bound of the model's");
        table.Row("largest error", Text.Small(result.Errors?.Max));
        table.Row("iterations", $"{result.Iterations}");
        table.Row("time", Text.Seconds(answer.Seconds));
        string cones = program.Blocks.Length == 1 ? "1 cone" : $"{program.Blocks.Length} cones";
        console.WriteTable($"{program.Name}: {program.Columns} variables, {program.Rows} rows, {cones}", table);
        if (bounds.Lower is not null || bounds.Upper is not null)
            console.WriteLine("Certified bounds are exact statements about the doubles nearest to the file's decimals.");
        if (result.Message is not null) console.WriteLine(result.Message);
        if (result.Termination == Termination.Infeasible) WriteConflict(result, console);
    }

    private static void AddBound(Table table, string name, double? value, string? reason)
    {
        if (value is not null) table.Row(name, Text.Bound(value), Color.Aqua);
        else table.Row(name, reason is null ? "–" : $"none: {reason}");
    }

    private static void WriteConflict(SolveResult result, IAnsiConsole console)
    {
        const int shown = 8;
        console.WriteLine("constraints that contradict each other, with the norms of their multipliers:");
        foreach (ConstraintReport constraint in result.RayConstraints.Take(shown))
            console.WriteLine($"  {constraint.Block}  {Text.Small(constraint.MultiplierNorm)}");
        if (result.RayConstraints.Length > shown) console.WriteLine($"  … and {result.RayConstraints.Length - shown} more");
    }

    private static string StatusName(Termination termination) => termination switch
    {
        Termination.Optimal => "optimal",
        Termination.Infeasible => "infeasible",
        Termination.Unbounded => "unbounded",
        Termination.IllPosed => "illPosed",
        Termination.Inaccurate => "inaccurate",
        Termination.Limit => "limit",
        _ => "failed",
    };
}
