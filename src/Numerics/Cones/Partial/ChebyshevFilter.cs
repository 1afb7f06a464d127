using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// Applies the Chebyshev polynomial T_m((A − c)/h), which is at most 1 on [c − h, c + h] and grows fastest outside, to Ritz vectors of A:
/// what eigenvectors of larger eigenvalues they contain stands out (Zhou, Saad, Tiago and Chelikowsky, "Self-consistent-field calculations
/// using Chebyshev-filtered subspace iteration", 2006).
/// </summary>
/// <remarks>
/// Only the change of a vector v is computed, from its residual, r = (Av − θv)/h, with x = (θ − c)/h: as T_m − T_m(x) is divisible by the
/// polynomial t − x, T_m((A − c)/h)v = T_m(x)v + s_m d_m, where s_{j+1}d_{j+1} = 2s_j (A − c)/h d_j + 2T_j(x) r − s_{j−1}d_{j−1},
/// d_0 = 0 and s_1 d_1 = r. Its rounding errors are relative to the residual, so single precision is enough to gain up to seven digits at a
/// time; with s_j = T_j(max(x, 1)) for each vector nothing overflows. The first step needs no product.
/// </remarks>
internal sealed class ChebyshevFilter(int order, int capacity)
{
    private readonly float[] _residuals = new float[capacity * order];
    private readonly double[] _argument = new double[capacity], _ratio = new double[capacity], _weight = new double[capacity],
        _weightBefore = new double[capacity];

    private readonly float[] _factor = new float[capacity], _residualFactor = new float[capacity], _beforeFactor = new float[capacity];
    private float[] _current = new float[capacity * order], _previous = new float[capacity * order],
        _products = new float[capacity * order];

    /// <summary>T_m(x)/s_m: what v is to be multiplied by before d_m is added.</summary>
    public double Weight(int row) => _weight[row];

    /// <summary>d_m of a row.</summary>
    public ReadOnlySpan<float> Change(int row) => _current.AsSpan(row * order, order);

    /// <summary>Computes d_m.</summary>
    /// <param name="a">A.</param>
    /// <param name="residuals">Av − θv, by rows of n.</param>
    /// <param name="values">θ.</param>
    /// <param name="degree">m ≥ 1.</param>
    /// <param name="lower">c − h.</param>
    /// <param name="upper">c + h.</param>
    public void Apply(
        SymmetricPanels a, ReadOnlySpan<double> residuals, ReadOnlySpan<double> values, int degree,
            double lower, double upper)
    {
        double center = 0.5 * (lower + upper), half = 0.5 * (upper - lower);
        int rows = values.Length;
        for (int i = 0; i < rows; i++)
        {
            _argument[i] = (values[i] - center) / half;
            _ratio[i] = 1 / Math.Max(_argument[i], 1);
            (_weight[i], _weightBefore[i]) = (_argument[i] * _ratio[i], 1);
            Span<float> residual = _residuals.AsSpan(i * order, order);
            TensorPrimitives.ConvertTruncating(residuals.Slice(i * order, order), residual);
            TensorPrimitives.Multiply(residual, (float)(_ratio[i] / half), _current.AsSpan(i * order, order));
        }
        _previous.AsSpan(0, rows * order).Clear();
        for (int j = 1; j < degree; j++)
        {
            for (int i = 0; i < rows; i++)
            {
                // s_j / s_{j+1}, and T_{j+1}(x) / s_{j+1} by the recurrence.
                double ratio = 1 / (2 * Math.Max(_argument[i], 1) - _ratio[i]), before = ratio * _ratio[i];
                _factor[i] = (float)(2 * ratio / half);
                _residualFactor[i] = (float)_weight[i];
                _beforeFactor[i] = (float)-before;
                (_weight[i], _weightBefore[i]) = (2 * _argument[i] * ratio * _weight[i] - before * _weightBefore[i], _weight[i]);
                _ratio[i] = ratio;
            }
            a.Multiply(_current, rows, _products, new Recurrence(this, rows, (float)-center));
            (_current, _previous, _products) = (_products, _current, _previous);
        }
    }

    /// <summary>Makes Ad_j to d_{j+1}.</summary>
    private readonly struct Recurrence(ChebyshevFilter filter, int rows, float shift) : IColumnRangeStep
    {
        public void Run(int first, int end)
        {
            int n = filter.Order;
            for (int i = 0; i < rows; i++)
            {
                Range range = new(i * n + first, i * n + end);
                Span<float> y = filter._products.AsSpan(range);
                TensorPrimitives.MultiplyAdd(filter._current.AsSpan(range), shift, y, y);
                TensorPrimitives.MultiplyAdd(filter._residuals.AsSpan(range), filter._residualFactor[i], y, y);
                TensorPrimitives.Multiply(y, filter._factor[i], y);
                TensorPrimitives.MultiplyAdd(filter._previous.AsSpan(range), filter._beforeFactor[i], y, y);
            }
        }
    }

    private int Order => order;
}
