using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.Common;

/// <summary>
/// The six errors of a point x and a dual y ∈ K*, from the program as given. e4 is 0 because y is a projection; e2 is bounded by the
/// distance from b − Ax to a given element of K, which saves a projection. No method allocates.
/// </summary>
internal sealed class PointErrors
{
    private readonly ConicProgram _program;
    private readonly double _slackUnit, _dualUnit;
    private readonly double[] _slack, _weightedDual, _residual, _quadratic;
    private readonly bool[] _isEquality;

    public PointErrors(ConicProgram program)
    {
        _program = program;
        _slackUnit = 1 + MaxAbs(program.B);
        _dualUnit = 1 + MaxAbs(program.C);
        _slack = new double[program.Rows];
        _weightedDual = new double[program.Rows];
        _residual = new double[program.Columns];
        _quadratic = new double[program.Columns];
        _isEquality = new bool[program.Rows];
        foreach (ConeBlock block in program.Blocks)
        {
            if (block.Cone.Kind == ConeKind.Zero) _isEquality.AsSpan(block.Start, block.Rows).Fill(true);
        }
    }

    /// <summary>½xᵀPx + cᵀx + c₀ of the last measurement.</summary>
    public double PrimalObjective { get; private set; }

    /// <summary>c₀ − ½xᵀPx − ⟨b, y⟩ of the last measurement.</summary>
    public double DualObjective { get; private set; }

    /// <summary>b − Ax of the last measurement.</summary>
    public ReadOnlySpan<double> Slack => _slack;

    /// <summary>1 + max|b|, the unit of e1 and e2.</summary>
    public double SlackUnit => _slackUnit;

    /// <summary>1 + max|c|, the unit of e3 and e4.</summary>
    public double DualUnit => _dualUnit;

    /// <summary>Measures.</summary>
    /// <param name="x">The point.</param>
    /// <param name="y">The dual, in K*.</param>
    /// <param name="nearby">An element of K near b − Ax.</param>
    public OptimalityErrors Measure(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> nearby)
    {
        ReadOnlySpan<double> weights = _program.RowWeights;
        _program.B.CopyTo(_slack);
        _program.A.Multiply(x, _slack, -1, 1);
        double equality = 0, distance = 0, complementarity = 0, dualValue = 0;
        for (int i = 0; i < _slack.Length; i++)
        {
            double weighted = weights[i] * y[i];
            _weightedDual[i] = weighted;
            complementarity += _slack[i] * weighted;
            dualValue += _program.B[i] * weighted;
            double gap = _slack[i] - nearby[i];
            if (_isEquality[i]) equality += _slack[i] * _slack[i];
            else distance += weights[i] * gap * gap;
        }
        _program.C.CopyTo(_residual);
        _program.A.TransposeMultiply(_weightedDual, _residual, 1, 1);
        double curvature = 0;
        if (_program.P is not null)
        {
            _program.P.MultiplySymmetric(x, _quadratic);
            curvature = TensorPrimitives.Dot(_quadratic, x);
            TensorPrimitives.Add(_residual, _quadratic, _residual);
        }
        PrimalObjective = _program.C0 + TensorPrimitives.Dot(_program.C, x) + 0.5 * curvature;
        DualObjective = _program.C0 - dualValue - 0.5 * curvature;
        double unit = 1 + Math.Abs(PrimalObjective) + Math.Abs(DualObjective);
        return new OptimalityErrors(
            Math.Sqrt(equality) / _slackUnit,
            Math.Sqrt(distance) / _slackUnit,
            EuclideanNorm.Of(_residual) / _dualUnit,
            0,
            Math.Abs(PrimalObjective - DualObjective) / unit,
            Math.Abs(complementarity) / unit);
    }

    private static double MaxAbs(ReadOnlySpan<double> v) => v.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(v));
}
