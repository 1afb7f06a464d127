using BenchmarkDotNet.Attributes;

namespace Copositive.Benchmarks.Kernels;

/// <summary>A kernel and the routine it is compared with, on the same data and in the same process.</summary>
public abstract class ComparedBenchmark : KernelBenchmark
{
    /// <summary>Whether the routine is there: by default, whether there is a LAPACK library.</summary>
    public virtual bool HasBaseline => LapackLibrary.IsAvailable;

    /// <summary>Operations that one call of the baseline does.</summary>
    public virtual int BaselineOperationsPerCall => OperationsPerCall;

    /// <summary>The routine it is compared with, with as many threads.</summary>
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
    /// How far the results of <see cref="KernelBenchmark.Ours"/> and <see cref="Baseline"/>, both called before, lie apart: relative to their size
    /// and to n·u. Backward stable algorithms on well-conditioned data stay far below 100.
    /// </summary>
    public abstract double Difference();

    /// <summary>Makes our data and work space.</summary>
    protected abstract void PrepareOurs();

    /// <summary>Makes the baseline's work space, after <see cref="PrepareOurs"/>.</summary>
    protected abstract void PrepareBaseline();

    /// <summary>Calls the baseline, its number of threads being set.</summary>
    protected abstract void RunBaseline();

    /// <inheritdoc/>
    protected sealed override void Prepare()
    {
        PrepareOurs();
        if (HasBaseline)
            PrepareBaseline();
    }
}
