using Copositive.Numerics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>The eigenvalues and eigenvectors of many small matrices, against dsyevd.</summary>
public class BatchedEigenBenchmark : BatchedBenchmark
{
    private double[] _values = [], _vectors = [], _baselineValues = [], _baselineVectors = [], _work = [];
    private int[] _integerWork = [];
    private BatchedSymmetricEigensolver _eigensolver = new(1);

    /// <inheritdoc/>
    public override string Kernel => "batched-eigen";

    /// <inheritdoc/>
    public override IEnumerable<int> Orders => [4, 10];

    /// <inheritdoc/>
    protected override void PrepareBatch()
    {
        _values = new double[Count * Order];
        _vectors = new double[Count * Order * Order];
        _eigensolver = new BatchedSymmetricEigensolver(Order, Team);
    }

    /// <inheritdoc/>
    protected override void PrepareBaseline()
    {
        (int doubles, int integers) = Lapack.EigenWork(Order);
        _baselineValues = new double[Order];
        _baselineVectors = new double[Order * Order];
        _work = new double[doubles];
        _integerWork = new int[integers];
    }

    /// <inheritdoc/>
    protected override void RunOurs() => _eigensolver.Decompose(Count, Triangles, 1, _values, _vectors);

    /// <inheritdoc/>
    protected override void RunBaseline(double[] matrix)
    {
        matrix.CopyTo(_baselineVectors, 0);
        Lapack.Eigen(Order, _baselineVectors, _baselineValues, _work, _integerWork);
    }

    /// <inheritdoc/>
    protected override double Difference(int k) => Arrays.RelativeDistance(_values.AsSpan(k * Order, Order), _baselineValues);
}
