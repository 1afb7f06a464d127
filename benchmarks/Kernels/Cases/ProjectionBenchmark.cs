using Copositive.Numerics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>
/// The projection of a random symmetric matrix onto the semidefinite cone. LAPACK's: dsyevd, then the smaller of the two signs is put together by
/// dsyrk, without the copy to the other triangle.
/// </summary>
public class ProjectionBenchmark : ComparedBenchmark
{
    private double[] _matrix = [], _triangle = [], _ours = [];
    private PsdProjector _projector = new(0);
    private LapackProjection? _baseline;

    /// <inheritdoc/>
    public override string Kernel => "projection";

    /// <inheritdoc/>
    public override IEnumerable<int> Orders => [10, 30, 64, 100, 200, 400, 800, 2000];

    /// <inheritdoc/>
    protected override void PrepareOurs()
    {
        _matrix = Arrays.Symmetric(Order, seed: 1);
        _triangle = new double[SymmetricVector.Length(Order)];
        SymmetricVector.Pack(_matrix, _triangle, Order, 1);
        _ours = new double[_triangle.Length];
        _projector = new PsdProjector(Order, Team);
    }

    /// <inheritdoc/>
    protected override void PrepareBaseline() => _baseline = new LapackProjection(Order);

    /// <inheritdoc/>
    protected override void RunOurs() => _projector.Project(_triangle, _ours, 1);

    /// <inheritdoc/>
    protected override void RunBaseline() => _baseline!.Project(_matrix);

    /// <inheritdoc/>
    public override double Difference()
    {
        var full = new double[Order * Order];
        SymmetricVector.Unpack(_ours, full, Order, 1);
        return Arrays.RelativeDistanceLower(Order, full, _baseline!.Result) / (Order * Arrays.UnitRoundoff);
    }
}
