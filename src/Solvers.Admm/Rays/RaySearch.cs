using System.Numerics.Tensors;
using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>
/// Looks for rays that prove a program infeasible or unbounded. On such programs the displacement T(v) − v of the state tends to a nonzero
/// vector whose parts are rays (Banjac, Goulart, Stellato and Boyd 2019), and so do the directions of y and x̃. A candidate that nearly
/// is one is polished, and then accepted only when it holds on the program as given.
/// </summary>
internal sealed class RaySearch
{
    /// <summary>A candidate with a larger relative residual is not polished.</summary>
    private const double CandidateResidual = 0.1;

    /// <summary>What a ray may lack, relative to its size, in the program as given.</summary>
    private const double RayResidual = 1e-9;

    /// <summary>
    /// The largest product of a ray's residual and its length in the scaled program, at ⟨b, y⟩ = −1 or c'd = −1. A weakly infeasible program
    /// has ever longer rays with ever smaller residuals, but their product stays away from 0; that of a true ray is a rounding error.
    /// </summary>
    private const double LargestProduct = 1e-6;

    private readonly ScaledProgram _program;
    private readonly FarkasEquation _farkas;
    private readonly RecessionEquation _recession;
    private readonly RayNewton _farkasNewton, _recessionNewton;
    private readonly double[] _dualCandidate, _candidate, _dualResidual, _residual;

    public RaySearch(ScaledProgram program)
    {
        _program = program;
        var cones = new ProductProjection(program.Source);
        _farkas = new FarkasEquation(program, cones);
        _recession = new RecessionEquation(program, cones);
        _farkasNewton = new RayNewton(_farkas);
        _recessionNewton = new RayNewton(_recession);
        _dualCandidate = new double[program.Rows];
        _candidate = new double[program.Columns];
        _dualResidual = new double[_farkas.Equations];
        _residual = new double[_recession.Equations];
    }

    /// <summary>A y ∈ K* with AᵀWy = 0 and ⟨b, y⟩ = −1 in the units of the program as given; null when none is found.</summary>
    /// <param name="direction">Nearly such a ray, of any positive length; not necessarily in K*.</param>
    public double[]? FindInfeasibility(ReadOnlySpan<double> direction)
    {
        _farkas.Evaluate(direction, _dualResidual);
        double value = _dualResidual[^1] - 1;
        if (!(value < 0) || !(EuclideanNorm.Of(_dualResidual.AsSpan(0, _program.Columns)) <= -CandidateResidual * value)) return null;
        TensorPrimitives.Multiply(direction, -1 / value, _dualCandidate);
        double lack = _farkasNewton.Polish(_dualCandidate);
        if (!(lack * Math.Max(1, EuclideanNorm.Of(_farkas.Ray)) <= LargestProduct)) return null;
        var y = new double[_program.Rows];
        _program.UnscaleDual(_farkas.Ray, y);
        return VerifyInfeasibility(y) ? y : null;
    }

    /// <summary>A d with −Ad ∈ K, Pd = 0 and c'd = −1 in the units of the program as given; null when none is found.</summary>
    /// <param name="direction">Nearly such a direction, of any positive length.</param>
    public double[]? FindUnboundedness(ReadOnlySpan<double> direction)
    {
        double value = TensorPrimitives.Dot(_program.C, direction);
        if (!(value < 0)) return null;
        TensorPrimitives.Multiply(direction, -1 / value, _candidate);
        _recession.Evaluate(_candidate, _residual);
        if (!(EuclideanNorm.Of(_residual) <= CandidateResidual)) return null;
        double lack = _recessionNewton.Polish(_candidate);
        if (!(lack * Math.Max(1, EuclideanNorm.Of(_candidate)) <= LargestProduct)) return null;
        var d = new double[_program.Columns];
        _program.UnscalePoint(_candidate, d);
        return VerifyUnboundedness(d) ? d : null;
    }

    private bool VerifyInfeasibility(double[] y)
    {
        ConicProgram program = _program.Source;
        var weighted = new double[y.Length];
        TensorPrimitives.Multiply(program.RowWeights, y, weighted);
        double value = TensorPrimitives.Dot(program.B, weighted);
        if (!(value < 0)) return false;
        TensorPrimitives.Divide(y, -value, y);
        TensorPrimitives.Divide(weighted, -value, weighted);
        var residual = new double[program.Columns];
        program.A.TransposeMultiply(weighted, residual);
        return EuclideanNorm.Of(residual) <= RayResidual * (1 + program.A.MaxAbs() * EuclideanNorm.Of(y));
    }

    private bool VerifyUnboundedness(double[] d)
    {
        ConicProgram program = _program.Source;
        double value = TensorPrimitives.Dot(program.C, d);
        if (!(value < 0)) return false;
        TensorPrimitives.Divide(d, -value, d);
        double size = EuclideanNorm.Of(d);
        var slack = new double[program.Rows];
        program.A.Multiply(d, slack, -1);
        if (!(new DistanceToCone(program).Measure(slack) <= RayResidual * (1 + program.A.MaxAbs() * size))) return false;
        if (program.P is null) return true;
        var curvature = new double[program.Columns];
        program.P.MultiplySymmetric(d, curvature);
        return EuclideanNorm.Of(curvature) <= RayResidual * (1 + program.P.MaxAbs() * size);
    }
}
