using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>A sparse LDL' factorisation.</summary>
internal sealed class SparseFactor : SymmetricFactor
{
    private const double LeastPivotRatio = 1e-11, Shift = 1e-10;

    private readonly SparseLdl _factor;

    public SparseFactor(NormalMatrix pattern, WorkerTeam? team = null)
    {
        var signs = new int[pattern.Order];
        Array.Fill(signs, 1);
        _factor = SparseLdl.Analyze(pattern.ToMatrix(new double[pattern.NonzeroCount]), signs, team);
        _factor.PivotThreshold = LeastPivotRatio;
    }

    public override string Description => $"sparse LDL', {_factor.FactorNonzeros} entries";

    public override double SolveCost => _factor.FactorNonzeros + 0.5 * _factor.Order;

    public override void Factor(ReadOnlySpan<double> values)
    {
        _factor.StaticRegularization = 0;
        _factor.Refactor(values);
        IsWeak = _factor.RegularizedPivots > 0;
        if (!IsWeak) return;
        _factor.StaticRegularization = Shift;
        _factor.Refactor(values);
    }

    public override void Solve(Span<double> b) => _factor.Solve(b);
}
