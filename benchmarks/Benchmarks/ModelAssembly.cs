using BenchmarkDotNet.Attributes;
using Copositive.Modeling;

namespace Copositive.Benchmarks;

/// <summary>From an empty <see cref="ConicModel"/> to the compiled program, at 10⁵ and 10⁶ nonzeros: the time should grow tenfold.</summary>
[MemoryDiagnoser]
public class ModelAssembly
{
    /// <summary>The nonzeros of A.</summary>
    [Params(100_000, 1_000_000)]
    public int Nonzeros { get; set; }

    [Benchmark(Baseline = true)]
    public ConicProgram ScalarConstraints() => Models.ScalarConstraints(Nonzeros);

    [Benchmark]
    public ConicProgram DenseProduct() => Models.DenseProduct(Nonzeros);

    [Benchmark]
    public ConicProgram InnerProducts() => Models.InnerProducts(Nonzeros);

    [Benchmark]
    public ConicProgram OneLongStack() => Models.OneLongStack(Nonzeros);

    [Benchmark]
    public ConicProgram OneLongSum() => Models.OneLongSum(Nonzeros);
}
