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
    private const double KernelSeconds = 0.1;

    /// <summary>Prints two tables.</summary>
    public static void Print(TextWriter output)
    {
        Assembly(output);
        output.WriteLine();
        Kernels(output);
    }

    private static void Assembly(TextWriter output)
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

    private static void Kernels(TextWriter output)
    {
        output.WriteLine($"{"kernel",-22}{"order",6}{"Copositive",16}{"MathNet",16}{"speed-up",10}");
        foreach (int order in new[] { 20, 100, 300 })
        {
            var kernels = new Kernels { Order = order };
            kernels.Setup();
            Row("eigendecomposition", kernels.Eigen, () => kernels.EigenMathNet());
            Row("projection onto PSD", () => kernels.Projection(), () => kernels.ProjectionMathNet());
            Row("matrix product", kernels.Product, () => kernels.ProductMathNet());

            void Row(string name, Action ours, Action theirs)
            {
                double a = Repeated(ours), b = Repeated(theirs);
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-22}{order,6}{1e6 * a,13:F1} µs{1e6 * b,13:F1} µs{b / a,10:F1}"));
            }
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

    /// <summary>Seconds for one call: the median over calls made for a tenth of a second, after as long a warm-up.</summary>
    private static double Repeated(Action call)
    {
        var seconds = new List<double>();
        for (int phase = 0; phase < 2; phase++)
        {
            seconds.Clear();
            for (double spent = 0; spent < KernelSeconds; spent += seconds[^1])
            {
                long start = Stopwatch.GetTimestamp();
                call();
                seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }
        seconds.Sort();
        return seconds[seconds.Count / 2];
    }
}
