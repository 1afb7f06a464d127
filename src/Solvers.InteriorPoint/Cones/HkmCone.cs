using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.InteriorPoint;

/// <summary>
/// Positive semidefinite matrices with the HKM direction: H⁻¹ is V ↦ sym(ZVS⁻¹), which is self-adjoint and positive definite, and
/// t = Z − μS⁻¹ + sym(ΔZΔSS⁻¹) (Helmberg, Rendl, Vanderbei and Wolkowicz 1996; Kojima, Shindoh and Hara 1997; Monteiro 1997).
/// </summary>
internal sealed class HkmCone : ScaledCone
{
    private static readonly double Root2 = Math.Sqrt(2), HalfRoot2 = Math.Sqrt(0.5);

    /// <summary>Steps beyond this are not told apart.</summary>
    private const double LongestStep = 1.1;

    private readonly int _order;
    private readonly SchurProducts _products;
    private readonly SmallestEigenvalue _smallest;
    private readonly WorkerTeam? _team;
    private readonly double[] _z, _slackFactor, _multiplierFactor, _inverse, _matrix, _work, _second;

    public HkmCone(ConeBlock block, BlockColumns columns, WorkerTeam? team) : base(block, columns)
    {
        int n = _order = block.Order, square = n * n;
        _products = new SchurProducts(columns.Entries, 0, n);
        _smallest = new SmallestEigenvalue(n);
        _team = team;
        (_z, _slackFactor, _multiplierFactor, _inverse) = (new double[square], new double[square], new double[square], new double[square]);
        (_matrix, _work, _second) = (new double[square], new double[square], new double[square]);
    }

    public override int Degree => _order;

    public override void Unit(Span<double> v)
    {
        v.Clear();
        for (int j = 0; j < _order; j++) v[SymmetricVector.Index(j, j)] = 1;
    }

    public override bool TryScale(ReadOnlySpan<double> s, ReadOnlySpan<double> z)
    {
        SymmetricVector.Unpack(s, _slackFactor, _order, HalfRoot2);
        SymmetricVector.Unpack(z, _z, _order, HalfRoot2);
        _z.CopyTo(_multiplierFactor, 0);
        if (!DenseCholesky.TryFactor(_slackFactor, _order, _order, out _, _team)) return false;
        if (!DenseCholesky.TryFactor(_multiplierFactor, _order, _order, out _, _team)) return false;
        _slackFactor.CopyTo(_inverse, 0);
        DenseCholesky.InvertInPlace(_inverse, _order, _order, _team);
        SymmetricVector.MirrorLower(_inverse, _order);
        return double.IsFinite(_inverse[0]);
    }

    public override void Curvature(ReadOnlySpan<double> g, Span<double> image)
    {
        SymmetricVector.Unpack(g, _matrix, _order, HalfRoot2);
        Multiply(_z, _matrix, _work);
        Multiply(_work, _inverse, _matrix);
        SymmetricVector.AddTransposed(_matrix, _order, 0.5);
        SymmetricVector.Pack(_matrix, image, _order, Root2);
    }

    public override void AddProducts(Span<double> matrix) => _products.AddTo(matrix, Columns.Entries.Columns, _z, _inverse, _team);

    public override void Correction(ReadOnlySpan<double> ds, ReadOnlySpan<double> dz, double mu, Span<double> image)
    {
        SymmetricVector.Unpack(dz, _second, _order, HalfRoot2);
        SymmetricVector.Unpack(ds, _matrix, _order, HalfRoot2);
        Multiply(_second, _matrix, _work);
        Multiply(_work, _inverse, _matrix);
        SymmetricVector.AddTransposed(_matrix, _order, 0.5);
        TensorPrimitives.MultiplyAdd(_inverse, -mu, _matrix, _matrix);
        TensorPrimitives.Add(_z, _matrix, _matrix);
        SymmetricVector.Pack(_matrix, image, _order, Root2);
    }

    public override double LargestStep(ReadOnlySpan<double> ds, ReadOnlySpan<double> dz) =>
        Math.Min(LargestStep(_slackFactor, ds), LargestStep(_multiplierFactor, dz));

    /// <summary>1/max(0, −λ_min(L⁻¹DL'⁻¹)).</summary>
    private double LargestStep(double[] factor, ReadOnlySpan<double> step)
    {
        SymmetricVector.Unpack(step, _matrix, _order, HalfRoot2);
        TriangularSolve.Lower(_order, factor, _order, _matrix, _order, _order, _team);
        TriangularSolve.RightLowerTransposed(_order, factor, _order, _matrix, _order, _order, _team);
        return 1 / Math.Max(0, -_smallest.Estimate(_matrix, -1 / LongestStep));
    }

    private void Multiply(double[] a, double[] b, double[] product) =>
        Gemm.MultiplyAdd(_order, _order, _order, 1, a, _order, false, b, _order, false, 0, product, _order, _team);
}
