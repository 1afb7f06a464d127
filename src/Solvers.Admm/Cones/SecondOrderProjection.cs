using System.Numerics.Tensors;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>
/// For w = (t, u) outside the cone and its polar, Π(w) = ½(1 + t/r)(r, u) with r = ‖u‖, whose derivative along (τ, h) is, with û = u/r,
/// ½(τ + ⟨û, h⟩, ûτ + (1 + t/r)h − (t/r)û⟨û, h⟩).
/// </summary>
internal sealed class SecondOrderProjection : ConeProjection
{
    private readonly double[] _direction;
    private double _ratio;

    public SecondOrderProjection(int start, int rows) : base(start, rows) => _direction = new double[rows - 1];

    public override void Project(ReadOnlySpan<double> w, Span<double> s)
    {
        double t = w[0], r = EuclideanNorm.Of(w[1..]);
        _ratio = r <= t ? double.PositiveInfinity : r <= -t ? double.NegativeInfinity : t / r;
        w.CopyTo(s);
        LorentzCone.Project(s);
        if (double.IsFinite(_ratio)) TensorPrimitives.Divide(w[1..], r, _direction);
    }

    public override void Derivative(ReadOnlySpan<double> dw, Span<double> ds)
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
        double along = TensorPrimitives.Dot<double>(_direction, dw[1..]);
        ds[0] = 0.5 * (dw[0] + along);
        TensorPrimitives.Multiply(dw[1..], 0.5 * (1 + _ratio), ds[1..]);
        TensorPrimitives.MultiplyAdd(_direction, 0.5 * (dw[0] - _ratio * along), ds[1..], ds[1..]);
    }
}
