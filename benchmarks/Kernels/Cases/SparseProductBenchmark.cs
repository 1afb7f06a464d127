using Copositive.Numerics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>y = Ax for a random sparse matrix of order n with about ten entries a column. LAPACK has nothing to compare with.</summary>
public class SparseProductBenchmark : KernelBenchmark
{
    private const int EntriesPerColumn = 10;

    private SparseMatrix _matrix = SparseMatrix.Zero(0, 0);
    private double[] _x = [], _y = [];

    /// <inheritdoc/>
    public override string Kernel => "sparse-multiply";

    /// <inheritdoc/>
    public override IEnumerable<int> Orders => [10_000, 100_000];

    /// <inheritdoc/>
    public override IEnumerable<int> ThreadCounts => [1];

    /// <inheritdoc/>
    protected override void Prepare()
    {
        _matrix = Arrays.Sparse(Order, EntriesPerColumn, seed: 1);
        _x = Arrays.Uniform(Order, seed: 2);
        _y = new double[Order];
    }

    /// <inheritdoc/>
    protected override void RunOurs() => _matrix.Multiply(_x, _y);
}
