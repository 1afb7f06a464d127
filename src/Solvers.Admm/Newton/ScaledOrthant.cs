using System.Numerics.Tensors;
using Copositive.Modeling;

namespace Copositive.Solvers.Admm;

/// <summary>The nonnegative orthant: H = diag(s/z).</summary>
internal sealed class ScaledOrthant : ScaledCone
{
    private readonly double[] _s, _z, _ratio;

    public ScaledOrthant(ConeBlock block) : base(block) => (_s, _z, _ratio) = (new double[block.Rows], new double[block.Rows], new double[block.Rows]);

    public override int Degree => Block.Rows;

    public override void Unit(Span<double> v) => v.Fill(1);

    public override bool TryScale(ReadOnlySpan<double> s, ReadOnlySpan<double> z)
    {
        for (int i = 0; i < s.Length; i++)
        {
            if (!(s[i] > 0 && z[i] > 0)) return false;
            _ratio[i] = s[i] / z[i];
            if (!(_ratio[i] > 0 && double.IsFinite(_ratio[i]))) return false;
        }
        s.CopyTo(_s);
        z.CopyTo(_z);
        return true;
    }

    public override void Scale(ReadOnlySpan<double> z, Span<double> image)
    {
        for (int i = 0; i < z.Length; i++) image[i] = Math.Sqrt(_ratio[i]) * z[i];
    }

    public override void Curvature(ReadOnlySpan<double> g, Span<double> image) => TensorPrimitives.Divide(g, _ratio, image);

    public override void Correction(ReadOnlySpan<double> ds, ReadOnlySpan<double> dz, double t, Span<double> image)
    {
        for (int i = 0; i < image.Length; i++) image[i] = _z[i] + (ds[i] * dz[i] - t) / _s[i];
    }

    public override double LargestStep(ReadOnlySpan<double> ds, ReadOnlySpan<double> dz)
    {
        double fastest = 0;
        for (int i = 0; i < ds.Length; i++) fastest = Math.Max(fastest, Math.Max(-ds[i] / _s[i], -dz[i] / _z[i]));
        return 1 / fastest;
    }
}
