namespace Copositive.Benchmarks.Kernels;

/// <summary>x = A'y for the matrix of <see cref="SparseProductBenchmark"/>.</summary>
public class SparseTransposeProductBenchmark : SparseProductBenchmark
{
    /// <inheritdoc/>
    public override string Kernel => "sparse-transpose-multiply";

    /// <inheritdoc/>
    protected override void RunOurs() => Matrix.TransposeMultiply(Vector, Product, team: Team);
}
