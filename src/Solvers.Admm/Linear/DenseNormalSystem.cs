using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>The x-step by dense Cholesky factorisation of P/ρ + σ₀I + A'A.</summary>
internal sealed class DenseNormalSystem : IProximalSystem
{
    private readonly SparseMatrix _a;
    private readonly ProximalMatrix _normal;
    private readonly WorkerTeam? _team;
    private readonly double[] _factor;
    private bool _isFactored;

    public DenseNormalSystem(SparseMatrix a, ProximalMatrix normal, WorkerTeam? team = null)
    {
        _a = a;
        _normal = normal;
        _team = team;
        _factor = new double[a.Columns * a.Columns];
    }

    public string Description => $"dense Cholesky of order {_a.Columns}";

    public void Refactor(double penalty)
    {
        if (_isFactored && !_normal.DependsOnPenalty) return;
        int n = _a.Columns;
        _normal.Combine(penalty);
        double shift = 0;
        while (true)
        {
            Array.Clear(_factor);
            for (int j = 0; j < n; j++)
            {
                for (int k = _normal.Starts[j]; k < _normal.Starts[j + 1]; k++) _factor[j * n + _normal.Rows[k]] = _normal.Values[k];
                _factor[j * n + j] += shift;
            }
            if (DenseCholesky.TryFactor(_factor, n)) break;
            // Rounding, or a P that is indefinite by rounding, made the matrix indefinite.
            shift = shift == 0 ? 1e-9 : 100 * shift;
        }
        _isFactored = true;
    }

    public void Solve(ReadOnlySpan<double> q, ReadOnlySpan<double> t, Span<double> x)
    {
        q.CopyTo(x);
        _a.TransposeMultiply(t, x, 1, 1, _team);
        DenseCholesky.SolveInPlace(_factor, x.Length, x);
    }
}
