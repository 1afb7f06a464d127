using Copositive.Numerics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>The lower triangle of C = AB' + BA' for A and B n × 32, stored by columns as a panel of a reduction is, against dsyr2k.</summary>
public class SymmetricRank2ProductBenchmark : ComparedBenchmark
{
    private const int Depth = 32;

    private double[] _left = [], _right = [], _ours = [], _baseline = [];

    /// <inheritdoc/>
    public override string Kernel => "syr2k";

    /// <inheritdoc/>
    public override IEnumerable<int> Orders => [200, 800];

    /// <inheritdoc/>
    public override double Difference() => Arrays.RelativeDistanceLower(Order, _ours, _baseline) / (Order * Arrays.UnitRoundoff);

    /// <inheritdoc/>
    protected override void PrepareOurs()
    {
        (_left, _right) = (Arrays.Uniform(Order * Depth, seed: 1), Arrays.Uniform(Order * Depth, seed: 2));
        _ours = new double[Order * Order];
    }

    /// <inheritdoc/>
    protected override void PrepareBaseline() => _baseline = new double[Order * Order];

    /// <inheritdoc/>
    protected override void RunOurs() => Gemm.Syr2kLower(Order, Depth, 1, _left, Order, _right, Order, true, 0, _ours, Order, Team);

    /// <inheritdoc/>
    protected override void RunBaseline() => Lapack.SymmetricRank2Product(Order, Depth, _left, _right, _baseline);
}
