using System.Numerics;
using System.Numerics.Tensors;
using Copositive.Numerics;

namespace Copositive.Solvers.Common;

/// <summary>
/// For w = (t, u) outside the cone and its polar, Π(w) = ½(1 + t/r)(r, u) with r = ‖u‖, whose derivative along (τ, h) is, with û = u/r,
/// ½(τ + ⟨û, h⟩, ûτ + (1 + t/r)h − (t/r)û⟨û, h⟩).
/// </summary>
internal sealed class SecondOrderProjection : ConeProjection
{
    private readonly double[] _direction;
    private float[]? _single;
    private bool _hasSingle;
    private double _ratio;

    public SecondOrderProjection(int start, int rows) : base(start, rows) => _direction = new double[rows - 1];

    public override void Project(ReadOnlySpan<double> w, Span<double> s, ProjectionMode mode = default)
    {
        double t = w[0], r = EuclideanNorm.Of(w[1..]);
        _ratio = r <= t ? double.PositiveInfinity : r <= -t ? double.NegativeInfinity : t / r;
        w.CopyTo(s);
        LorentzCone.Project(s);
        if (double.IsFinite(_ratio)) TensorPrimitives.Divide(w[1..], r, _direction);
        _hasSingle = false;
    }

    public override void Derivative(ReadOnlySpan<double> dw, Span<double> ds) => Derivative(_direction, dw, ds);

    public override void Derivative(ReadOnlySpan<float> dw, Span<float> ds)
    {
        _single ??= new float[Rows - 1];
        if (!_hasSingle) TensorPrimitives.ConvertTruncating<double, float>(_direction, _single);
        _hasSingle = true;
        Derivative(_single, dw, ds);
    }

    private void Derivative<T>(ReadOnlySpan<T> direction, ReadOnlySpan<T> dw, Span<T> ds)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (double.IsNegativeInfinity(_ratio))
        {
            ds.Clear();
            return;
        }
        if (double.IsPositiveInfinity(_ratio))
        {
            dw.CopyTo(ds);
            return;
        }
        T half = T.CreateTruncating(0.5), ratio = T.CreateTruncating(_ratio), along = TensorPrimitives.Dot(direction, dw[1..]);
        ds[0] = half * (dw[0] + along);
        TensorPrimitives.Multiply(dw[1..], half * (T.One + ratio), ds[1..]);
        TensorPrimitives.MultiplyAdd(direction, half * (dw[0] - ratio * along), ds[1..], ds[1..]);
    }
}
