using System.Numerics.Tensors;
using Copositive.Numerics;

namespace Copositive.Solvers.Common;

/// <summary>
/// Rays of infeasibility: y = Π_{K*}(u) with r(u) = (A'y, ⟨b, y⟩ + 1) = 0. A feasible x would give 0 ≤ ⟨y, b − Ax⟩ = −1. By Moreau
/// Π_{K*}(u) = u + Π_K(−u), and its derivative is I − Π_K′(−u), which is symmetric.
/// </summary>
internal sealed class FarkasEquation : RayEquation
{
    private readonly ScaledProgram _program;
    private readonly ProductProjection _cones;
    private readonly double[] _negated, _moved;

    public FarkasEquation(ScaledProgram program, ProductProjection cones) : base(program.Rows, program.Columns + 1)
    {
        _program = program;
        _cones = cones;
        _negated = new double[program.Rows];
        _moved = new double[program.Rows];
        Ray = new double[program.Rows];
    }

    /// <summary>y of the last evaluation.</summary>
    public double[] Ray { get; }

    public override void Evaluate(ReadOnlySpan<double> u, Span<double> residual)
    {
        TensorPrimitives.Negate(u, _negated);
        _cones.Project(_negated, _moved);
        TensorPrimitives.Add(u, _moved, Ray);
        Functionals(Ray, residual);
        residual[^1] += 1;
    }

    public override void Multiply(ReadOnlySpan<double> h, Span<double> image)
    {
        _cones.Derivative(h, _moved);
        TensorPrimitives.Subtract(h, _moved, _negated);
        Functionals(_negated, image);
    }

    public override void TransposeMultiply(ReadOnlySpan<double> z, Span<double> image)
    {
        _program.A.Multiply(z[..^1], _negated);
        TensorPrimitives.MultiplyAdd(_program.B, z[^1], _negated, _negated);
        _cones.Derivative(_negated, _moved);
        TensorPrimitives.Subtract(_negated, _moved, image);
    }

    private void Functionals(ReadOnlySpan<double> y, Span<double> image)
    {
        _program.A.TransposeMultiply(y, image[..^1]);
        image[^1] = TensorPrimitives.Dot(_program.B, y);
    }
}
