using BenchmarkDotNet.Attributes;
using Copositive.Numerics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>One kernel and the routine it is compared with, on the same data, in the same process, with work space made once for both.</summary>
/// <remarks>
/// BenchmarkDotNet runs the class as it stands; <see cref="QuickRun"/> makes an instance for each number of threads and runs their two methods in
/// turn. Data depend on the order alone.
/// </remarks>
public abstract class KernelBenchmark : IDisposable
{
    /// <summary>The name in tables, for instance "projection".</summary>
    public abstract string Kernel { get; }

    /// <summary>The orders n to measure.</summary>
    public abstract IEnumerable<int> Orders { get; }

    /// <summary>The numbers of threads that our kernel can use, of 1 and 2.</summary>
    public virtual IEnumerable<int> ThreadCounts => [1, 2];

    /// <summary>Operations that one call of either method does; its time is divided by it.</summary>
    public virtual int OperationsPerCall => 1;

    /// <summary>Whether there is something to compare with.</summary>
    public virtual bool HasBaseline => LapackLibrary.IsAvailable;

    /// <summary>The order n.</summary>
    [ParamsSource(nameof(Orders))]
    public int Order { get; set; }

    /// <summary>The threads of either side.</summary>
    [ParamsSource(nameof(ThreadCounts))]
    public int Threads { get; set; } = 1;

    /// <summary>The team of the threads; null for the calling thread alone.</summary>
    protected WorkerTeam? Team { get; private set; }

    /// <summary>Makes data and work space for <see cref="Order"/> and <see cref="Threads"/>.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Team = Threads > 1 ? new WorkerTeam(Threads) : null;
        Prepare();
        if (HasBaseline)
            PrepareBaseline();
    }

    /// <summary>Our kernel.</summary>
    [Benchmark]
    public abstract void Ours();

    /// <summary>The routine it is compared with.</summary>
    /// <exception cref="NotSupportedException">There is none on this machine.</exception>
    [Benchmark(Baseline = true)]
    public void Baseline()
    {
        if (!HasBaseline)
            throw new NotSupportedException(LapackLibrary.Description);
        if (LapackLibrary.IsAvailable)
            LapackLibrary.UseThreads(Threads);
        RunBaseline();
    }

    /// <summary>
    /// How far the results of <see cref="Ours"/> and <see cref="Baseline"/>, both called before, lie apart: relative to their size and to n·u,
    /// u = 2⁻⁵³ (2⁻²⁴ for floats). Backward stable algorithms on well-conditioned data stay far below 100.
    /// </summary>
    public abstract double Difference();

    /// <summary>Ends the team's threads.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        Team?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes the data and our work space.</summary>
    protected abstract void Prepare();

    /// <summary>Makes the baseline's work space.</summary>
    protected abstract void PrepareBaseline();

    /// <summary>Calls the baseline, its number of threads being set.</summary>
    protected abstract void RunBaseline();
}
