namespace Copositive.Solvers.Common;

/// <summary>Π = 0 on equality rows.</summary>
internal sealed class ZeroProjection : ConeProjection
{
    public ZeroProjection(int start, int rows) : base(start, rows) { }

    public override void Project(ReadOnlySpan<double> w, Span<double> s, ProjectionMode mode = default) => s.Clear();

    public override void Derivative(ReadOnlySpan<double> dw, Span<double> ds) => ds.Clear();

    public override void Derivative(ReadOnlySpan<float> dw, Span<float> ds) => ds.Clear();
}
