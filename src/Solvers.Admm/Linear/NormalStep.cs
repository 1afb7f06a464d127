using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>The x-step without equalities and bounds, x = H⁻¹h, by a factorisation of H = P/ρ + σ₀I + A'A.</summary>
internal sealed class NormalStep : IAffineStep
{
    private readonly NormalMatrix _matrix;
    private readonly SymmetricFactor _factor;
    private readonly double[] _gram, _values;
    private readonly bool _hasQuadratic;
    private bool _isFactored;

    public NormalStep(SparseMatrix a, SparseMatrix? p, double proximalWeight, WorkerTeam? team = null)
    {
        _matrix = new NormalMatrix(a.Transpose(), p);
        _hasQuadratic = p is not null;
        _gram = new double[_matrix.NonzeroCount];
        _matrix.Form([], _gram, team);
        _matrix.AddDiagonal(proximalWeight, _gram);
        _values = _hasQuadratic ? new double[_gram.Length] : _gram;
        _factor = SymmetricFactor.Choose(_matrix, team);
    }

    public string Description => $"normal equations, {_factor.Description}";

    public bool IsExact => true;

    public ReadOnlySpan<double> Multipliers => [];

    public ReadOnlySpan<double> Forces => [];

    public ReadOnlySpan<double> MultiplierDerivative => [];

    /// <summary>Whether H is singular or nearly so.</summary>
    public bool IsWeak => _factor.IsWeak;

    /// <summary>The time of half a solve, in entries of a sparse factor.</summary>
    public double SolveCost => _factor.SolveCost;

    public void Refactor(double penalty)
    {
        if (_isFactored && !_hasQuadratic) return;
        if (_hasQuadratic)
        {
            _gram.CopyTo(_values, 0);
            _matrix.AddOther(1 / penalty, _values);
        }
        _factor.Factor(_values);
        _isFactored = true;
    }

    public void Solve(ReadOnlySpan<double> h, Span<double> x)
    {
        h.CopyTo(x);
        _factor.Solve(x);
    }

    public void Differentiate(ReadOnlySpan<double> h, Span<double> x) => Solve(h, x);
}
