using System.Globalization;
using Spectre.Console;

namespace Copositive.Benchmarks.Solvers;

/// <summary>Measurements as tables for people.</summary>
internal static class ResultTables
{
    private const int Width = 140;

    /// <summary>A line a measurement, then every solver against the first.</summary>
    public static void WriteComparison(IReadOnlyList<Measurement> measurements, Goal goal, IAnsiConsole console)
    {
        console.Profile.Width = Math.Max(console.Profile.Width, Width);
        Table table = Headed("instance", "solver", "status", "seconds", "error", "objective", "iterations", "MB", "threads", "tolerance",
            "form", "times first");
        string? first = measurements.Count > 0 ? measurements[0].Solver : null;
        var reference = measurements.Where(m => m.Solver == first && m.IsSolved).ToDictionary(m => m.Instance, m => m.Seconds!.Value);
        foreach (Measurement m in measurements)
        {
            double? ratio = m.IsSolved && reference.TryGetValue(m.Instance, out double time) ? m.Seconds / time : null;
            Row(table, m.Instance, m.Solver, m.Status, Short(m.Seconds), Short(m.Error, 2), Short(m.Objective, 9), $"{m.Iterations}",
                Short(m.Megabytes), $"{m.Threads}", Short(m.Tolerance, 1), m.Form ?? "", Short(ratio));
        }
        console.Write(table);

        Table means = Headed("solver", "solved", $"both with {first}", "geometric mean", "least", "largest");
        foreach (Comparison c in Comparison.Of(measurements))
            Row(means, c.Solver, $"{c.Solved}", $"{c.Both}", Short(c.Mean), Short(c.Least), Short(c.Largest));
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Time over the time of {first}, on instances that both solved to error {goal.Error:R}:"));
        console.Write(means);
    }

    /// <summary>A line an order.</summary>
    public static void WriteScaling(IReadOnlyList<Measurement> measurements, IReadOnlyList<int> orders, IAnsiConsole console)
    {
        console.Profile.Width = Math.Max(console.Profile.Width, Width);
        Table table = Headed("n", "entries of X", "solver", "status", "seconds", "MB", "iterations", "error", "objective");
        int solvers = orders.Count == 0 ? 1 : measurements.Count / orders.Count;
        for (int k = 0; k < measurements.Count; k++)
        {
            Measurement m = measurements[k];
            long n = orders[k / solvers];
            Row(table, $"{n}", $"{n * (n + 1) / 2}", m.Solver, m.Status, Short(m.Seconds), Short(m.Megabytes), $"{m.Iterations}",
                Short(m.Error, 2), Short(m.Objective, 9));
        }
        console.Write(table);
    }

    /// <summary>A line an instance with the times of all settings, then each setting against the default.</summary>
    public static void WriteSettings(IReadOnlyList<Measurement> measurements, IAnsiConsole console)
    {
        console.Profile.Width = Math.Max(console.Profile.Width, Width);
        string[] settings = [.. measurements.Select(m => m.Form!).Distinct()];
        Table table = Headed(["instance", .. settings, "best", "median", "worst"]);
        foreach (IGrouping<string, Measurement> instance in measurements.GroupBy(m => m.Instance))
        {
            double[] solved = [.. instance.Where(m => m.IsSolved).Select(m => m.Seconds!.Value)];
            string worst = solved.Length < settings.Length ? "unsolved" : Short(solved.Max());
            Row(table, [instance.Key, .. instance.Select(m => m.IsSolved ? Short(m.Seconds) : m.Status), .. solved.Length == 0
                ? ["", "", worst]
                : new[] { Short(solved.Min()), Short(Averages.Median(solved)), worst }]);
        }
        console.Write(table);

        Table means = Headed("setting", "solved", "geometric mean over default", "least", "largest");
        foreach (Comparison c in Comparison.Of([.. measurements.Select(m => m with { Solver = m.Form! })]))
            Row(means, c.Solver, $"{c.Solved}", Short(c.Mean), Short(c.Least), Short(c.Largest));
        console.Write(means);
    }

    private static Table Headed(params string[] names)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (string name in names) table.AddColumn(new TableColumn(new Text(name)));
        return table;
    }

    private static void Row(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));

    private static string Short(double? value, int digits = 3) =>
        value is { } number && double.IsFinite(number) ? number.ToString($"G{digits}", CultureInfo.InvariantCulture) : "";
}
