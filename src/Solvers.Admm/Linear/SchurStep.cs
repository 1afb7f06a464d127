using System.Numerics.Tensors;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>
/// The x-step where H = D + A_M'A_M with D diagonal and positive and few rows M, and there may be equalities and bounds. With G the rows A_0
/// and A_M, g = (b_0, 0) and E = diag(0, I),
/// <code>
/// min ½x'Hx − h'x, A_0x = b_0, l ≤ x ≤ u   ⇔   max over ν of min over l ≤ x ≤ u of ½x'Dx − h'x + ν'(Gx − g) − ½ν'Eν
/// </code>
/// because max over ν_M of ν_M'A_Mx − ½‖ν_M‖² is ½‖A_Mx‖². The inner minimiser is x(ν) = clamp(D⁻¹(h − G'ν)), and the concave piecewise
/// quadratic outer function has the gradient Gx(ν) − g − Eν and, with Φ the columns strictly between their bounds, the generalised Hessian
/// −K, K = G_Φ D_Φ⁻¹ G_Φ' + E. Newton's method with a line search ends after finitely many steps (semismooth Newton; Li, Sun and Toh 2018
/// for this use); started from the last solution it takes about two, and one without bounds. K is factored again only when Φ changed.
/// </summary>
internal sealed class SchurStep : IAffineStep
{
    private const int StepLimit = 40, HalvingLimit = 30;
    private const double Target = 1e-13, Accuracy = 1e-7, Damping = 1e-11;

    private readonly SparseMatrix _rows;
    private readonly double[] _right, _isSoft;
    private readonly ColumnDiagonal _diagonal;
    private readonly ColumnBounds? _bounds;
    private readonly NormalMatrix _matrix;
    private readonly SymmetricFactor _factor;
    private readonly WorkerTeam? _team;
    private readonly double[] _values, _weights, _factoredWeights, _forces, _multipliers, _trial, _gradient, _step, _columnWork;
    private readonly int _equalities;
    private bool _isFactored;
    private double _scale;

    /// <param name="rows">G: the equalities, then the rows M.</param>
    /// <param name="equalityB">b_0.</param>
    /// <param name="diagonal">D.</param>
    /// <param name="bounds">l and u; null for none.</param>
    /// <param name="team">The threads that share the work; null for the calling one.</param>
    public SchurStep(SparseMatrix rows, double[] equalityB, ColumnDiagonal diagonal, ColumnBounds? bounds, WorkerTeam? team = null)
    {
        _rows = rows;
        _equalities = equalityB.Length;
        _diagonal = diagonal;
        _bounds = bounds;
        _team = team;
        _right = new double[rows.Rows];
        _isSoft = new double[rows.Rows];
        equalityB.CopyTo(_right, 0);
        _isSoft.AsSpan(_equalities).Fill(1);
        _matrix = new NormalMatrix(rows);
        _factor = SymmetricFactor.Choose(_matrix, team);
        _values = new double[_matrix.NonzeroCount];
        _weights = new double[rows.Columns];
        _factoredWeights = new double[rows.Columns];
        _columnWork = new double[rows.Columns];
        _forces = bounds is null ? [] : new double[rows.Columns];
        _multipliers = new double[rows.Rows];
        _trial = new double[rows.Rows];
        _gradient = new double[rows.Rows];
        _step = new double[rows.Rows];
    }

    public string Description =>
        $"Schur complement of {_rows.Rows} rows, {_factor.Description}{(_bounds is null ? "" : ", bounds by active sets")}";

    public bool IsExact { get; private set; } = true;

    public ReadOnlySpan<double> Multipliers => _multipliers.AsSpan(0, _equalities);

    public ReadOnlySpan<double> Forces => _forces;

    public ReadOnlySpan<double> MultiplierDerivative => _step.AsSpan(0, _equalities);

    /// <summary>Factorisations done.</summary>
    public int Factorizations { get; private set; }

