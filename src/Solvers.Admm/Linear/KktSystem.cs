using System.Numerics.Tensors;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>
/// The x-step by sparse factorisation of the quasi-definite [P/ρ + σ₀I, A'; A, −I] (x; ν) = (q; t): the second row gives ν = Ax − t, and the
/// first is then the normal equations. It wins where A'A is much denser than A.
/// </summary>
internal sealed class KktSystem : IProximalSystem
{
    private readonly KktMatrix _matrix;
    private readonly bool _hasQuadratic;
    private readonly SparseLdl _factor;
    private readonly double _proximalWeight;
    private readonly double[] _values, _solution;
    private bool _isFactored;

    public KktSystem(SparseMatrix transpose, SparseMatrix? p, double proximalWeight)
    {
        _matrix = new KktMatrix(transpose, p);
        _hasQuadratic = p is not null;
        _proximalWeight = proximalWeight;
        _factor = _matrix.Analyze();
        _values = new double[_matrix.Linear.Length];
        _solution = new double[_matrix.Order];
    }

    public int FactorNonzeros => _factor.FactorNonzeros;

    public string Description => $"sparse LDL' of the KKT matrix, {_factor.FactorNonzeros} entries";

    public void Refactor(double penalty)
    {
        if (_isFactored && !_hasQuadratic) return;
        TensorPrimitives.MultiplyAdd(_matrix.Quadratic, 1 / penalty, _matrix.Linear, _values);
        for (int j = 0; j < _matrix.Order; j++) _values[_matrix.Diagonal(j)] += j < _matrix.Columns ? _proximalWeight : -1;
        _factor.Refactor(_values);
        _isFactored = true;
    }

    public void Solve(ReadOnlySpan<double> q, ReadOnlySpan<double> t, Span<double> x)
    {
        q.CopyTo(_solution);
        t.CopyTo(_solution.AsSpan(_matrix.Columns));
        _factor.Solve(_solution, refinementSteps: 1);
        _solution.AsSpan(0, _matrix.Columns).CopyTo(x);
    }
}
