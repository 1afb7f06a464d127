using Copositive.Numerics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>The Cholesky factor of a positive definite matrix, copied first because both sides work in place, against dpotrf.</summary>
public class CholeskyBenchmark : ComparedBenchmark
{
    private double[] _matrix = [], _ours = [], _baseline = [];

    /// <inheritdoc/>
    public override string Kernel => "cholesky";

    /// <inheritdoc/>
    public override IEnumerable<int> Orders => [30, 100, 400, 500, 1000, 2000, 4000];

    /// <inheritdoc/>
    protected override void PrepareOurs()
    {
        _matrix = Arrays.PositiveDefinite(Order, seed: 1);
        _ours = new double[Order * Order];
    }

    /// <inheritdoc/>
    protected override void PrepareBaseline() => _baseline = new double[Order * Order];

    /// <inheritdoc/>
    protected override void RunOurs()
    {
        _matrix.CopyTo(_ours, 0);
        DenseCholesky.TryFactor(_ours, Order, Order, out _, Team);
    }

    /// <inheritdoc/>
    protected override void RunBaseline()
    {
        _matrix.CopyTo(_baseline, 0);
        Lapack.Cholesky(Order, _baseline);
    }

    /// <inheritdoc/>
    public override double Difference() => Arrays.RelativeDistanceLower(Order, _ours, _baseline) / (Order * Arrays.UnitRoundoff);
}
