using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// Estimates the smallest eigenvalue of a dense symmetric matrix to a few per cent, by Lanczos' method with full orthogonalisation: much
/// cheaper than a tridiagonal form, and enough for the length of a step to the boundary of the semidefinite cone where a factorisation
/// confirms it (Toh 2002).
/// </summary>
/// <remarks>
/// With the Ritz value θ = min λ(T_k) and the last entry of its vector s, some eigenvalue is within r = β_k|s_k| of θ, and θ − r is returned.
/// As θ ≥ λ_min, that is at most r too low. It is no lower bound: the eigenvalue near θ may be another one, from which the smallest has not
/// come apart yet, or the start orthogonal to the eigenvector. Keeps work space; not safe for concurrent use. Deterministic.
/// </remarks>
public sealed class SmallestEigenvalue
{
    private const int MostSteps = 50, FirstCheck = 6, CheckInterval = 3;
    private const double Precision = 0.03;

    private readonly int _order, _steps;
    private readonly double[] _start, _basis, _diagonal, _offDiagonal;

    /// <summary>Allocates for matrices of an order, at least 1.</summary>
    public SmallestEigenvalue(int order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        _order = order;
        _steps = Math.Min(order, MostSteps);
        (_basis, _diagonal, _offDiagonal) = (new double[(_steps + 1) * order], new double[_steps], new double[_steps]);
        _start = new double[order];
        // Fractional parts of multiples of the golden section: no structure of a program is orthogonal to them.
        for (int i = 0; i < order; i++) _start[i] = (i + 1) * 0.6180339887498949 % 1 - 0.5 + 1.0 / order;
        TensorPrimitives.Divide(_start, EuclideanNorm.Of(_start), _start);
    }

    /// <summary>Estimates.</summary>
    /// <param name="matrix">The full matrix, row-major.</param>
    /// <param name="uninteresting">Of an eigenvalue above this one, no more is told than that it is.</param>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public double Estimate(ReadOnlySpan<double> matrix, double uninteresting = double.PositiveInfinity)
    {
        MatrixArguments.Check(nameof(matrix), matrix.Length, _order, _order, _order);
        int n = _order;
        _start.CopyTo(_basis, 0);
        double scale = 0;
        for (int k = 0; ; k++)
        {
            ReadOnlySpan<double> q = _basis.AsSpan(k * n, n);
            Span<double> next = _basis.AsSpan((k + 1) * n, n);
            Symv.MultiplyAdd(n, 1, matrix, n, q, 0, next);
            _diagonal[k] = TensorPrimitives.Dot(q, next);
            for (int pass = 0; pass < 2; pass++)
            {
                for (int j = k; j >= 0; j--)
                {
                    ReadOnlySpan<double> earlier = _basis.AsSpan(j * n, n);
                    TensorPrimitives.MultiplyAdd(earlier, -TensorPrimitives.Dot<double>(earlier, next), next, next);
                }
            }
            double beta = _offDiagonal[k] = EuclideanNorm.Of(next);
            scale = Math.Max(scale, Math.Abs(_diagonal[k]) + beta);
            if (!double.IsFinite(scale)) return double.NegativeInfinity;
            bool isInvariant = beta <= 1e-13 * scale, isLast = isInvariant || k + 1 == _steps;
            if (isLast || (k + 1 >= FirstCheck && (k + 1 - FirstCheck) % CheckInterval == 0))
            {
                double ritz = SmallestOfTridiagonal(k + 1, scale, out double last), residual = isInvariant ? 0 : beta * last;
                if (isLast || residual <= Precision * Math.Abs(ritz) || ritz - residual >= uninteresting) return ritz - residual;
            }
            TensorPrimitives.Divide(next, beta, next);
        }
    }

    /// <summary>
    /// θ, the smallest eigenvalue of T_k, by bisection on the signs of the pivots δ_i(λ) of T_k − λI, and |s_k| from
    /// e_k'(T_k − λI)⁻¹e_k = 1/δ_k(λ), whose residue at θ is −s_k²: −1/δ_k′(θ) = s_k².
    /// </summary>
    private double SmallestOfTridiagonal(int k, double scale, out double last)
    {
        double low = -2 * scale, high = _diagonal[0];
        for (int i = 1; i < k; i++) high = Math.Min(high, _diagonal[i]);
        while (high - low > 1e-4 * Math.Max(Math.Abs(low), Math.Abs(high)) && high - low > 1e-12 * scale)
        {
            double middle = 0.5 * (low + high);
            if (IsBelow(k, middle)) low = middle;
            else high = middle;
        }
        double pivot = _diagonal[0] - low, slope = -1;
        for (int i = 1; i < k; i++)
        {
            double ratio = _offDiagonal[i - 1] / pivot;
            pivot = _diagonal[i] - low - _offDiagonal[i - 1] * ratio;
            slope = -1 + ratio * ratio * slope;
        }
        last = Math.Min(1, Math.Sqrt(-1 / slope));
        return low;
    }

    /// <summary>Whether λ is below all eigenvalues of T_k.</summary>
    private bool IsBelow(int k, double lambda)
    {
        double pivot = _diagonal[0] - lambda;
        for (int i = 1; i < k; i++)
        {
            if (!(pivot > 0)) return false;
            pivot = _diagonal[i] - lambda - _offDiagonal[i - 1] * _offDiagonal[i - 1] / pivot;
        }
        return pivot > 0;
    }
}
