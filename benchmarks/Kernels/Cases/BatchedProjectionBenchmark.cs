using Copositive.Numerics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>The projections of many small matrices onto the semidefinite cone, against dsyevd and dsyrk.</summary>
public class BatchedProjectionBenchmark : BatchedBenchmark
{
    private double[] _ours = [];
    private BatchedPsdProjector _projector = new(1);
    private LapackProjection? _baseline;

    /// <inheritdoc/>
    public override string Kernel => "batched-projection";

    /// <inheritdoc/>
    protected override void PrepareBatch()
    {
        _ours = new double[Triangles.Length];
        _projector = new BatchedPsdProjector(Order, Team);
    }

    /// <inheritdoc/>
    protected override void PrepareBaseline() => _baseline = new LapackProjection(Order);

    /// <inheritdoc/>
    protected override void RunOurs() => _projector.Project(Count, Triangles, _ours, 1);

    /// <inheritdoc/>
    protected override void RunBaseline(double[] matrix) => _baseline!.Project(matrix);

    /// <summary>Relative to the matrix, since projections may be zero.</summary>
    protected override double Difference(int k)
    {
        double[] ours = new double[Order * Order], difference = new double[Order * Order];
        SymmetricVector.Unpack(_ours.AsSpan(k * TriangleLength, TriangleLength), ours, Order, 1);
        for (int i = 0; i < Order; i++)
            for (int j = 0; j <= i; j++)
                difference[i * Order + j] = ours[i * Order + j] - _baseline!.Result[j * Order + i];
        return Arrays.Norm(difference) / Arrays.Norm(Matrix(k));
    }
}
