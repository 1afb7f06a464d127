using Copositive.Numerics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>
/// Two parts of n dependent multiplications each, done by a team, against one part done by the calling thread: the difference of the times is the
/// price of a parallel step, and the ratio is 1 when it is free, ½ when the team gains nothing.
/// </summary>
public class ForkJoinBenchmark : ComparedBenchmark
{
    private const int Repetitions = 100;

    private readonly double[] _results = new double[2 * Padding];
    private double _baseline;

    /// <summary>Doubles between two results, so that no cache line is shared.</summary>
    private const int Padding = 16;

    /// <inheritdoc/>
    public override string Kernel => "fork-join";

    /// <inheritdoc/>
    public override IEnumerable<int> Orders => [100, 1000, 10_000];

    /// <inheritdoc/>
    public override IEnumerable<int> ThreadCounts => [2];

    /// <inheritdoc/>
    public override int OperationsPerCall => Repetitions;

    /// <inheritdoc/>
    public override bool HasBaseline => true;

    /// <inheritdoc/>
    public override double Difference() => Math.Max(Math.Abs(_results[0] - _baseline), Math.Abs(_results[Padding] - _baseline));

    /// <inheritdoc/>
    protected override void PrepareOurs()
    {
    }

    /// <inheritdoc/>
    protected override void PrepareBaseline()
    {
    }

    /// <inheritdoc/>
    protected override void RunOurs()
    {
        for (int k = 0; k < Repetitions; k++)
            Team!.Run(2, new Part(_results, Order));
    }

    /// <inheritdoc/>
    protected override void RunBaseline()
    {
        for (int k = 0; k < Repetitions; k++)
            _baseline = Power(Order);
    }

    private static double Power(int count)
    {
        double power = 1;
        for (int k = 0; k < count; k++)
            power *= 1.0000001;
        return power;
    }

    private readonly struct Part(double[] results, int count) : IParallelBody
    {
        public void Run(int part) => results[part * Padding] = Power(count);
    }
}
