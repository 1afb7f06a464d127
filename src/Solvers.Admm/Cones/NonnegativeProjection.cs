using System.Numerics.Tensors;

namespace Copositive.Solvers.Admm;

/// <summary>Π = max(w, 0); the derivative keeps the rows with w &gt; 0.</summary>
internal sealed class NonnegativeProjection : ConeProjection
{
    private readonly double[] _positive;

    public NonnegativeProjection(int start, int rows) : base(start, rows) => _positive = new double[rows];

    public override void Project(ReadOnlySpan<double> w, Span<double> s)
    {
        TensorPrimitives.Max(w, 0.0, s);
        for (int i = 0; i < w.Length; i++) _positive[i] = w[i] > 0 ? 1 : 0;
    }

    public override void Derivative(ReadOnlySpan<double> dw, Span<double> ds) => TensorPrimitives.Multiply(dw, _positive, ds);
}
