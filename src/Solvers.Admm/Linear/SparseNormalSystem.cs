using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>The x-step by sparse factorisation of P/ρ + σ₀I + A'A.</summary>
internal sealed class SparseNormalSystem : IProximalSystem
{
    private readonly SparseMatrix _a;
    private readonly ProximalMatrix _normal;
    private readonly WorkerTeam? _team;
    private readonly SparseLdl _factor;
    private bool _isFactored;

    public SparseNormalSystem(SparseMatrix a, ProximalMatrix normal, WorkerTeam? team = null)
    {
        _a = a;
        _normal = normal;
        _team = team;
        _factor = normal.Analyze();
    }

    public int FactorNonzeros => _factor.FactorNonzeros;

    public string Description => $"sparse LDL' of the normal equations, {_factor.FactorNonzeros} entries";

    public void Refactor(double penalty)
    {
        if (_isFactored && !_normal.DependsOnPenalty) return;
        _normal.Combine(penalty);
        _factor.Refactor(_normal.Values);
        _isFactored = true;
    }

    public void Solve(ReadOnlySpan<double> q, ReadOnlySpan<double> t, Span<double> x)
    {
        q.CopyTo(x);
        _a.TransposeMultiply(t, x, 1, 1, _team);
        _factor.Solve(x);
    }
}
