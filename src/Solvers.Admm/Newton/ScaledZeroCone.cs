using Copositive.Modeling;

namespace Copositive.Solvers.Admm;

/// <summary>Equality rows: s = 0 and W = 0, z free; the linear system treats them apart.</summary>
internal sealed class ScaledZeroCone : ScaledCone
{
    public ScaledZeroCone(ConeBlock block) : base(block) { }

    public override int Degree => 0;

    public override void Unit(Span<double> v) => v.Clear();

    public override bool TryScale(ReadOnlySpan<double> s, ReadOnlySpan<double> z) => true;

    public override void Scale(ReadOnlySpan<double> z, Span<double> image) => image.Clear();

    public override void Curvature(ReadOnlySpan<double> g, Span<double> image) => g.CopyTo(image);

    public override void Correction(ReadOnlySpan<double> ds, ReadOnlySpan<double> dz, double t, Span<double> image) => image.Clear();

    public override double LargestStep(ReadOnlySpan<double> ds, ReadOnlySpan<double> dz) => double.PositiveInfinity;
}
