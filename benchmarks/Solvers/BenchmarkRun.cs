using Copositive.Cli;

namespace Copositive.Benchmarks.Solvers;

/// <summary>Measures every solver on every instance and reports.</summary>
internal static class BenchmarkRun
{
    /// <summary>The settings beside the defaults that <c>--settings</c> tries.</summary>
    private static readonly OwnSettings[] OtherSettings =
    [
        new(Penalty: 0.3), new(Penalty: 3), new(AndersonMemory: 10), new(AndersonMemory: 30), new(Penalty: 0.3, AndersonMemory: 10),
    ];

    /// <summary>Measures and prints.</summary>
    public static void Run(BenchmarkOptions options, CommandOutput output)
    {
        if (options.Settings)
        {
            RunSettings(options, output);
            return;
        }
        foreach (IContestant solver in options.Solvers)
        {
            if (solver.Absence is { } reason) output.Error.WriteLine($"{solver.Name} is unavailable: {reason}");
        }
        List<Measurement> measurements = [.. Measure(options, options.Solvers, output)];
        if (options.Csv is not null) CsvFile.Write(measurements, options.Csv);
        if (options.Profile is not null) ProfilePlot.Save(PerformanceProfile.Of(measurements), options.Goal, options.Profile);
        if (options.Json) output.Standard.WriteLine(JsonList.Of(measurements));
        else if (options.Scaling is not null) ResultTables.WriteScaling(measurements, options.Scaling, output.Console);
        else ResultTables.WriteComparison(measurements, options.Goal, output.Console);
    }

    private static void RunSettings(BenchmarkOptions options, CommandOutput output)
    {
        OwnSettings[] settings = [new(), .. OtherSettings];
        IContestant[] solvers = [.. settings.Select(one => new OwnContestant("admm", [], one))];
        List<Measurement> measurements = [.. Measure(options, solvers, output)];
        for (int k = 0; k < measurements.Count; k++) measurements[k] = measurements[k] with { Form = $"{settings[k % settings.Length]}" };
        if (options.Csv is not null) CsvFile.Write(measurements, options.Csv);
        if (options.Json) output.Standard.WriteLine(JsonList.Of(measurements));
        else ResultTables.WriteSettings(measurements, output.Console);
    }

    private static IEnumerable<Measurement> Measure(BenchmarkOptions options, IReadOnlyList<IContestant> solvers, CommandOutput output)
    {
        foreach (InstanceSource source in options.Instances)
        {
            var instance = new Instance(source, source.Load());
            foreach (IContestant solver in solvers)
            {
                Measurement measurement = solver.Absence is { } reason
                    ? Measurement.Absent(source.Name, solver.Name, reason)
                    : solver.Measure(instance, options.Goal);
                if (measurement.Status != Measurement.Unavailable)
                    output.Error.WriteLine($"{source.Name}: {solver.Name} {measurement.Status} {measurement.Seconds:G3} s{(measurement.IsSolved ? "" : $" {measurement.Note}")}");
                yield return measurement;
            }
        }
    }
}
