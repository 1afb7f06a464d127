using Copositive.Numerics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>What it costs to hand empty work to every thread of a team and to wait for all: the price of each parallel step of a kernel.</summary>
public class ForkJoinBenchmark : KernelBenchmark
{
    private const int Repetitions = 1000;

    /// <inheritdoc/>
    public override string Kernel => "fork-join";

    /// <inheritdoc/>
    public override IEnumerable<int> Orders => [0];

    /// <inheritdoc/>
    public override IEnumerable<int> ThreadCounts => [2];

    /// <inheritdoc/>
    public override int OperationsPerCall => Repetitions;

    /// <inheritdoc/>
    protected override void Prepare()
    {
    }

    /// <inheritdoc/>
    protected override void RunOurs()
    {
        for (int k = 0; k < Repetitions; k++)
            Team!.Run(Threads, new Nothing());
    }

    private readonly struct Nothing : IParallelBody
    {
        public void Run(int part)
        {
        }
    }
}
