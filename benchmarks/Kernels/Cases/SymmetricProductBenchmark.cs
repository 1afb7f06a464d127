using Copositive.Numerics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>The lower triangle of C = AA' for A n × n/2, stored by columns as the projection has it, against dsyrk.</summary>
public class SymmetricProductBenchmark : ComparedBenchmark
{
    private double[] _factor = [], _ours = [], _baseline = [];

    /// <inheritdoc/>
    public override string Kernel => "syrk";

    /// <inheritdoc/>
    public override IEnumerable<int> Orders => [100, 400, 2000];

    private int Depth => Order / 2;

    /// <inheritdoc/>
    protected override void PrepareOurs()
    {
        _factor = Arrays.Uniform(Order * Depth, seed: 1);
        _ours = new double[Order * Order];
    }

    /// <inheritdoc/>
    protected override void PrepareBaseline() => _baseline = new double[Order * Order];

    /// <inheritdoc/>
    protected override void RunOurs() => Gemm.SyrkLower(Order, Depth, 1, _factor, Order, true, 0, _ours, Order, Team);

    /// <inheritdoc/>
    protected override void RunBaseline() => Lapack.SymmetricProduct(Order, Depth, _factor, 0, _baseline);

    /// <inheritdoc/>
    public override double Difference() => Arrays.RelativeDistanceLower(Order, _ours, _baseline) / (Order * Arrays.UnitRoundoff);
}
