using Copositive.Numerics;

namespace Copositive.Certification;

/// <summary>
/// The normal equations of chosen columns M_Q of a sparse matrix under nonnegative row weights ω: G = M_Qᵀ diag(ω) M_Q. Solves them
/// approximately, and proves bounds of exact solutions.
/// </summary>
/// <remarks>
/// The proof bounds an unknown correction: for any r in ℝ^Q, δ = M_Q S (S G S)⁻¹ S r solves M_Qᵀ diag(ω) δ = r and has
/// ‖δ‖_ω ≤ ‖S r‖₂ / √λ_min(SGS), where the powers of two S bring the columns near unit length. Columns that share no row of positive
/// weight fall apart into components, each of which is bounded on its own (<see cref="GramComponent"/>).
/// </remarks>
internal sealed class WeightedGram
{
    private readonly SparseMatrix _matrix;
    private readonly int[] _columns;
    private readonly double[] _weights;
    private readonly double[] _diagonal;
    private readonly double[] _scales;
    private List<GramComponent>? _components;

    /// <summary>The normal equations of the given columns; the arrays are kept.</summary>
    public WeightedGram(SparseMatrix matrix, int[] columns, double[] weights)
    {
        _matrix = matrix;
        _columns = columns;
        _weights = weights;
        _diagonal = new double[columns.Length];
        _scales = new double[columns.Length];
        for (var q = 0; q < columns.Length; q++)
        {
            double sum = 0;
            for (var k = matrix.ColumnStarts[columns[q]]; k < matrix.ColumnStarts[columns[q] + 1]; k++)
                sum += weights[matrix.RowIndices[k]] * matrix.Values[k] * matrix.Values[k];
            _diagonal[q] = sum;
            _scales[q] = sum > 0 && double.IsFinite(sum) ? Math.ScaleB(1, -Math.ILogB(sum) / 2) : 1;
        }
    }

    /// <summary>The columns Q.</summary>
    public ReadOnlySpan<int> Columns => _columns;

    /// <summary>An approximate solution of G λ = rhs by conjugate gradients with diagonal scaling, started at 0.</summary>
    /// <param name="rhs">One entry a chosen column.</param>
    /// <param name="maxIterations">The limit.</param>
    public double[] Solve(ReadOnlySpan<double> rhs, int maxIterations)
    {
        int count = _columns.Length;
        double[] solution = new double[count], residual = rhs.ToArray(), direction = new double[count], image = new double[count];
        var rows = new double[_matrix.Rows];
        double rho = 0, stop = 0;
        for (var iteration = 0; iteration <= maxIterations; iteration++)
        {
            double next = 0;
            for (var q = 0; q < count; q++) next += Precondition(q, residual[q]) * residual[q];
            if (iteration == 0) stop = 1e-32 * next;
            if (!(next > stop)) break;
            var beta = iteration == 0 ? 0 : next / rho;
            rho = next;
            for (var q = 0; q < count; q++) direction[q] = Precondition(q, residual[q]) + beta * direction[q];
            Combine(direction, rows);
            for (var i = 0; i < rows.Length; i++) rows[i] *= _weights[i];
            double curvature = 0;
            for (var q = 0; q < count; q++)
            {
                image[q] = ColumnDot(_columns[q], rows);
                curvature += image[q] * direction[q];
            }

            if (!(curvature > 0)) break;
            var step = rho / curvature;
            if (!double.IsFinite(step)) break;
            for (var q = 0; q < count; q++)
            {
                solution[q] += step * direction[q];
                residual[q] -= step * image[q];
            }
        }

        return solution;
    }

    /// <summary>rows ← M_Q λ.</summary>
    public void Combine(ReadOnlySpan<double> coefficients, Span<double> rows)
    {
        rows.Clear();
        ReadOnlySpan<int> starts = _matrix.ColumnStarts, indices = _matrix.RowIndices;
        var values = _matrix.Values;
        for (var q = 0; q < _columns.Length; q++)
        {
            var factor = coefficients[q];
            if (factor == 0) continue;
            for (var k = starts[_columns[q]]; k < starts[_columns[q] + 1]; k++) rows[indices[k]] += factor * values[k];
        }
    }

    /// <summary>A proved upper bound of ‖δ‖_ω for some δ with M_Qᵀ diag(ω) δ = r, where |r_q| is at most the given size.</summary>
    /// <param name="sizes">Upper bounds of |r_q|, one a chosen column; components of zeros need no proof.</param>
    /// <param name="residual">r_q exactly; asked for only where columns depend on each other.</param>
    /// <returns>The bound; +∞ where there is no proof that such a δ exists.</returns>
    public double CorrectionBound(ReadOnlySpan<double> sizes, Func<int, BigRational> residual)
    {
        var any = false;
        foreach (var size in sizes) any |= size != 0;
        if (!any) return 0;
        _components ??= GramComponent.Split(_matrix, _columns, _weights, _scales);
        double total = 0;
        foreach (var component in _components)
        {
            var square = component.CorrectionSquare(sizes, residual);
            if (double.IsPositiveInfinity(square)) return square;
            total = Rounded.AddUp(total, square);
        }

        return Rounded.SqrtUp(total);
    }

    private double Precondition(int q, double value) => _diagonal[q] > 0 ? value / _diagonal[q] : 0;

    private double ColumnDot(int column, ReadOnlySpan<double> rows)
    {
        double sum = 0;
        for (var k = _matrix.ColumnStarts[column]; k < _matrix.ColumnStarts[column + 1]; k++)
            sum += _matrix.Values[k] * rows[_matrix.RowIndices[k]];
        return sum;
    }
}
