using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>Positive semidefinite matrices.</summary>
internal sealed class HkmMatrixBlock : HkmBlock
{
    private static readonly double Root2 = Math.Sqrt(2), HalfRoot2 = Math.Sqrt(0.5);

    private readonly int _order;
    private readonly SchurProducts _products;
    private readonly SmallestEigenvalue _smallest;
    private readonly double[] _inverse, _cross, _work, _ds, _dz;
    private double[] _s, _z, _slackFactor, _multiplierFactor, _trial, _trialFactor;

    public HkmMatrixBlock(ConeBlock block, SchurProducts products) : base(block)
    {
        int n = _order = block.Order, square = n * n;
        _products = products;
        _smallest = new SmallestEigenvalue(n);
        (_inverse, _cross, _work, _ds, _dz) = (new double[square], new double[square], new double[square], new double[square], new double[square]);
        (_s, _z, _slackFactor, _multiplierFactor) = (new double[square], new double[square], new double[square], new double[square]);
        (_trial, _trialFactor) = (new double[square], new double[square]);
    }

    public override int Degree => _order;

    public override void Start(double xi, double eta)
    {
        SetMultiple(_s, _slackFactor, xi);
        SetMultiple(_z, _multiplierFactor, eta);
    }

    public override void Write(Span<double> s, Span<double> z)
    {
        SymmetricVector.Pack(_s, s, _order, Root2);
        SymmetricVector.Pack(_z, z, _order, Root2);
    }

    public override void Prepare()
    {
        _slackFactor.CopyTo(_inverse, 0);
        DenseCholesky.InvertInPlace(_inverse, _order, _order);
        SymmetricVector.MirrorLower(_inverse, _order);
    }

    public override void AddProducts(double[] matrix, int size) => _products.AddTo(matrix, size, _z, _inverse);

    public override void Transform(ReadOnlySpan<double> v, Span<double> image)
    {
        SymmetricVector.Unpack(v, _trial, _order, HalfRoot2);
        Multiply(_z, _trial, _work);
        Multiply(_work, _inverse, _trial);
        SymmetricVector.AddTransposed(_trial, _order, 0.5);
        SymmetricVector.Pack(_trial, image, _order, Root2);
    }

    public override void Predict(ReadOnlySpan<double> ds)
    {
        SymmetricVector.Unpack(ds, _ds, _order, HalfRoot2);
        Multiply(_z, _ds, _work);
        Multiply(_work, _inverse, _dz);
        SymmetricVector.AddTransposed(_dz, _order, -0.5);
        TensorPrimitives.Subtract(_dz, _z, _dz);
    }

    public override double Complementarity(bool withStep)
    {
        double sum = TensorPrimitives.Dot<double>(_s, _z);
        if (!withStep) return sum;
        return sum + TensorPrimitives.Dot<double>(_ds, _z) + TensorPrimitives.Dot<double>(_s, _dz) + TensorPrimitives.Dot<double>(_ds, _dz);
    }

    public override void Correction(double betaMu, Span<double> image)
    {
        Multiply(_dz, _ds, _cross);
        Multiply(_cross, _inverse, _trial);
        SymmetricVector.AddTransposed(_trial, _order, -0.5);
        TensorPrimitives.MultiplyAdd(_inverse, betaMu, _trial, _trial);
        SymmetricVector.Pack(_trial, image, _order, Root2);
    }

    public override void Correct(ReadOnlySpan<double> ds, double betaMu)
    {
        SymmetricVector.Unpack(ds, _ds, _order, HalfRoot2);
        Gemm.MultiplyAdd(_order, _order, _order, 1, _z, _order, false, _ds, _order, false, 1, _cross, _order);
        Multiply(_cross, _inverse, _dz);
        SymmetricVector.AddTransposed(_dz, _order, -0.5);
        TensorPrimitives.Subtract(_dz, _z, _dz);
        TensorPrimitives.MultiplyAdd(_inverse, betaMu, _dz, _dz);
    }

    public override void Adjust(ReadOnlySpan<double> v)
    {
        SymmetricVector.Unpack(v, _trial, _order, HalfRoot2);
        TensorPrimitives.Subtract(_ds, _trial, _ds);
        Multiply(_z, _trial, _work);
        Multiply(_work, _inverse, _trial);
        SymmetricVector.AddTransposed(_trial, _order, 0.5);
        TensorPrimitives.Add(_dz, _trial, _dz);
    }

    public override void WriteMultiplier(Span<double> z)
    {
        TensorPrimitives.Add(_z, _dz, _trial);
        SymmetricVector.Pack(_trial, z, _order, Root2);
    }

    public override (double Slack, double Multiplier) LargestSteps(double limit) =>
        (LargestStep(_slackFactor, _ds, limit), LargestStep(_multiplierFactor, _dz, limit));

    public override bool TrySlack(double length) => Try(_s, _ds, length);

    public override void MoveSlack() => Accept(ref _s, ref _slackFactor);

    public override bool TryMultiplier(double length) => Try(_z, _dz, length);

    public override void MoveMultiplier() => Accept(ref _z, ref _multiplierFactor);

    private bool Try(double[] matrix, double[] step, double length)
    {
        TensorPrimitives.MultiplyAdd(step, length, matrix, _trial);
        _trial.CopyTo(_trialFactor, 0);
        return DenseCholesky.TryFactor(_trialFactor, _order);
    }

    private void Accept(ref double[] matrix, ref double[] factor)
    {
        (matrix, _trial) = (_trial, matrix);
        (factor, _trialFactor) = (_trialFactor, factor);
    }

    /// <summary>1/max(0, −λ_min(L⁻¹DL'⁻¹)).</summary>
    private double LargestStep(double[] factor, double[] step, double limit)
    {
        step.CopyTo(_trial, 0);
        TriangularSolve.Lower(_order, factor, _order, _trial, _order, _order);
        TriangularSolve.RightLowerTransposed(_order, factor, _order, _trial, _order, _order);
        return 1 / Math.Max(0, -_smallest.Estimate(_trial, -1 / limit));
    }

    private void Multiply(double[] a, double[] b, double[] product) =>
        Gemm.MultiplyAdd(_order, _order, _order, 1, a, _order, false, b, _order, false, 0, product, _order);

    private void SetMultiple(double[] matrix, double[] factor, double multiple)
    {
        Array.Clear(matrix);
        Array.Clear(factor);
        for (int i = 0; i < _order; i++) (matrix[i * _order + i], factor[i * _order + i]) = (multiple, Math.Sqrt(multiple));
    }
}
