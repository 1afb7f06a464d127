using System.Numerics.Tensors;
using Copositive.Numerics;

namespace Copositive.Networks;

/// <summary>The primal-dual interior-point method of <see cref="RestrictedSolver"/> on one scaled problem.</summary>
internal sealed class RestrictedInteriorPoint
{
    private const int MaxIterations = 150;

    /// <summary>Iterations without progress of the gap after which the accuracy of doubles is taken to be exhausted.</summary>
    private const int Patience = 8;

    private readonly RestrictedProblem _problem;
    private readonly CancellationToken _cancellationToken;
    private readonly int _n, _m, _c;
    private readonly double _beta;
    private readonly double[] _matrix, _z, _products, _gradient, _newton, _solved, _scale, _v, _residual;

    public RestrictedInteriorPoint(RestrictedProblem problem, CancellationToken cancellationToken)
    {
        (_problem, _cancellationToken) = (problem, cancellationToken);
        (_n, _m, _c, _beta) = (problem.Rows, problem.Count, problem.C, problem.Beta);
        (_matrix, _newton) = (new double[_n * _n], new double[_m * _m]);
        (_solved, _z, _residual) = (new double[_m * _n], new double[_c * _n], new double[_c * _n]);
        (_products, _v) = (new double[_m * _c], new double[_m * _c]);
        (_gradient, _scale) = (new double[_m], new double[_m]);
    }

    /// <summary>The output weights m×c of the scaled problem with the least duality gap met.</summary>
    /// <param name="warmEta">A guess of ‖v_j‖, or null.</param>
    /// <param name="tolerance">The relative gap at which to stop.</param>
    /// <param name="iterations">The iterations made.</param>
    /// <param name="bestGap">The duality gap of the weights returned.</param>
    /// <param name="dual">The dual point of that gap, column by column, not scaled into the feasible set; null where there is none.</param>
    public double[] Solve(double[]? warmEta, double tolerance, out int iterations, out double bestGap, out double[]? dual)
    {
        var (eta, lambda) = Start(warmEta);
        var (etaStep, lambdaStep) = (new double[_m], new double[_m]);
        var best = new double[_m * _c];
        var stalled = 0;
        (bestGap, dual) = (double.PositiveInfinity, null);
        for (iterations = 0; iterations < MaxIterations; iterations++)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            if (!Factor(eta)) break;
            var (objective, gap, residualIsBetter) = Evaluate(eta);
            stalled = gap < 0.999 * bestGap ? 0 : stalled + 1;
            if (gap < bestGap)
            {
                bestGap = gap;
                _v.CopyTo(best, 0);
                dual ??= new double[_c * _n];
                (residualIsBetter ? _residual : _z).CopyTo(dual, 0);
            }

            var complementarity = TensorPrimitives.Dot<double>(eta, lambda);
            if (bestGap <= tolerance * objective || stalled >= Patience || !(complementarity > 1e-20 * objective)) break;
            if (!FormNewton(eta, lambda)) break;
            var mean = complementarity / _m;
            Direction(eta, lambda, 0, etaStep, lambdaStep);
            var predicted = Predicted(eta, etaStep, Step(eta, etaStep, 0.999), lambda, lambdaStep, Step(lambda, lambdaStep, 0.999));
            var ratio = predicted / complementarity;
            Direction(eta, lambda, Math.Min(0.5, ratio * ratio * ratio) * mean, etaStep, lambdaStep);
            TensorPrimitives.MultiplyAdd(etaStep, Step(eta, etaStep, 0.995), eta, eta);
            TensorPrimitives.MultiplyAdd(lambdaStep, Step(lambda, lambdaStep, 0.995), lambda, lambda);
        }

