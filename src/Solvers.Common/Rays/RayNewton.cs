using System.Numerics.Tensors;
using Copositive.Numerics;

namespace Copositive.Solvers.Common;

/// <summary>
/// Polishes a nearly right ray: semismooth Gauss–Newton steps, each the least-norm solution of J h = −r by conjugate gradients on the normal
/// equations (CGLS, Hestenes and Stiefel 1952), which stays near the start and converges quadratically once the face is right.
/// </summary>
internal sealed class RayNewton
{
    private const int OuterLimit = 12, InnerLimit = 150;
    private const double Target = 1e-14, RequiredReduction = 0.5, InnerReduction = 1e-5;

    private readonly RayEquation _equation;
    private readonly double[] _residual, _inner, _image, _step, _gradient, _direction, _trial, _trialResidual;

    public RayNewton(RayEquation equation)
    {
        _equation = equation;
        _residual = new double[equation.Equations];
        _inner = new double[equation.Equations];
        _image = new double[equation.Equations];
        _trialResidual = new double[equation.Equations];
        _step = new double[equation.Unknowns];
        _gradient = new double[equation.Unknowns];
        _direction = new double[equation.Unknowns];
        _trial = new double[equation.Unknowns];
    }

    /// <summary>Improves u in place and leaves the equation evaluated at it; returns ‖r(u)‖.</summary>
    public double Polish(Span<double> u)
    {
        _equation.Evaluate(u, _residual);
        double norm = EuclideanNorm.Of(_residual);
        for (int outer = 0; outer < OuterLimit && norm > Target && double.IsFinite(norm); outer++)
        {
            LeastNormStep();
            double length = 1, trialNorm;
            while (true)
            {
                TensorPrimitives.MultiplyAdd(_step, length, u, _trial);
                _equation.Evaluate(_trial, _trialResidual);
                trialNorm = EuclideanNorm.Of(_trialResidual);
                if (trialNorm <= (1 - 0.1 * length) * norm || length < 0.1) break;
                length *= 0.5;
            }
            if (!(trialNorm < norm)) break;
            _trial.CopyTo(u);
            _trialResidual.CopyTo(_residual, 0);
            bool isHopeless = trialNorm > RequiredReduction * norm;
            norm = trialNorm;
            if (isHopeless) break;
        }
        _equation.Evaluate(u, _residual);
        return norm;
    }

    /// <summary>The step ← argmin ‖h‖ over the least-squares solutions of J h = −r.</summary>
    private void LeastNormStep()
    {
        Array.Clear(_step);
        TensorPrimitives.Negate(_residual, _inner);
        _equation.TransposeMultiply(_inner, _gradient);
        _gradient.CopyTo(_direction, 0);
        double squares = TensorPrimitives.SumOfSquares<double>(_gradient), first = squares;
        for (int k = 0; k < InnerLimit && squares > InnerReduction * InnerReduction * first && squares > 0; k++)
        {
            _equation.Multiply(_direction, _image);
            double curvature = TensorPrimitives.SumOfSquares<double>(_image);
            if (!(curvature > 0)) break;
            double alpha = squares / curvature;
            TensorPrimitives.MultiplyAdd(_direction, alpha, _step, _step);
            TensorPrimitives.MultiplyAdd(_image, -alpha, _inner, _inner);
            _equation.TransposeMultiply(_inner, _gradient);
            double next = TensorPrimitives.SumOfSquares<double>(_gradient);
            TensorPrimitives.MultiplyAdd(_direction, next / squares, _gradient, _direction);
            squares = next;
        }
    }
}
