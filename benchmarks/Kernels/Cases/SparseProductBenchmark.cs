using Copositive.Numerics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>y = Ax for a random sparse matrix of order n with ten entries a column, its row form made before. LAPACK has nothing to compare with.</summary>
public class SparseProductBenchmark : KernelBenchmark
{
    private const int EntriesPerColumn = 10;

    /// <inheritdoc/>
    public override string Kernel => "sparse-multiply";

    /// <inheritdoc/>
    public override IEnumerable<int> Orders => [10_000, 100_000];

    /// <summary>A.</summary>
    protected SparseMatrix Matrix { get; private set; } = SparseMatrix.Zero(0, 0);

    /// <summary>The vector to multiply.</summary>
    protected double[] Vector { get; private set; } = [];

    /// <summary>Receives the product.</summary>
    protected double[] Product { get; private set; } = [];

    /// <inheritdoc/>
    protected override void Prepare()
    {
        Matrix = Arrays.Sparse(Order, EntriesPerColumn, seed: 1);
        Matrix.Transpose();
        Vector = Arrays.Uniform(Order, seed: 2);
        Product = new double[Order];
    }

    /// <inheritdoc/>
    protected override void RunOurs() => Matrix.Multiply(Vector, Product, team: Team);
}