        return best;
    }

    /// <summary>η of the size that explains Y at the cost ½‖Y‖², or the guess kept away from zero; λ = β/2, the gradient at Z = 0.</summary>
    private (double[] Eta, double[] Lambda) Start(double[]? warmEta)
    {
        double square = 0;
        for (var q = 0; q < _c; q++) square += TensorPrimitives.SumOfSquares(_problem.Target(q));
        var (eta, lambda) = (new double[_m], new double[_m]);
        Array.Fill(eta, Math.Max(square, double.Epsilon) / (4 * _m * _beta));
        Array.Fill(lambda, _beta / 2);
        var sum = warmEta is null ? 0 : TensorPrimitives.Sum<double>(warmEta);
        if (sum > 0)
            for (var j = 0; j < _m; j++) eta[j] = Math.Max(warmEta![j], 0.1 * sum / _m);
        return (eta, lambda);
    }

    /// <summary>Factors M = I + A diag(η)Aᵀ/β and sets Z = M⁻¹Y.</summary>
    private bool Factor(double[] eta)
    {
        Array.Clear(_matrix);
        for (var i = 0; i < _n; i++) _matrix[i * _n + i] = 1;
        for (var j = 0; j < _m; j++)
        {
            var atom = _problem.Atom(j);
            for (var i = 0; i < _n; i++)
            {
                if (atom[i] == 0) continue;
                var row = _matrix.AsSpan(i * _n, i + 1);
                TensorPrimitives.MultiplyAdd(atom[..(i + 1)], eta[j] / _beta * atom[i], row, row);
            }
        }

        if (!DenseCholesky.TryFactor(_matrix, _n)) return false;
        for (var q = 0; q < _c; q++)
        {
            var column = _z.AsSpan(q * _n, _n);
            _problem.Target(q).CopyTo(column);
            DenseCholesky.SolveInPlace(_matrix, _n, column);
        }

        return true;
    }

    /// <summary>Sets the products Zᵀa_j, the gradient and v; returns the objective at v and its duality gap, from the better dual point.</summary>
    private (double Objective, double Gap, bool ResidualIsBetter) Evaluate(double[] eta)
    {
        double norms = 0;
        for (var j = 0; j < _m; j++)
        {
            // β/2 − b²/(2β) without cancellation near b = β.
            var norm = Product(j, _z);
            _gradient[j] = (_beta - norm) * (_beta + norm) / (2 * _beta);
            norms += eta[j] / _beta * norm;
            TensorPrimitives.Multiply(_products.AsSpan(j * _c, _c), eta[j] / _beta, _v.AsSpan(j * _c, _c));
        }

        for (var q = 0; q < _c; q++)
        {
            var residual = _residual.AsSpan(q * _n, _n);
            _problem.Target(q).CopyTo(residual);
            for (var j = 0; j < _m; j++) TensorPrimitives.MultiplyAdd(_problem.Atom(j), -_v[j * _c + q], residual, residual);
        }

        var objective = 0.5 * TensorPrimitives.SumOfSquares<double>(_residual) + _beta * norms;
        // The residual first: evaluating it overwrites the products, which the Newton system needs for Z.
        var (fromResidual, fromZ) = (DualValue(_residual), DualValue(_z));
        return (objective, objective - Math.Max(fromResidual, fromZ), fromResidual > fromZ);
    }

    /// <summary>Sets the products of atom j with the columns of a matrix; returns their norm.</summary>
    private double Product(int j, double[] matrix)
    {
        double square = 0;
        for (var q = 0; q < _c; q++)
        {
            var product = TensorPrimitives.Dot(_problem.Atom(j), matrix.AsSpan(q * _n, _n));
            _products[j * _c + q] = product;
            square += product * product;
        }

        return Math.Sqrt(square);
    }

    /// <summary>The best dual value of a multiple of the given point; sets the products to the point's.</summary>
    private double DualValue(double[] point)
    {
        double largest = 0, inner = 0;
        for (var j = 0; j < _m; j++) largest = Math.Max(largest, Product(j, point));
        for (var q = 0; q < _c; q++) inner += TensorPrimitives.Dot(point.AsSpan(q * _n, _n), _problem.Target(q));
        var square = TensorPrimitives.SumOfSquares<double>(point);
        var limit = largest > 0 ? _beta / largest : double.MaxValue;
        var s = square > 0 ? Math.Clamp(inner / square, -limit, limit) : 0;
        return s * inner - 0.5 * s * s * square;
    }

    /// <summary>Factors the Hessian plus diag(λ/η), scaled to a unit diagonal.</summary>
    private bool FormNewton(double[] eta, double[] lambda)
    {
        _problem.Atoms.CopyTo(_solved);
        TriangularSolve.RightLowerTransposed(_n, _matrix, _n, _solved, _n, _m);
        Gemm.SyrkLower(_m, _n, 1 / _beta, _solved, _n, false, 0, _newton, _m);
        for (var j = 0; j < _m; j++)
        {
            for (var k = 0; k <= j; k++)
                _newton[j * _m + k] *= TensorPrimitives.Dot<double>(_products.AsSpan(j * _c, _c), _products.AsSpan(k * _c, _c)) / _beta;

            _newton[j * _m + j] += lambda[j] / eta[j];
            _scale[j] = 1 / Math.Sqrt(_newton[j * _m + j]);
        }

        for (var j = 0; j < _m; j++)
        {
            for (var k = 0; k < j; k++) _newton[j * _m + k] *= _scale[j] * _scale[k];
            _newton[j * _m + j] = 1 + 1e-15; // duplicate atoms make the scaled Hessian singular up to rounding
        }

        return DenseCholesky.TryFactor(_newton, _m);
    }

    /// <summary>The Newton step towards η_jλ_j = τ.</summary>
    private void Direction(double[] eta, double[] lambda, double tau, double[] etaStep, double[] lambdaStep)
    {
        for (var j = 0; j < _m; j++) etaStep[j] = (-(_gradient[j] - lambda[j]) + (tau - eta[j] * lambda[j]) / eta[j]) * _scale[j];
        DenseCholesky.SolveInPlace(_newton, _m, etaStep);
        for (var j = 0; j < _m; j++)
        {
            etaStep[j] *= _scale[j];
            lambdaStep[j] = (tau - eta[j] * lambda[j] - lambda[j] * etaStep[j]) / eta[j];
        }
    }

    private static double Step(double[] x, double[] direction, double fraction)
    {
        var step = 1.0;
        for (var j = 0; j < x.Length; j++)
            if (direction[j] < 0) step = Math.Min(step, -fraction * x[j] / direction[j]);
        return step;
    }

    private static double Predicted(double[] eta, double[] etaStep, double etaLength, double[] lambda, double[] lambdaStep, double lambdaLength)
    {
        double sum = 0;
        for (var j = 0; j < eta.Length; j++) sum += (eta[j] + etaLength * etaStep[j]) * (lambda[j] + lambdaLength * lambdaStep[j]);
        return sum;
    }
}
