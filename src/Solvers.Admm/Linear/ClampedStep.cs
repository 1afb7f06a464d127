namespace Copositive.Solvers.Admm;

/// <summary>
/// Adds to an x-step bounds on columns that H joins to no others and that no equality meets: their part of the solution is h_j/H_jj, and with
/// bounds that clamped.
/// </summary>
internal sealed class ClampedStep : IAffineStep
{
    private readonly IAffineStep _inner;
    private readonly ColumnBounds _bounds;
    private readonly int[] _columns;
    private readonly ColumnDiagonal _diagonal;
    private readonly double[] _forces;
    private readonly bool[] _isFixed;

    /// <param name="inner">The step without the bounds.</param>
    /// <param name="bounds">The bounds.</param>
    /// <param name="diagonal">H_jj.</param>
    public ClampedStep(IAffineStep inner, ColumnBounds bounds, ColumnDiagonal diagonal)
    {
        _inner = inner;
        _bounds = bounds;
        _diagonal = diagonal;
        _forces = new double[bounds.Lower.Length];
        List<int> columns = [];
        for (int j = 0; j < bounds.Lower.Length; j++)
        {
            if (bounds.Has(j)) columns.Add(j);
        }
        _columns = [.. columns];
        _isFixed = new bool[_columns.Length];
    }

    public string Description => $"{_inner.Description}, {_columns.Length} bounded columns clamped";

    public bool IsExact => _inner.IsExact;

    public ReadOnlySpan<double> Multipliers => _inner.Multipliers;

    public ReadOnlySpan<double> Forces => _forces;

    public ReadOnlySpan<double> MultiplierDerivative => _inner.MultiplierDerivative;

    public void Refactor(double penalty)
    {
        _inner.Refactor(penalty);
        _diagonal.Combine(penalty);
    }

    public void Solve(ReadOnlySpan<double> h, Span<double> x)
    {
        _inner.Solve(h, x);
        for (int k = 0; k < _columns.Length; k++)
        {
            int j = _columns[k];
            double clamped = _bounds.Clamp(j, x[j]);
            _isFixed[k] = clamped != x[j];
            _forces[j] = _diagonal.Values[j] * (x[j] - clamped);
            x[j] = clamped;
        }
    }

    public void Differentiate(ReadOnlySpan<double> h, Span<double> x)
    {
        _inner.Differentiate(h, x);
        for (int k = 0; k < _columns.Length; k++)
        {
            if (_isFixed[k]) x[_columns[k]] = 0;
        }
    }
}
