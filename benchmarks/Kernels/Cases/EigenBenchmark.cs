using Copositive.Numerics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>All eigenvalues and eigenvectors of a random symmetric matrix, against dsyevd.</summary>
public class EigenBenchmark : ComparedBenchmark
{
    private double[] _matrix = [], _values = [], _vectors = [], _baselineValues = [], _baselineVectors = [], _work = [];
    private int[] _integerWork = [];
    private SymmetricEigensolver _eigensolver = new(0);

    /// <inheritdoc/>
    public override string Kernel => "eigen";

    /// <inheritdoc/>
    public override IEnumerable<int> Orders => [10, 30, 100, 400, 800];

    /// <inheritdoc/>
    protected override void PrepareOurs()
    {
        _matrix = Arrays.Symmetric(Order, seed: 1);
        _values = new double[Order];
        _vectors = new double[Order * Order];
        _eigensolver = new SymmetricEigensolver(Order, Team);
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
    protected override void RunOurs() => _eigensolver.Decompose(_matrix, _values, _vectors);

    /// <inheritdoc/>
    protected override void RunBaseline()
    {
        _matrix.CopyTo(_baselineVectors, 0);
        Lapack.Eigen(Order, _baselineVectors, _baselineValues, _work, _integerWork);
    }

    /// <inheritdoc/>
    public override double Difference() => Arrays.RelativeDistance(_values, _baselineValues) / (Order * Arrays.UnitRoundoff);
}
