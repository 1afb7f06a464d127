using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.InteriorPoint;

/// <summary>
/// Positive semidefinite matrices: with S = LL' and L'ZL = VΛ²V', R = LVΛ^{−½} has R'ZR = R⁻¹SR⁻ᵀ = Λ, and W is X ↦ R'XR. Then
/// W⁻¹ is X ↦ R⁻ᵀXR⁻¹, H⁻¹ is X ↦ G⁻¹XG⁻¹ with G = RR', and Λ \ D has the entries 2D_ij/(λ_i + λ_j).
/// </summary>
internal sealed class ScaledPsdCone : ScaledCone
{
    private static readonly double Root2 = Math.Sqrt(2);

    private readonly int _order;
    private readonly SymmetricEigensolver _eigensolver;
    private readonly SchurProducts _products;
    private readonly WorkerTeam? _team;
    private readonly double[] _lambda, _squares, _values;
    private readonly double[] _transposedRoot, _inverseRoot, _inverse, _factor, _vectors, _matrix, _work, _ds, _dz;

    public ScaledPsdCone(ConeBlock block, BlockColumns columns, WorkerTeam? team) : base(block, columns)
    {
        int n = _order = block.Order, square = n * n;
        _eigensolver = new SymmetricEigensolver(n);
        (_products, _team) = (new SchurProducts(columns.Entries, 0, n), team);
        (_lambda, _squares, _values) = (new double[n], new double[n], new double[n]);
        (_transposedRoot, _inverseRoot, _inverse) = (new double[square], new double[square], new double[square]);
        (_factor, _vectors, _matrix, _work) = (new double[square], new double[square], new double[square], new double[square]);
        (_ds, _dz) = (new double[square], new double[square]);
    }

    public override int Degree => _order;

    public override void Unit(Span<double> v)
    {
        v.Clear();
        for (int j = 0; j < _order; j++) v[SymmetricVector.Index(j, j)] = 1;
    }

    public override bool TryScale(ReadOnlySpan<double> s, ReadOnlySpan<double> z)
    {
        int n = _order;
        SymmetricVector.Unpack(s, _factor, n, 1 / Root2);
        if (!DenseCholesky.TryFactor(_factor, n)) return false;
        for (int i = 0; i < n; i++) _factor.AsSpan(i * n + i + 1, n - i - 1).Clear();
        SymmetricVector.Unpack(z, _matrix, n, 1 / Root2);
        Gemm.MultiplyAdd(n, n, n, 1, _factor, n, true, _matrix, n, false, 0, _work, n, _team);
        Gemm.MultiplyAdd(n, n, n, 1, _work, n, false, _factor, n, false, 0, _matrix, n, _team);
        _eigensolver.Decompose(_matrix, _squares, _vectors);
        if (!(_squares[0] > 0) || !double.IsFinite(_squares[n - 1])) return false;
        Gemm.MultiplyAdd(n, n, n, 1, _vectors, n, false, _factor, n, true, 0, _transposedRoot, n, _team);
        DenseCholesky.InvertFactorInPlace(_factor, n, n);
        for (int i = 0; i < n; i++) _factor.AsSpan(i * n + i + 1, n - i - 1).Clear();
        Gemm.MultiplyAdd(n, n, n, 1, _vectors, n, false, _factor, n, false, 0, _inverseRoot, n, _team);
        for (int k = 0; k < n; k++)
        {
            _lambda[k] = Math.Sqrt(_squares[k]);
            double root = Math.Sqrt(_lambda[k]);
            Span<double> row = _transposedRoot.AsSpan(k * n, n), inverseRow = _inverseRoot.AsSpan(k * n, n);
            TensorPrimitives.Divide(row, root, row);
            TensorPrimitives.Multiply(inverseRow, root, inverseRow);
        }
        Gemm.MultiplyAdd(n, n, n, 1, _inverseRoot, n, true, _inverseRoot, n, false, 0, _inverse, n, _team);
        return true;
    }

    public override void AddProducts(Span<double> matrix) => _products.AddTo(matrix, Columns.Entries.Columns, _inverse, _inverse, _team);

    /// <remarks>By R⁻¹ and then R⁻ᵀ: products with G⁻¹ itself would carry errors from its large directions to its small ones.</remarks>
    public override void Curvature(ReadOnlySpan<double> g, Span<double> image)
    {
        Transform(_inverseRoot, g, _matrix);
        TransformBack(image);
    }

    public override void Correction(ReadOnlySpan<double> ds, ReadOnlySpan<double> dz, double mu, Span<double> image)
    {
        int n = _order;
        Transform(_inverseRoot, ds, _ds);
        Transform(_transposedRoot, dz, _dz);
        Gemm.MultiplyAdd(n, n, n, 1, _ds, n, false, _dz, n, false, 0, _matrix, n, _team);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double d = 0.5 * (_matrix[i * n + j] + _matrix[j * n + i]) + (i == j ? _lambda[i] * _lambda[i] - mu : 0);
                _matrix[i * n + j] = _matrix[j * n + i] = 2 * d / (_lambda[i] + _lambda[j]);
            }
        }
        TransformBack(image);
    }

    public override double LargestStep(ReadOnlySpan<double> ds, ReadOnlySpan<double> dz) =>
        Math.Min(LargestStep(_inverseRoot, ds), LargestStep(_transposedRoot, dz));

    /// <summary>1/max(0, −λ_min(Λ^{−½}DΛ^{−½})) for D = MXM'.</summary>
    private double LargestStep(double[] m, ReadOnlySpan<double> x)
    {
        int n = _order;
        Transform(m, x, _matrix);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) _matrix[i * n + j] /= Math.Sqrt(_lambda[i] * _lambda[j]);
        }
        _eigensolver.Values(_matrix, _values);
        return 1 / Math.Max(0, -_values[0]);
    }

    /// <summary>image ← MXM' as a matrix.</summary>
    private void Transform(double[] m, ReadOnlySpan<double> x, double[] image)
    {
        int n = _order;
        SymmetricVector.Unpack(x, image, n, 1 / Root2);
        Gemm.MultiplyAdd(n, n, n, 1, m, n, false, image, n, false, 0, _work, n, _team);
        Gemm.MultiplyAdd(n, n, n, 1, _work, n, false, m, n, true, 0, image, n, _team);
    }

    /// <summary>image ← R⁻ᵀXR⁻¹ for the X in the matrix's place.</summary>
    private void TransformBack(Span<double> image)
    {
        int n = _order;
        Gemm.MultiplyAdd(n, n, n, 1, _inverseRoot, n, true, _matrix, n, false, 0, _work, n, _team);
        Gemm.MultiplyAdd(n, n, n, 1, _work, n, false, _inverseRoot, n, false, 0, _matrix, n, _team);
        SymmetricVector.Pack(_matrix, image, n, Root2);
    }
}
