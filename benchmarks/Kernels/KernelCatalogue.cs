namespace Copositive.Benchmarks.Kernels;

/// <summary>Every kernel that the quick run measures, in the order of its table.</summary>
internal static class KernelCatalogue
{
    public static readonly IReadOnlyList<Func<KernelBenchmark>> All =
    [
        () => new ProjectionBenchmark(),
        () => new EigenBenchmark(),
        () => new BatchedProjectionBenchmark(),
        () => new BatchedEigenBenchmark(),
        () => new BatchedCholeskyBenchmark(),
        () => new ProductBenchmark(),
        () => new SymmetricProductBenchmark(),
        () => new CholeskyBenchmark(),
        () => new LdlBenchmark(),
        () => new QrBenchmark(),
        () => new TriangularSolveBenchmark(),
        () => new SparseProductBenchmark(),
        () => new SparseTransposeProductBenchmark(),
        () => new ForkJoinBenchmark(),
    ];
}