    public void Refactor(double penalty)
    {
        if (_isFactored && !_diagonal.DependsOnPenalty) return;
        _diagonal.Combine(penalty);
        _isFactored = false;
    }

    public void Solve(ReadOnlySpan<double> h, Span<double> x)
    {
        double value = Evaluate(h, _multipliers, x), norm = EuclideanNorm.Of(_gradient), tolerance = Target * _scale;
        for (int step = 0; step < StepLimit && norm > tolerance; step++)
        {
            Factor();
            _gradient.CopyTo(_step, 0);
            _factor.Solve(_step);
            double slope = TensorPrimitives.Dot<double>(_gradient, _step), length = 1, before = norm;
            if (!double.IsFinite(slope)) break;
            for (int halving = 0; ; halving++, length *= 0.5)
            {
                TensorPrimitives.MultiplyAdd(_step, length, _multipliers, _trial);
                double trialValue = Evaluate(h, _trial, x);
                norm = EuclideanNorm.Of(_gradient);
                if (trialValue >= value + 1e-4 * length * slope || norm <= 0.5 * before || halving == HalvingLimit)
                {
                    value = trialValue;
                    break;
                }
            }
            _trial.CopyTo(_multipliers, 0);
            if (norm > 0.5 * before && norm <= 1e3 * tolerance) break;
        }
        IsExact = norm <= Accuracy * _scale;
        if (_bounds is not null)
        {
            TensorPrimitives.Multiply(_diagonal.Values, x, _forces);
            TensorPrimitives.Subtract(_columnWork, _forces, _forces);
            for (int j = 0; j < _forces.Length; j++)
            {
                if (_weights[j] != 0) _forces[j] = 0;
            }
        }
    }

    public void Differentiate(ReadOnlySpan<double> h, Span<double> x)
    {
        Factor();
        TensorPrimitives.Multiply(_weights, h, x);
        _rows.Multiply(x, _step, team: _team);
        _factor.Solve(_step);
        h.CopyTo(x);
        _rows.TransposeMultiply(_step, x, -1, 1, _team);
        TensorPrimitives.Multiply(_weights, x, x);
    }

    /// <summary>
    /// x ← x(ν), with its gradient, the weights D⁻¹ on Φ and 0 elsewhere, and the column work h − G'ν; returns the outer function.
    /// </summary>
    private double Evaluate(ReadOnlySpan<double> h, double[] multipliers, Span<double> x)
    {
        double[] diagonal = _diagonal.Values;
        h.CopyTo(_columnWork);
        _rows.TransposeMultiply(multipliers, _columnWork, -1, 1, _team);
        double value = 0;
        for (int j = 0; j < x.Length; j++)
        {
            double force = _columnWork[j], weight = 1 / diagonal[j], free = force * weight, at = free;
            if (_bounds is not null) at = _bounds.Clamp(j, free);
            _weights[j] = at == free ? weight : 0;
            x[j] = at;
            value += (0.5 * diagonal[j] * at - force) * at;
        }
        _right.CopyTo(_gradient, 0);
        TensorPrimitives.MultiplyAdd(_isSoft, multipliers, _gradient, _gradient);
        value -= TensorPrimitives.Dot<double>(_right, multipliers);
        for (int i = _equalities; i < multipliers.Length; i++) value -= 0.5 * multipliers[i] * multipliers[i];
        _scale = EuclideanNorm.Of(_gradient) + EuclideanNorm.Of(x) + 1e-300;
        _rows.Multiply(x, _gradient, 1, -1, _team);
        return value;
    }

    private void Factor()
    {
        if (_isFactored && _weights.AsSpan().SequenceEqual(_factoredWeights)) return;
        _weights.CopyTo(_factoredWeights, 0);
        _matrix.Form(_weights, _values, _team);
        for (int i = 0; i < _isSoft.Length; i++)
        {
            ref double diagonal = ref _values[_matrix.ColumnStarts[i + 1] - 1];
            diagonal += _isSoft[i] + Damping;
        }
        _factor.Factor(_values);
        _isFactored = true;
        Factorizations++;
    }
}
