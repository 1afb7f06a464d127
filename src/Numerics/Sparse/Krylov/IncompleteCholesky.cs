namespace Copositive.Numerics;

/// <summary>
/// The incomplete Cholesky factorisation without fill, K + s·diag(K) ≈ LL' with L on the pattern of K's lower triangle, as a preconditioner
/// (LL')⁻¹ (Meijerink and van der Vorst 1977). Where it breaks down at a pivot that is not positive, as it may for a definite K, the
/// shift s is raised from 0 until it does not (Manteuffel 1980). Work space is allocated once; <see cref="TryRefactor"/> is not
/// thread-safe.
/// </summary>
public sealed class IncompleteCholesky : ILinearOperator
{
    private const double FirstShift = 1e-3, LargestShift = 1e3;

    /// <summary>Row i of L has the pattern of column i of the upper triangle, its diagonal last.</summary>
    private readonly SparseMatrix _pattern;
    private readonly double[] _factor, _row;
    private bool _isFactored;

    /// <summary>Allocates for a pattern; values are not looked at.</summary>
    /// <param name="upper">The upper triangle of K, with all diagonal entries.</param>
    /// <exception cref="ArgumentException">The matrix is not square, has an entry below the diagonal or lacks one on it.</exception>
    public IncompleteCholesky(SparseMatrix upper)
    {
        ArgumentNullException.ThrowIfNull(upper);
        if (upper.Rows != upper.Columns)
            throw new ArgumentException($"A symmetric matrix is square; this is {upper.Rows} × {upper.Columns}.", nameof(upper));
        for (int j = 0; j < upper.Columns; j++)
        {
            int last = upper.ColumnStarts[j + 1] - 1;
            if (last < upper.ColumnStarts[j] || upper.RowIndices[last] != j)
                throw new ArgumentException($"Column {j} of the upper triangle has to end with the diagonal entry.", nameof(upper));
        }
        _pattern = upper;
        _factor = new double[upper.NonzeroCount];
        _row = new double[upper.Columns];
    }

    /// <inheritdoc/>
    public int Order => _pattern.Columns;

    /// <summary>s of the last factorisation; 0 when it did not break down.</summary>
    public double Shift { get; private set; }

    /// <summary>Factors a matrix.</summary>
    /// <param name="values">In the order of the matrix given to the constructor.</param>
    /// <returns>False when a diagonal entry is not positive, or no shift up to 1000 is enough: there is no factorisation then.</returns>
    /// <exception cref="ArgumentException">The number of values differs, or one is NaN or infinite.</exception>
    public bool TryRefactor(ReadOnlySpan<double> values)
    {
        if (values.Length != _factor.Length)
            throw new ArgumentException($"The matrix analysed has {_factor.Length} entries; got {values.Length} values.", nameof(values));
        foreach (double value in values)
            if (!double.IsFinite(value))
                throw new ArgumentException($"A value is {value}; all values must be finite.", nameof(values));
        _isFactored = false;
        ReadOnlySpan<int> starts = _pattern.ColumnStarts;
        for (int i = 0; i < Order; i++)
            if (!(values[starts[i + 1] - 1] > 0))
                return false;
        for (Shift = 0; Shift <= LargestShift; Shift = Shift == 0 ? FirstShift : 4 * Shift)
            if (TryFactor(values, Shift))
                return _isFactored = true;
        return false;
    }

    /// <summary>y ← (LL')⁻¹x.</summary>
    /// <exception cref="InvalidOperationException">The last <see cref="TryRefactor"/> did not return true, or there was none.</exception>
    public void Apply(ReadOnlySpan<double> x, Span<double> y)
    {
        if (!_isFactored)
            throw new InvalidOperationException("There is no factorisation to solve with: TryRefactor must have returned true.");
        ReadOnlySpan<int> starts = _pattern.ColumnStarts, columns = _pattern.RowIndices;
        for (int i = 0; i < Order; i++)
        {
            int diagonal = starts[i + 1] - 1;
            double sum = x[i];
            for (int k = starts[i]; k < diagonal; k++)
                sum -= _factor[k] * y[columns[k]];
            y[i] = sum / _factor[diagonal];
        }
        for (int i = Order - 1; i >= 0; i--)
        {
            int diagonal = starts[i + 1] - 1;
            double value = y[i] /= _factor[diagonal];
            for (int k = starts[i]; k < diagonal; k++)
                y[columns[k]] -= _factor[k] * value;
        }
    }

    /// <summary>
    /// Row by row: l_ij = (k_ij − Σ_{q&lt;j} l_jq l_iq)/l_jj for the j of row i's pattern, with row i held in a dense vector that is
    /// zero elsewhere.
    /// </summary>
    private bool TryFactor(ReadOnlySpan<double> values, double shift)
    {
        ReadOnlySpan<int> starts = _pattern.ColumnStarts, columns = _pattern.RowIndices;
        bool isPositive = true;
        for (int i = 0; i < Order && isPositive; i++)
        {
            int start = starts[i], diagonal = starts[i + 1] - 1;
            double pivot = values[diagonal] * (1 + shift);
            for (int k = start; k < diagonal; k++)
            {
                int j = columns[k], end = starts[j + 1] - 1;
                double sum = values[k];
                for (int q = starts[j]; q < end; q++)
                    sum -= _factor[q] * _row[columns[q]];
                _row[j] = _factor[k] = sum /= _factor[end];
                pivot -= sum * sum;
            }
            for (int k = start; k < diagonal; k++)
                _row[columns[k]] = 0;
            _factor[diagonal] = Math.Sqrt(pivot);
            isPositive = pivot > 0 && pivot <= double.MaxValue;
        }
        return isPositive;
    }
}
