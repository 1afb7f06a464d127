using Copositive.Numerics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>The Cholesky factors of many small matrices, against dpotrf on a copy.</summary>
public class BatchedCholeskyBenchmark : BatchedBenchmark
{
    private readonly bool[] _succeeded = new bool[Count];
    private double[] _factors = [], _baseline = [];
    private BatchedCholesky _cholesky = new(1);

    /// <inheritdoc/>
    public override string Kernel => "batched-cholesky";

    /// <inheritdoc/>
    public override IEnumerable<int> Orders => [4, 10];

    /// <inheritdoc/>
    protected override double[] Matrix(int k) => Arrays.PositiveDefinite(Order, seed: k);

    /// <inheritdoc/>
    protected override void PrepareBatch()
    {
        _factors = new double[Triangles.Length];
        _cholesky = new BatchedCholesky(Order, Team);
    }

    /// <inheritdoc/>
    protected override void PrepareBaseline() => _baseline = new double[Order * Order];

    /// <inheritdoc/>
    protected override void RunOurs() => _cholesky.TryFactor(Count, Triangles, 1, _factors, _succeeded);

    /// <inheritdoc/>
    protected override void RunBaseline(double[] matrix)
    {
        matrix.CopyTo(_baseline, 0);
        Lapack.Cholesky(Order, _baseline);
    }

    /// <inheritdoc/>
    protected override double Difference(int k)
    {
        var factor = new double[Order * Order];
        SymmetricVector.Unpack(_factors.AsSpan(k * TriangleLength, TriangleLength), factor, Order, 1);
        return Arrays.RelativeDistanceLower(Order, factor, _baseline);
    }
}
