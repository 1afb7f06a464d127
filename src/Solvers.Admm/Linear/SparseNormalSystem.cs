using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>The x-step by sparse factorisation of P/ρ + σ₀I + A'A.</summary>
internal sealed class SparseNormalSystem : IProximalSystem
{
    private readonly SparseMatrix _a;
    private readonly NormalMatrix _normal;
    private readonly SparseLdl _factor;
    private bool _isFactored;

    public SparseNormalSystem(SparseMatrix a, NormalMatrix normal)
    {
        _a = a;
        _normal = normal;
        // The analysis reads the pattern alone, and the matrix must not drop entries that cancel.
        int n = a.Columns;
        var signs = new int[n];
        Array.Fill(signs, 1);
        _factor = SparseLdl.Analyze(SparseMatrix.FromColumns(n, n, normal.Starts, normal.Rows, normal.Gram), signs);
    }

    public int FactorNonzeros => _factor.FactorNonzeros;

    public string Description => $"sparse LDL' of the normal equations, {_factor.FactorNonzeros} entries";

    public void Refactor(double penalty)
    {
        if (_isFactored && _normal.Quadratic is null) return;
        _normal.Combine(penalty);
        _factor.Refactor(_normal.Values);
        _isFactored = true;
    }

    public void Solve(ReadOnlySpan<double> q, ReadOnlySpan<double> t, Span<double> x)
    {
        q.CopyTo(x);
        _a.TransposeMultiply(t, x, 1, 1);
        _factor.Solve(x);
    }
}
