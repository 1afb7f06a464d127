using System.Numerics.Tensors;

namespace Copositive.Solvers.LowRank;

/// <summary>
/// Minimises a <see cref="SphereProduct"/> by a Riemannian trust-region method with truncated conjugate gradients, preconditioned by Diag(λ)
/// (Absil, Baker and Gallivan 2007).
/// </summary>
internal sealed class TrustRegion
{
    private const int KrylovLimit = 250;
    private const double LeastRatio = 0.1, Superlinear = 0.1;

    private readonly SphereProduct _function;
    private readonly double[] _gradient, _step, _image, _residual, _preconditioned, _direction, _directionImage, _trial;
    private double _radius, _value;

    public TrustRegion(SphereProduct function)
    {
        _function = function;
        int length = function.Order * function.Rank;
        (_gradient, _step, _image, _residual) = (new double[length], new double[length], new double[length], new double[length]);
        (_preconditioned, _direction, _directionImage, _trial) = (new double[length], new double[length], new double[length], new double[length]);
        _radius = 0.1 * Math.Sqrt(function.Order);
    }

    /// <summary>‖grad f‖ at the last point.</summary>
    public double GradientNorm { get; private set; }

    /// <summary>Steps tried.</summary>
    public int Steps { get; private set; }

    /// <summary>Minimises from W, which it moves.</summary>
    /// <param name="w">W.</param>
    /// <param name="goal">The length of the gradient to reach.</param>
    /// <param name="stepLimit">The largest number of steps.</param>
    /// <param name="isOver">Looked at before each step.</param>
    public void Run(double[] w, double goal, int stepLimit, Func<bool> isOver)
    {
        Evaluate(w);
        for (Steps = 0; Steps < stepLimit && GradientNorm > goal && !isOver() && _radius > 1e-12; Steps++)
        {
            double predicted = Solve(w);
            TensorPrimitives.Add(w, _step, _trial);
            _function.Normalize(_trial);
            double value = _function.Value(_trial), fall = _value - value, noise = 1e-14 * (1 + Math.Abs(_value));
            // Near the minimum the fall drowns in rounding, and the model is right.
            double ratio = predicted <= noise ? 1 : (fall + noise) / (predicted + noise);
            double length = Norm(_step);
            if (ratio < 0.25) _radius = 0.25 * Math.Min(_radius, length);
            else if (ratio > 0.75 && length > 0.9 * _radius) _radius = Math.Min(2 * _radius, 2 * Math.Sqrt(_function.Order));
            if (ratio <= LeastRatio) continue;
            double before = GradientNorm;
            Swap(w);
            Evaluate(w);
            if (predicted > noise || GradientNorm <= before) continue;
            // Rounding is all that is left.
            Swap(w);
            Evaluate(w);
            return;
        }
    }

    private static double Norm(double[] v) => Math.Sqrt(TensorPrimitives.SumOfSquares<double>(v));

    private void Swap(double[] w)
    {
        for (int k = 0; k < w.Length; k++) (w[k], _trial[k]) = (_trial[k], w[k]);
    }

    private void Evaluate(double[] w)
    {
        _value = _function.Gradient(w, _gradient);
        GradientNorm = Norm(_gradient);
    }

    /// <summary>step ← nearly the minimum of the model within the radius; returns by how much the model falls.</summary>
    private double Solve(double[] w)
    {
        Array.Clear(_step);
        Array.Clear(_image);
        _gradient.CopyTo(_residual, 0);
        double target = GradientNorm * Math.Min(Superlinear, GradientNorm);
        Precondition(_residual, _preconditioned);
        TensorPrimitives.Negate(_preconditioned, _direction);
        double rho = TensorPrimitives.Dot<double>(_residual, _preconditioned);
        for (int k = 0; k < KrylovLimit; k++)
        {
            _function.Hessian(w, _direction, _directionImage);
            double curvature = TensorPrimitives.Dot<double>(_direction, _directionImage);
            double squares = TensorPrimitives.SumOfSquares<double>(_direction), along = TensorPrimitives.Dot<double>(_step, _direction);
            double inside = _radius * _radius - TensorPrimitives.SumOfSquares<double>(_step);
            double toBoundary = (-along + Math.Sqrt(Math.Max(0, along * along + squares * inside))) / squares;
            double alpha = rho / curvature;
            bool ends = !(curvature > 0) || alpha >= toBoundary;
            if (ends) alpha = toBoundary;
            TensorPrimitives.MultiplyAdd(_direction, alpha, _step, _step);
            TensorPrimitives.MultiplyAdd(_directionImage, alpha, _image, _image);
            if (ends) break;
            TensorPrimitives.MultiplyAdd(_directionImage, alpha, _residual, _residual);
            if (Norm(_residual) <= target) break;
            Precondition(_residual, _preconditioned);
            double next = TensorPrimitives.Dot<double>(_residual, _preconditioned);
            TensorPrimitives.Multiply(_direction, next / rho, _direction);
            TensorPrimitives.Subtract(_direction, _preconditioned, _direction);
            rho = next;
        }
        return -TensorPrimitives.Dot<double>(_gradient, _step) - 0.5 * TensorPrimitives.Dot<double>(_step, _image);
    }

    private void Precondition(double[] v, double[] image)
    {
        int rank = _function.Rank;
        double mean = 0;
        foreach (double lambda in _function.Lambda) mean += Math.Max(0, lambda);
        double floor = 1e-3 * mean / _function.Order + 1e-300;
        for (int i = 0; i < _function.Order; i++)
            TensorPrimitives.Divide(v.AsSpan(i * rank, rank), Math.Max(floor, _function.Lambda[i]), image.AsSpan(i * rank, rank));
    }
}
