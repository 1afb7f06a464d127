using BenchmarkDotNet.Attributes;
using Copositive.Numerics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>One kernel on data that depend on the order alone, with work space made once.</summary>
/// <remarks>BenchmarkDotNet runs the class as it stands; <see cref="QuickRun"/> makes an instance for each number of threads.</remarks>
public abstract class KernelBenchmark : IDisposable
{
    /// <summary>The name in tables, for instance "projection".</summary>
    public abstract string Kernel { get; }

    /// <summary>The orders n to measure.</summary>
    public abstract IEnumerable<int> Orders { get; }

    /// <summary>The numbers of threads that the kernel can use, of 1 and 2.</summary>
    public virtual IEnumerable<int> ThreadCounts => [1, 2];

    /// <summary>Operations that one call does; its time is divided by it.</summary>
    public virtual int OperationsPerCall => 1;

    /// <summary>The order n.</summary>
    [ParamsSource(nameof(Orders))]
    public int Order { get; set; }

    /// <summary>The threads.</summary>
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
    }

    /// <summary>Our kernel.</summary>
    [Benchmark]
    public void Ours() => RunOurs();

    /// <summary>Ends the team's threads.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        Team?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes data and work space, the team being there.</summary>
    protected abstract void Prepare();

    /// <summary>Calls the kernel.</summary>
    protected abstract void RunOurs();
}
