using Copositive.Numerics;

namespace Copositive.Copositivity;

/// <summary>
/// A proved lower bound of the linear assignment problem min_π Σ_i c_iπ(i), with equality up to rounding: shortest augmenting paths (H.
/// Kuhn 1955; R. Jonker and A. Volgenant 1987) give u, v with u_i + v_j ≤ c_ij nearly, and then Σ_i c_iπ(i) ≥ Σ u + Σ v + m·min(0, min_ij
/// c_ij − u_i − v_j) for every permutation, whatever u and v are. Not thread-safe.
/// </summary>
internal sealed class LinearAssignment
{
    private readonly double[] _u, _v, _least;
    private readonly int[] _rowOf, _way;
    private readonly bool[] _isUsed;

    /// <summary>Allocates the work space.</summary>
    /// <param name="capacity">The largest m.</param>
    public LinearAssignment(int capacity)
    {
        _u = new double[capacity + 1];
        _v = new double[capacity + 1];
        _least = new double[capacity + 1];
        _rowOf = new int[capacity + 1];
        _way = new int[capacity + 1];
        _isUsed = new bool[capacity + 1];
    }

    /// <summary>A number that is certainly at most the cost of every assignment; −∞ where the costs are not finite.</summary>
    /// <param name="cost">c, row-major, m².</param>
    /// <param name="m">m.</param>
    public double LowerBound(ReadOnlySpan<double> cost, int m)
    {
        for (int k = 0; k < m * m; k++)
        {
            if (!double.IsFinite(cost[k])) return double.NegativeInfinity;
        }
        Array.Clear(_u);
        Array.Clear(_v);
        Array.Clear(_rowOf);
        for (int i = 1; i <= m; i++) Augment(cost, m, i);
        double sum = 0, slack = 0;
        for (int i = 0; i < m; i++) sum = Rounded.AddDown(sum, Rounded.AddDown(_u[i + 1], _v[i + 1]));
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < m; j++)
                slack = Math.Min(slack, Rounded.SubtractDown(Rounded.SubtractDown(cost[i * m + j], _u[i + 1]), _v[j + 1]));
        }
        double bound = Rounded.AddDown(sum, Rounded.MultiplyDown(m, slack));
        return double.IsNaN(bound) ? double.NegativeInfinity : bound;
    }

    /// <summary>Assigns one more row, along a shortest path in the reduced costs; index 0 stands for none.</summary>
    private void Augment(ReadOnlySpan<double> cost, int m, int row)
    {
        Array.Fill(_least, double.PositiveInfinity);
        Array.Clear(_isUsed);
        _rowOf[0] = row;
        int column = 0;
        do
        {
            _isUsed[column] = true;
            int i = _rowOf[column], next = 0;
            double step = double.PositiveInfinity;
            for (int j = 1; j <= m; j++)
            {
                if (_isUsed[j]) continue;
                double reduced = cost[(i - 1) * m + j - 1] - _u[i] - _v[j];
                if (reduced < _least[j]) (_least[j], _way[j]) = (reduced, column);
                if (next == 0 || _least[j] < step) (step, next) = (_least[j], j);
            }
            for (int j = 0; j <= m; j++)
            {
                if (_isUsed[j])
                {
                    _u[_rowOf[j]] += step;
                    _v[j] -= step;
                }
                else
                {
                    _least[j] -= step;
                }
            }
            column = next;
        }
        while (_rowOf[column] != 0);
        for (; column != 0; column = _way[column]) _rowOf[column] = _rowOf[_way[column]];
    }
}
