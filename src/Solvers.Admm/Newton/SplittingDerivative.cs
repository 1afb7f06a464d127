using System.Numerics.Tensors;

namespace Copositive.Solvers.Admm;

/// <summary>T′ − I of a splitting map at the state it evaluated last, between vectors in single precision.</summary>
internal sealed class SplittingDerivative(SplittingMap map) : ILinearMap
{
    private readonly double[] _direction = new double[map.Dimension], _image = new double[map.Dimension];

    public int Dimension => map.Dimension;

    public void Apply(ReadOnlySpan<float> x, Span<float> y)
    {
        TensorPrimitives.ConvertTruncating<float, double>(x, _direction);
        map.Derivative(_direction, _image);
        TensorPrimitives.ConvertTruncating<double, float>(_image, y);
    }
}
