using System.Diagnostics;
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
    private const int SmokeOrder = 30, CompilationOrder = 100, CallsToCompile = 35;
    private const double LargestDifference = 100;
    private static readonly int[] BaselineThreads = [1, 2];

    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(15), CompilationPause = TimeSpan.FromMilliseconds(200), MostToCompile = TimeSpan.FromMilliseconds(30);

    /// <summary>The aim for all, exceeded where single calls are long; a busy machine gets fewer rounds rather than more time.</summary>
    private static readonly TimeSpan TotalTime = TimeSpan.FromSeconds(27);

    /// <summary>For the rounds of one kernel at one order.</summary>
    private static readonly TimeSpan MostBudget = TimeSpan.FromMilliseconds(300), LeastBudget = TimeSpan.FromMilliseconds(150);

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
        List<(Func<KernelBenchmark> Make, int Order)> plan = [.. Plan()];
        long start = Stopwatch.GetTimestamp();
        if (!options.Smoke)
            CompileForGood();
        for (int k = 0; k < plan.Count; k++)
        {
            TimeSpan share = (TotalTime - Stopwatch.GetElapsedTime(start)) / (plan.Count - k);
            foreach (Measurement measurement in Measure(plan[k].Make, plan[k].Order, share))
                yield return measurement;
        }
    }

    /// <summary>
    /// Calls all kernels at their smaller orders often enough for the runtime to compile them in the background, twice, since the first version
    /// only collects a profile for the second.
    /// </summary>
    private void CompileForGood()
    {
        for (int pass = 0; pass < 3; pass++)
        {
            foreach ((Func<KernelBenchmark> make, int order) in Plan().Where(item => item.Order <= CompilationOrder || item.Order == item.Make().Orders.First()))
                foreach (int threads in make().ThreadCounts)
                {
                    using KernelBenchmark kernel = make();
                    (kernel.Order, kernel.Threads) = (order, threads);
                    kernel.Setup();
                    long start = Stopwatch.GetTimestamp();
                    for (int call = 0; call < CallsToCompile && Stopwatch.GetElapsedTime(start) < MostToCompile; call++)
                    {
                        kernel.Ours();
                        if (kernel is ComparedBenchmark { HasBaseline: true } compared)
                            compared.Baseline();
                    }
                }
            Thread.Sleep(CompilationPause);
        }
    }

    /// <summary>What to measure.</summary>
    private IEnumerable<(Func<KernelBenchmark> Make, int Order)> Plan() =>
        from make in KernelCatalogue.All
        let kernel = make()
        where options.Kernels.Count == 0 || options.Kernels.Contains(kernel.Kernel)
        let first = kernel.Orders.First()
        from order in kernel.Orders
        where !options.Smoke || order == first || order <= SmokeOrder
        select (make, order);

    private List<Measurement> Measure(Func<KernelBenchmark> make, int order, TimeSpan share)
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
        TimeSpan warmUp = options.Smoke ? TimeSpan.Zero : WarmUp;
        Contender[] contenders =
        [
            .. ours.Select(kernel => new Contender(kernel.Ours, warmUp, kernel.Threads > 1)),
            .. baselines.Select(kernel => new Contender(kernel.Baseline, warmUp, kernel.Threads > 1)),
        ];
        bool isLate = share < LeastBudget;
        List<double>[] seconds = options.Smoke
            ? new Contest(TimeSpan.FromMilliseconds(0.1)).Run(contenders, TimeSpan.Zero, leastRounds: 1)
            : new Contest(TimeSpan.FromMilliseconds(1)).Run(contenders, isLate ? LeastBudget : share < MostBudget ? share : MostBudget, leastRounds: isLate ? 1 : 2);
        foreach (ComparedBenchmark kernel in baselines.Where(ours.Contains))
        {
            double difference = kernel.Difference();
            if (!(difference <= LargestDifference))
                _wrong.Add($"{kernel.Kernel} at n = {order} with {kernel.Threads} threads is {difference:G3}·n·u away from the baseline");
        }
        int best = baselines.Length == 0 ? -1 : Enumerable.Range(ours.Length, baselines.Length).MinBy(k => Median(seconds[k]));
        double baselineUnit = best < 0 ? 0 : 1e3 / baselines[0].BaselineOperationsPerCall;
        var measurements = new List<Measurement>();
        for (int k = 0; k < ours.Length; k++)
        {
            double unit = 1e3 / ours[k].OperationsPerCall;
            double milliseconds = unit * Median(seconds[k]);
            double? baseline = best < 0 ? null : baselineUnit * Median(seconds[best]);
            measurements.Add(new Measurement(ours[k].Kernel, order, ours[k].Threads, milliseconds, baseline, baseline / milliseconds)
            {
                RatioOfMinima = best < 0 ? null : baselineUnit * seconds[best].Min() / (unit * seconds[k].Min()),
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
