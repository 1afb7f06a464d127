using System.Numerics.Tensors;
using Copositive.Numerics;

namespace Copositive.Benchmarks.Kernels;

/// <summary>
/// The matrices that over-relaxed ADMM on the dual projects onto the semidefinite cone when it solves the max-cut relaxation
/// min ⟨C, X⟩, X_ii = 1, X ⪰ 0 of a random graph (Wen, Goldfarb and Yin 2010): V = C − Diag(y) − X/σ, of which Π(V) is the slack and
/// σΠ(−V) the next X. Once the rank of X has settled, V has few negative eigenvalues and changes slowly.
/// </summary>
/// <remarks>
/// The caller projects: <c>Advance(Π(Point))</c> again and again, so the same class drives a run with any projector, and records a sequence
/// for measurements. Triangles are in the layout of <see cref="SymmetricVector"/> and the orthonormal scaling.
/// </remarks>
internal sealed class MaxCutIterates
{
    private const double Relaxation = 1.6, BalanceFactor = 0.7;
    private const int BalanceAfter = 15;

    private readonly double[] _cost, _x, _point;
    private readonly double _costNorm;
    private double _sigma = 1;
    private int _primalAhead, _dualAhead;

    /// <summary>Starts at X = I for a graph of n vertices with 8 edges a vertex on average.</summary>
    public MaxCutIterates(int order, int seed)
    {
        Order = order;
        var random = new Random(seed);
        _cost = new double[SymmetricVector.Length(order)];
        _x = new double[_cost.Length];
        _point = new double[_cost.Length];
        for (int j = 0; j < order; j++)
        {
            _x[SymmetricVector.Index(j, j)] = 1;
            for (int i = 0; i < j; i++)
                if (random.NextDouble() < 8.0 / order)
                {
                    // C = −L/4 for the Laplacian L.
                    _cost[SymmetricVector.Index(i, j)] = 0.25 * Math.Sqrt(2);
                    _cost[SymmetricVector.Index(i, i)] -= 0.25;
                    _cost[SymmetricVector.Index(j, j)] -= 0.25;
                }
        }
        _costNorm = EuclideanNorm.Of(_cost);
        SetPoint([]);
    }

    /// <summary>n.</summary>
    public int Order { get; }

    /// <summary>The matrix to be projected next.</summary>
    public ReadOnlySpan<double> Point => _point;

    /// <summary>Steps done.</summary>
    public int Steps { get; private set; }

    /// <summary>‖diag X − 1‖ / (1 + √n).</summary>
    public double PrimalError { get; private set; } = double.PositiveInfinity;

    /// <summary>‖C − Diag(y) − S‖ / (1 + ‖C‖).</summary>
    public double DualError { get; private set; } = double.PositiveInfinity;

    /// <summary>⟨C, X⟩.</summary>
    public double Objective => TensorPrimitives.Dot(_cost, _x);

    /// <summary>X ← X + τ(σΠ(−V) − X), and the next point.</summary>
    /// <param name="projection">Π(V) for V the point.</param>
    public void Advance(ReadOnlySpan<double> projection)
    {
        double change = 0, primal = 0;
        for (int e = 0; e < _x.Length; e++)
        {
            double step = _sigma * (projection[e] - _point[e]) - _x[e];
            change += step * step;
            _x[e] += Relaxation * step;
        }
        for (int i = 0; i < Order; i++)
            primal += Math.Pow(_x[SymmetricVector.Index(i, i)] - 1, 2);
        PrimalError = Math.Sqrt(primal) / (1 + Math.Sqrt(Order));
        DualError = Math.Sqrt(change) / _sigma / (1 + _costNorm);
        Balance();
        SetPoint(projection);
        Steps++;
    }

    private void Balance()
    {
        _primalAhead = PrimalError < 0.8 * DualError ? _primalAhead + 1 : 0;
        _dualAhead = DualError < 0.8 * PrimalError ? _dualAhead + 1 : 0;
        if (_primalAhead >= BalanceAfter)
            (_sigma, _primalAhead) = (_sigma / BalanceFactor, 0);
        if (_dualAhead >= BalanceAfter)
            (_sigma, _dualAhead) = (_sigma * BalanceFactor, 0);
    }

    /// <summary>y = diag(C − S) + (1 − diag X)/σ and V = C − Diag(y) − X/σ.</summary>
    private void SetPoint(ReadOnlySpan<double> slack)
    {
        for (int e = 0; e < _x.Length; e++)
            _point[e] = _cost[e] - _x[e] / _sigma;
        for (int i = 0; i < Order; i++)
        {
            int e = SymmetricVector.Index(i, i);
            _point[e] -= _cost[e] - (slack.IsEmpty ? 0 : slack[e]) + (1 - _x[e]) / _sigma;
        }
    }
}
