namespace Copositive.Benchmarks.Kernels;

/// <summary>A kernel that LAPACK has no routine for: only its time is measured.</summary>
public abstract class UncomparedBenchmark : KernelBenchmark
{
    /// <inheritdoc/>
    public sealed override bool HasBaseline => false;

    /// <inheritdoc/>
    public sealed override double Difference() => throw new NotSupportedException($"There is no baseline for {Kernel}.");

    /// <inheritdoc/>
    protected sealed override void PrepareBaseline()
    {
    }

    /// <inheritdoc/>
    protected sealed override void RunBaseline()
    {
    }
}
