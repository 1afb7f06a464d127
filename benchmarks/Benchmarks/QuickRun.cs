using System.Diagnostics;
using System.Globalization;
using Copositive.Modeling;

namespace Copositive.Benchmarks;

/// <summary>
/// The same measurements as medians of a few Stopwatch runs, in well under a minute: coarse, but enough for a slow shared machine. Processor
/// time stands beside wall-clock time where other programs may take the machine away.
/// </summary>
internal static class QuickRun
{
    private const int Runs = 5;

    /// <summary>Prints a table.</summary>
    public static void Print(TextWriter output)
    {
        (string Name, Func<int, ConicProgram> Build)[] models =
        [
            ("scalar constraints", Models.ScalarConstraints),
            ("dense product", Models.DenseProduct),
            ("inner products", Models.InnerProducts),
            ("one long sum", Models.OneLongSum),
            ("one long stack", Models.OneLongStack),
        ];
        output.WriteLine($"{"model assembly",-22}{"10⁵ nonzeros",14}{"processor",14}{"10⁶ nonzeros",14}{"processor",14}{"ratio",8}");
        foreach ((string name, Func<int, ConicProgram> build) in models)
        {
            (double Wall, double Processor) small = Median(() => build(100_000)), large = Median(() => build(1_000_000));
            double ratio = large.Processor / small.Processor;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-22}{1e3 * small.Wall,11:F1} ms{1e3 * small.Processor,11:F1} ms{1e3 * large.Wall,11:F1} ms{1e3 * large.Processor,11:F1} ms{ratio,8:F1}"));
        }
    }

    /// <summary>Medians over a few runs after one to warm up, in seconds; each run starts on a collected heap.</summary>
    private static (double Wall, double Processor) Median(Func<ConicProgram> run)
    {
        double[] wall = new double[Runs], processor = new double[Runs];
        GC.KeepAlive(run());
        for (int k = 0; k < Runs; k++)
        {
            GC.Collect();
            TimeSpan used = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            GC.KeepAlive(run());
            wall[k] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            processor[k] = (Environment.CpuUsage.TotalTime - used).TotalSeconds;
        }
        Array.Sort(wall);
        Array.Sort(processor);
        return (wall[Runs / 2], processor[Runs / 2]);
    }
}
