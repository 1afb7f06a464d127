using System.Numerics.Tensors;

namespace Copositive.Solvers.Common;

/// <summary>Π = max(w, 0); the derivative keeps the rows with w &gt; 0.</summary>
internal sealed class NonnegativeProjection : ConeProjection
{
    private readonly double[] _positive;
    private float[]? _single;
    private bool _hasSingle;

    public NonnegativeProjection(int start, int rows) : base(start, rows) => _positive = new double[rows];

    public override void Project(ReadOnlySpan<double> w, Span<double> s, ProjectionMode mode = default)
    {
        TensorPrimitives.Max(w, 0.0, s);
        for (int i = 0; i < w.Length; i++) _positive[i] = w[i] > 0 ? 1 : 0;
        _hasSingle = false;
    }

    public override void Derivative(ReadOnlySpan<double> dw, Span<double> ds) => TensorPrimitives.Multiply(dw, _positive, ds);

    public override void Derivative(ReadOnlySpan<float> dw, Span<float> ds)
    {
        _single ??= new float[Rows];
        if (!_hasSingle) TensorPrimitives.ConvertTruncating<double, float>(_positive, _single);
        _hasSingle = true;
        TensorPrimitives.Multiply(dw, _single, ds);
    }
}
