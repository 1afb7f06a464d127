using System.Runtime.Intrinsics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>
/// Measures every kernel at every order with 1 and 2 threads beside its baseline with 1 and 2 threads, in one process and in under a minute.
/// </summary>
/// <remarks>
/// A ratio is the quotient of two medians over the same rounds, the baseline's being the better of its two numbers of threads. The exit code is
/// 2 when a result disagrees with the baseline's, 1 when <see cref="QuickOptions.Check"/> is set and a bar is missed, and else 0.
/// </remarks>
internal sealed class QuickRun(QuickOptions options, TextWriter output, TextWriter diagnostics)
{
    private const int SmokeOrder = 30;
    private const double LargestDifference = 100;
    private static readonly int[] BaselineThreads = [1, 2];
    private static readonly TimeSpan OurPause = TimeSpan.FromMilliseconds(2), BaselinePause = TimeSpan.FromMilliseconds(35);

    /// <summary>A kernel's code is compiled for good while it runs at its first order; later orders may still take new paths.</summary>
    private static readonly TimeSpan FirstWarmUp = TimeSpan.FromMilliseconds(200), WarmUp = TimeSpan.FromMilliseconds(40);

    private readonly List<string> _wrong = [];

    /// <summary>Measures, prints and returns the exit code.</summary>
    public int Run()
    {
        diagnostics.WriteLine(LapackLibrary.Description);
        diagnostics.WriteLine($"vectors of {VectorBits} bits, {Environment.ProcessorCount} processors, .NET {Environment.Version}");
        List<Measurement> measurements = [.. Measure()];
        if (options.Json)
            output.WriteLine(Report.Json(measurements));
        else
            output.Write(Report.Table(measurements));
        string[] missed = [.. Bar.Missed(measurements)];
        foreach (string bar in options.Smoke ? [] : missed)
            diagnostics.WriteLine($"missed: {bar}");
        foreach (string result in _wrong)
            diagnostics.WriteLine($"WRONG: {result}");
        return _wrong.Count > 0 ? 2 : options.Check && missed.Length > 0 ? 1 : 0;
    }

    private static int VectorBits =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 64;

    private IEnumerable<Measurement> Measure()
    {
        Contest contest = options.Smoke
            ? new Contest(TimeSpan.FromMilliseconds(0.1), TimeSpan.Zero)
            : new Contest(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(250));
        foreach (Func<KernelBenchmark> make in KernelCatalogue.All)
        {
            KernelBenchmark kernel = make();
            if (options.Kernels.Count > 0 && !options.Kernels.Contains(kernel.Kernel))
                continue;
            IEnumerable<int> orders = options.Smoke ? kernel.Orders.Where((order, index) => index == 0 || order <= SmokeOrder) : kernel.Orders;
            bool isFirst = true;
            foreach (int order in orders)
            {
                TimeSpan warmUp = options.Smoke ? TimeSpan.Zero : isFirst ? FirstWarmUp : WarmUp;
                foreach (Measurement measurement in Measure(contest, make, order, warmUp))
                    yield return measurement;
                isFirst = false;
            }
        }
    }

    private List<Measurement> Measure(Contest contest, Func<KernelBenchmark> make, int order, TimeSpan warmUp)
    {
        var instances = new SortedDictionary<int, KernelBenchmark>();
        KernelBenchmark Instance(int threads)
        {
            if (!instances.TryGetValue(threads, out KernelBenchmark? instance))
            {
                instances[threads] = instance = make();
                (instance.Order, instance.Threads) = (order, threads);
                instance.Setup();
            }
            return instance;
        }

        KernelBenchmark[] ours = [.. make().ThreadCounts.Select(Instance)];
        ComparedBenchmark[] baselines = ours[0] is ComparedBenchmark { HasBaseline: true } ? [.. BaselineThreads.Select(Instance).Cast<ComparedBenchmark>()] : [];
        List<double>[] seconds = contest.Run(
        [
            .. ours.Select(kernel => new Contender(kernel.Ours, warmUp, kernel.Threads > 1 ? OurPause : TimeSpan.Zero)),
            .. baselines.Select(kernel => new Contender(kernel.Baseline, warmUp, kernel.Threads > 1 ? BaselinePause : TimeSpan.Zero)),
        ]);
        foreach (ComparedBenchmark kernel in baselines.Where(ours.Contains))
        {
            double difference = kernel.Difference();
            if (!(difference <= LargestDifference))
                _wrong.Add($"{kernel.Kernel} at n = {order} with {kernel.Threads} threads is {difference:G3}·n·u away from the baseline");
        }
        int best = baselines.Length == 0 ? -1 : Enumerable.Range(ours.Length, baselines.Length).MinBy(k => Median(seconds[k]));
        var measurements = new List<Measurement>();
        for (int k = 0; k < ours.Length; k++)
        {
            double unit = 1e3 / ours[k].OperationsPerCall;
            double milliseconds = unit * Median(seconds[k]);
            double? baseline = best < 0 ? null : unit * Median(seconds[best]);
            measurements.Add(new Measurement(ours[k].Kernel, order, ours[k].Threads, milliseconds, baseline, baseline / milliseconds)
            {
                RatioOfMinima = best < 0 ? null : seconds[best].Min() / seconds[k].Min(),
                BaselineThreads = best < 0 ? null : baselines[best - ours.Length].Threads,
            });
        }
        foreach (KernelBenchmark instance in instances.Values)
            instance.Dispose();
        return measurements;
    }

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
