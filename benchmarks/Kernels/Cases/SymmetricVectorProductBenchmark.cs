using Copositive.Numerics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>y = Ax for a dense symmetric matrix of which one triangle is read, against dsymv.</summary>
public class SymmetricVectorProductBenchmark : ComparedBenchmark
{
    private double[] _matrix = [], _x = [], _ours = [], _baseline = [];

    /// <inheritdoc/>
    public override string Kernel => "symv";

    /// <inheritdoc/>
    public override IEnumerable<int> Orders => [100, 400, 2000];

    /// <inheritdoc/>
    public override double Difference() => Arrays.RelativeDistance(_ours, _baseline) / (Order * Arrays.UnitRoundoff);

    /// <inheritdoc/>
    protected override void PrepareOurs()
    {
        (_matrix, _x) = (Arrays.Symmetric(Order, seed: 1), Arrays.Uniform(Order, seed: 2));
        _ours = new double[Order];
    }

    /// <inheritdoc/>
    protected override void PrepareBaseline() => _baseline = new double[Order];

    /// <inheritdoc/>
    protected override void RunOurs() => Symv.MultiplyAdd(Order, 1, _matrix, Order, _x, 0, _ours, Team);

    /// <inheritdoc/>
    protected override void RunBaseline() => Lapack.SymmetricVectorProduct(Order, _matrix, _x, _baseline);
}
