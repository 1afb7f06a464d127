using Copositive.Numerics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>
/// The projection of a random symmetric matrix onto the semidefinite cone, from a square array to another. LAPACK's: dsyevd, then the smaller of
/// the two signs is put together by dsyrk, without the copy to the other triangle.
/// </summary>
public class ProjectionBenchmark : ComparedBenchmark
{
    private double[] _matrix = [], _ours = [];
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
        _ours = new double[_matrix.Length];
        _projector = new PsdProjector(Order, Team);
    }

    /// <inheritdoc/>
    protected override void PrepareBaseline() => _baseline = new LapackProjection(Order);

    /// <inheritdoc/>
    protected override void RunOurs()
    {
        _matrix.CopyTo(_ours);
        _projector.ProjectMatrix(_ours);
    }

    /// <inheritdoc/>
    protected override void RunBaseline() => _baseline!.Project(_matrix);

    /// <inheritdoc/>
    public override double Difference() =>
        Arrays.RelativeDistanceLower(Order, _ours, _baseline!.Result) / (Order * Arrays.UnitRoundoff);
}
