using BenchmarkDotNet.Attributes;
using Copositive.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Copositive.Benchmarks.Kernels;

/// <summary>
/// Symmetric eigenvalues, the projection onto the semidefinite cone and the matrix product, beside MathNet.Numerics' managed ones; one thread each.
/// For BenchmarkDotNet alone.
/// </summary>
public class MathNetComparison
{
    private double[] _matrix = [];
    private double[] _triangle = [];
    private double[] _values = [];
    private double[] _vectors = [];
    private double[] _product = [];
    private SymmetricEigensolver _eigensolver = new(0);
    private PsdProjector _projector = new(0);
    private Matrix<double> _other = Matrix<double>.Build.Dense(1, 1);

    /// <summary>n.</summary>
    [Params(20, 100, 300)]
    public int Order { get; set; }

    /// <summary>A fixed symmetric matrix with entries between −1 and 1.</summary>
    [GlobalSetup]
    public void Setup()
    {
        MathNet.Numerics.Control.UseSingleThread();
        int n = Order;
        var random = new Random(1);
        _matrix = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++) _matrix[i * n + j] = _matrix[j * n + i] = 2 * random.NextDouble() - 1;
        }
        _triangle = new double[SymmetricVector.Length(n)];
        SymmetricVector.Pack(_matrix, _triangle, n, 1);
        _values = new double[n];
        _vectors = new double[n * n];
        _product = new double[n * n];
        _eigensolver = new SymmetricEigensolver(n);
        _projector = new PsdProjector(n);
        _other = Matrix<double>.Build.DenseOfColumnMajor(n, n, _matrix);
    }

    [Benchmark]
    public void Eigen() => _eigensolver.Decompose(_matrix, _values, _vectors);

    [Benchmark]
    public Evd<double> EigenMathNet() => _other.Evd(Symmetricity.Symmetric);

    [Benchmark]
    public double Projection() => _projector.Project(_triangle, _product.AsSpan(0, _triangle.Length), 1);

    [Benchmark]
    public Matrix<double> ProjectionMathNet()
    {
        Evd<double> evd = _other.Evd(Symmetricity.Symmetric);
        Vector<double> positive = evd.EigenValues.Map(z => Math.Max(0, z.Real));
        return evd.EigenVectors * Matrix<double>.Build.DiagonalOfDiagonalVector(positive) * evd.EigenVectors.Transpose();
    }

    [Benchmark]
    public void Product() => 
        Gemm.MultiplyAdd(Order, Order, Order, 1, _matrix, Order, false, _matrix, Order, false, 0, _product, Order);

    [Benchmark]
    public Matrix<double> ProductMathNet() => _other * _other;
}
