using Copositive.Modeling;

namespace Copositive.Solvers.InteriorPoint;

/// <summary>Equality rows: s = 0 and H = 0, z free; the linear system treats them apart.</summary>
internal sealed class ScaledZeroCone : ScaledCone
{
    public ScaledZeroCone(ConeBlock block, BlockColumns columns) : base(block, columns) { }

    public override int Degree => 0;

    public override void Unit(Span<double> v) => v.Clear();

    public override bool TryScale(ReadOnlySpan<double> s, ReadOnlySpan<double> z) => true;

    /// <remarks>The linear system treats equality rows apart.</remarks>
    public override void AddProducts(Span<double> matrix)
    {
    }

    public override void Curvature(ReadOnlySpan<double> g, Span<double> image) => g.CopyTo(image);

    public override void Correction(ReadOnlySpan<double> ds, ReadOnlySpan<double> dz, double mu, Span<double> image) => image.Clear();

    public override double LargestStep(ReadOnlySpan<double> ds, ReadOnlySpan<double> dz) => double.PositiveInfinity;
}
