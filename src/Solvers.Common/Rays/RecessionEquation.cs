using System.Numerics.Tensors;
using Copositive.Numerics;

namespace Copositive.Solvers.Common;

/// <summary>
/// Directions of unbounded improvement: r(d) = (Ad + Π_K(−Ad), Pd, c'd + 1) = 0, the first part being minus what −Ad lacks of lying in K.
/// </summary>
internal sealed class RecessionEquation : RayEquation
{
    private readonly ScaledProgram _program;
    private readonly ProductProjection _cones;
    private readonly double[] _slack, _moved;

    public RecessionEquation(ScaledProgram program, ProductProjection cones)
        : base(program.Columns, program.Rows + (program.P is null ? 0 : program.Columns) + 1)
    {
        _program = program;
        _cones = cones;
        _slack = new double[program.Rows];
        _moved = new double[program.Rows];
    }

    public override void Evaluate(ReadOnlySpan<double> u, Span<double> residual)
    {
        int m = _program.Rows;
        _program.A.Multiply(u, _slack, -1);
        _cones.Project(_slack, _moved);
        TensorPrimitives.Subtract(_moved, _slack, residual[..m]);
        _program.P?.MultiplySymmetric(u, residual[m..^1]);
        residual[^1] = 1 + TensorPrimitives.Dot(_program.C, u);
    }

    public override void Multiply(ReadOnlySpan<double> h, Span<double> image)
    {
        int m = _program.Rows;
        _program.A.Multiply(h, _slack);
        _cones.Derivative(_slack, _moved);
        TensorPrimitives.Subtract(_slack, _moved, image[..m]);
        _program.P?.MultiplySymmetric(h, image[m..^1]);
        image[^1] = TensorPrimitives.Dot(_program.C, h);
    }

    public override void TransposeMultiply(ReadOnlySpan<double> z, Span<double> image)
    {
        int m = _program.Rows;
        _cones.Derivative(z[..m], _moved);
        TensorPrimitives.Subtract(z[..m], _moved, _slack);
        TensorPrimitives.Multiply(_program.C, z[^1], image);
        _program.A.TransposeMultiply(_slack, image, 1, 1);
        _program.P?.MultiplySymmetric(z[m..^1], image, 1, 1);
    }
}
