using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>A dense Cholesky factorisation.</summary>
internal sealed class DenseFactor : SymmetricFactor
{
    /// <summary>A dense triangular solve passes through an entry this much faster than a sparse one.</summary>
    public const double Speed = 6;

    /// <summary>A matrix whose pivots differ by more than this counts as singular.</summary>
    private const double LeastPivotRatio = 1e-11;

    private const double FirstShift = 1e-10;

    private readonly NormalMatrix _pattern;
    private readonly WorkerTeam? _team;
    private readonly double[] _factor;

    public DenseFactor(NormalMatrix pattern, WorkerTeam? team = null)
    {
        _pattern = pattern;
        _team = team;
        _factor = new double[checked(pattern.Order * pattern.Order)];
    }

    public override string Description => $"dense Cholesky of order {_pattern.Order}";

    public override double SolveCost => 0.5 * _pattern.Order * (_pattern.Order + 1.0) / Speed;

    public override void Factor(ReadOnlySpan<double> values)
    {
        int n = _pattern.Order;
        double largest = 0, shift = 0;
        for (int j = 0; j < n; j++) largest = Math.Max(largest, values[_pattern.ColumnStarts[j + 1] - 1]);
        if (!(largest > 0)) largest = 1;
        while (true)
        {
            Array.Clear(_factor);
            for (int j = 0; j < n; j++)
            {
                for (int k = _pattern.ColumnStarts[j]; k < _pattern.ColumnStarts[j + 1]; k++)
                    _factor[j * n + _pattern.RowIndices[k]] = values[k];
                _factor[j * n + j] += shift;
            }
            bool isFactored = DenseCholesky.TryFactor(_factor, n, n, out _, _team);
            if (shift == 0) IsWeak = !isFactored || PivotRatio() < LeastPivotRatio;
            if (isFactored && (shift > 0 || !IsWeak)) return;
            shift = shift == 0 ? FirstShift * largest : 100 * shift;
        }
    }

    public override void Solve(Span<double> b) => DenseCholesky.SolveInPlace(_factor, _pattern.Order, b);

    private double PivotRatio()
    {
        double least = double.PositiveInfinity, largest = 0;
        for (int j = 0, n = _pattern.Order; j < n; j++)
        {
            double pivot = _factor[j * n + j] * _factor[j * n + j];
            least = Math.Min(least, pivot);
            largest = Math.Max(largest, pivot);
        }
        return largest > 0 ? least / largest : 1;
    }
}
