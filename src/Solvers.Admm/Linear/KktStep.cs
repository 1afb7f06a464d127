using System.Numerics.Tensors;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>
/// The x-step with equalities and without bounds, by sparse factorisation of
/// <code>
/// [P/ρ + σ₀I  A_p'  A_0'] (x )   (h  )
/// [A_p        −I        ] (μ ) = (0  )
/// [A_0              −δI ] (ν )   (b_0)
/// </code>
/// whose second row is μ = A_p x. It also wins without equalities, where A_p'A_p is much denser than A_p. A small δ, which refinement takes
/// back, lets the rows of A_0 depend on each other, and one beside σ₀ the columns.
/// </summary>
internal sealed class KktStep : IAffineStep
{
    private const double Regularization = 1e-9, Accuracy = 1e-7;

    private readonly KktMatrix _matrix;
    private readonly bool _hasQuadratic;
    private readonly SparseLdl _factor;
    private readonly SparseMatrix _equalityA;
    private readonly double[] _equalityB, _multipliers, _equalityResidual;
    private readonly double _proximalWeight, _equalityScale;
    private readonly double[] _values, _solution;
    private readonly int _projected;
    private bool _isFactored;

    public KktStep(
        SparseMatrix a, SparseMatrix equalityA, double[] equalityB, SparseMatrix? p, double proximalWeight, WorkerTeam? team = null)
    {
        _projected = a.Rows;
        _equalityA = equalityA;
        _equalityB = equalityB;
        _matrix = new KktMatrix(Stack(a.Transpose(), equalityA.Transpose()), p);
        _hasQuadratic = p is not null;
        _proximalWeight = proximalWeight;
        _factor = _matrix.Analyze(team);
        if (equalityB.Length > 0) _factor.StaticRegularization = Regularization;
        _values = new double[_matrix.Linear.Length];
        _solution = new double[_matrix.Order];
        _multipliers = new double[equalityB.Length];
        _equalityResidual = new double[equalityB.Length];
        _equalityScale = 1 + EuclideanNorm.Of(equalityB);
    }

    public int FactorNonzeros => _factor.FactorNonzeros;

    public string Description => $"sparse LDL' of the KKT matrix, {_factor.FactorNonzeros} entries";

    public bool IsExact { get; private set; } = true;

    public ReadOnlySpan<double> Multipliers => _multipliers;

    public ReadOnlySpan<double> Forces => [];

    public ReadOnlySpan<double> MultiplierDerivative => _solution.AsSpan(_matrix.Columns + _projected);

    public void Refactor(double penalty)
    {
        if (_isFactored && !_hasQuadratic) return;
        TensorPrimitives.MultiplyAdd(_matrix.Quadratic, 1 / penalty, _matrix.Linear, _values);
        for (int j = 0; j < _matrix.Columns + _projected; j++)
            _values[_matrix.Diagonal(j)] += j < _matrix.Columns ? _proximalWeight : -1;
        _factor.Refactor(_values);
        _isFactored = true;
    }

    public void Solve(ReadOnlySpan<double> h, Span<double> x)
    {
        Solve(h, _equalityB, x);
        _solution.AsSpan(_matrix.Columns + _projected).CopyTo(_multipliers);
        if (_equalityB.Length == 0) return;
        _equalityB.CopyTo(_equalityResidual, 0);
        _equalityA.Multiply(x, _equalityResidual, -1, 1);
        IsExact = EuclideanNorm.Of(_equalityResidual) <= Accuracy * (_equalityScale + EuclideanNorm.Of(x));
    }

    public void Differentiate(ReadOnlySpan<double> h, Span<double> x) => Solve(h, [], x);

    private void Solve(ReadOnlySpan<double> h, ReadOnlySpan<double> right, Span<double> x)
    {
        int n = _matrix.Columns;
        h.CopyTo(_solution);
        _solution.AsSpan(n).Clear();
        right.CopyTo(_solution.AsSpan(n + _projected));
        _factor.Solve(_solution, refinementSteps: _equalityB.Length > 0 ? 3 : 1);
        _solution.AsSpan(0, n).CopyTo(x);
    }

    private static SparseMatrix Stack(SparseMatrix left, SparseMatrix right)
    {
        if (right.Columns == 0) return left;
        int[] starts = [.. left.ColumnStarts, .. right.ColumnStarts[1..]];
        for (int j = left.Columns + 1; j < starts.Length; j++) starts[j] += left.NonzeroCount;
        return SparseMatrix.FromColumns(
            left.Rows, left.Columns + right.Columns, starts, [.. left.RowIndices, .. right.RowIndices], [.. left.Values, .. right.Values]);
    }
}
