namespace Copositive.Benchmarks.Kernels;

/// <summary>Every kernel that the quick run measures, in the order of its table.</summary>
internal static class KernelCatalogue
{
    public static readonly IReadOnlyList<Func<KernelBenchmark>> All =
    [
        () => new ProjectionBenchmark(),
        () => new PartialProjectionBenchmark(),
        () => new EigenBenchmark(),
        () => new BatchedProjectionBenchmark(),
        () => new BatchedEigenBenchmark(),
        () => new BatchedCholeskyBenchmark(),
        () => new ProductBenchmark(),
        () => new FloatProductBenchmark(),
        () => new SymmetricProductBenchmark(),
        () => new SymmetricRank2ProductBenchmark(),
        () => new SymmetricVectorProductBenchmark(),
        () => new CholeskyBenchmark(),
        () => new SchurBenchmark(),
        () => new LdlBenchmark(),
        () => new QrBenchmark(),
        () => new TriangularSolveBenchmark(),
        () => new SparseProductBenchmark(),
        () => new SparseTransposeProductBenchmark(),
        () => new ForkJoinBenchmark(),
    ];
}
