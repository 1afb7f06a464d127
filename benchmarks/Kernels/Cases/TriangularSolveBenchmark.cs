using Copositive.Numerics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>X = L⁻¹B for as many right-hand sides as rows, copied first because both sides work in place, against dtrsm.</summary>
public class TriangularSolveBenchmark : ComparedBenchmark
{
    private double[] _byRows = [], _byColumns = [], _right = [], _ours = [], _baseline = [];

    /// <inheritdoc/>
    public override string Kernel => "triangular-solve";

    /// <inheritdoc/>
    public override IEnumerable<int> Orders => [100, 400, 800];

    /// <inheritdoc/>
    protected override void PrepareOurs()
    {
        _byRows = Arrays.PositiveDefinite(Order, seed: 1);
        DenseCholesky.TryFactor(_byRows, Order);
        _byColumns = Arrays.Transposed(Order, _byRows);
        _right = Arrays.Symmetric(Order, seed: 2);
        _ours = new double[Order * Order];
    }

    /// <inheritdoc/>
    protected override void PrepareBaseline() => _baseline = new double[Order * Order];

    /// <inheritdoc/>
    protected override void RunOurs()
    {
        _right.CopyTo(_ours, 0);
        TriangularSolve.Lower(Order, _byRows, Order, _ours, Order, Order, Team);
    }

    /// <inheritdoc/>
    protected override void RunBaseline()
    {
        _right.CopyTo(_baseline, 0);
        Lapack.SolveLower(Order, Order, _byColumns, _baseline);
    }

    /// <inheritdoc/>
    public override double Difference() =>
        Arrays.RelativeDistance(_ours, Arrays.Transposed(Order, _baseline)) / (Order * Arrays.UnitRoundoff);
}
