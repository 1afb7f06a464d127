using Copositive.Numerics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>C = AB for random square matrices, against dgemm.</summary>
public class ProductBenchmark : ComparedBenchmark
{
    private double[] _left = [], _right = [], _ours = [], _baseline = [];

    /// <inheritdoc/>
    public override string Kernel => "gemm";

    /// <inheritdoc/>
    public override IEnumerable<int> Orders => [10, 30, 64, 100, 200, 400, 800, 2000];

    /// <inheritdoc/>
    protected override void PrepareOurs()
    {
        int length = Order * Order;
        (_left, _right) = (Arrays.Uniform(length, seed: 1), Arrays.Uniform(length, seed: 2));
        _ours = new double[length];
    }

    /// <inheritdoc/>
    protected override void PrepareBaseline() => _baseline = new double[Order * Order];

    /// <inheritdoc/>
    protected override void RunOurs() => Gemm.MultiplyAdd(Order, Order, Order, 1, _left, Order, false, _right, Order, false, 0, _ours, Order, Team);

    /// <summary>By columns the arrays are A', B' and C' = B'A'.</summary>
    protected override void RunBaseline() => Lapack.Multiply(Order, _right, _left, _baseline);

    /// <inheritdoc/>
    public override double Difference() => Arrays.RelativeDistance(_ours, _baseline) / (Order * Arrays.UnitRoundoff);
}
