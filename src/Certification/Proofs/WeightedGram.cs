using Copositive.Numerics;

namespace Copositive.Certification;

/// <summary>
/// The normal equations of chosen columns M_Q of a sparse matrix under nonnegative row weights ω: G = M_Qᵀ diag(ω) M_Q. Solves them
/// approximately, and proves lower bounds of their smallest eigenvalue.
/// </summary>
/// <remarks>
/// The proof bounds an unknown correction: for any r in ℝ^Q, δ = M_Q S (S G S)⁻¹ S r solves M_Qᵀ diag(ω) δ = r and has
/// ‖δ‖_ω ≤ ‖S r‖₂ / √λ_min(SGS), where the powers of two S bring the columns near unit length. Columns that share no row of positive
/// weight fall apart into components, each of which is bounded on its own.
/// </remarks>
internal sealed class WeightedGram
{
    private const int MaxDenseOrder = 3000;
    private const long MaxProducts = 4_000_000_000;

    private readonly SparseMatrix _matrix;
    private readonly int[] _columns;
    private readonly double[] _weights;
    private readonly double[] _diagonal;
    private readonly double[] _scales;
    private int[]? _component;
    private double[]? _bounds;

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
    /// <returns>The bound; +∞ where the columns concerned could not be proved independent.</returns>
    public double CorrectionBound(ReadOnlySpan<double> sizes)
    {
        var any = false;
        foreach (var size in sizes) any |= size != 0;
        if (!any) return 0;
        var components = Components();
        var squares = new double[_bounds!.Length];
        for (var q = 0; q < sizes.Length; q++)
        {
            if (sizes[q] == 0) continue;
            var scaled = Rounded.MultiplyUp(sizes[q], _scales[q]);
            squares[components[q]] = Rounded.AddUp(squares[components[q]], Rounded.MultiplyUp(scaled, scaled));
        }

        double total = 0;
        for (var component = 0; component < squares.Length; component++)
        {
            if (squares[component] == 0) continue;
            var bound = EigenvalueBound(component);
            if (!(bound > 0)) return double.PositiveInfinity;
            total = Rounded.AddUp(total, Rounded.DivideUp(squares[component], bound));
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

    /// <summary>The component of each chosen column, numbered from 0.</summary>
    private int[] Components()
    {
        if (_component is not null) return _component;
        var parent = new int[_columns.Length];
        for (var q = 0; q < parent.Length; q++) parent[q] = q;
        var owner = new int[_matrix.Rows];
        Array.Fill(owner, -1);
        for (var q = 0; q < _columns.Length; q++)
        {
            for (var k = _matrix.ColumnStarts[_columns[q]]; k < _matrix.ColumnStarts[_columns[q] + 1]; k++)
            {
                var row = _matrix.RowIndices[k];
                if (!(_weights[row] > 0)) continue;
                if (owner[row] < 0) owner[row] = q;
                else parent[Root(parent, q)] = Root(parent, owner[row]);
            }
        }

        _component = new int[_columns.Length];
        var numbers = new Dictionary<int, int>();
        for (var q = 0; q < parent.Length; q++)
        {
            var root = Root(parent, q);
            if (!numbers.TryGetValue(root, out var number)) numbers.Add(root, number = numbers.Count);
            _component[q] = number;
        }

        _bounds = new double[numbers.Count];
        Array.Fill(_bounds, double.NaN);
        return _component;
    }

    private static int Root(int[] parent, int q)
    {
        while (parent[q] != q) q = parent[q] = parent[parent[q]];
        return q;
    }

    private double EigenvalueBound(int component)
    {
        if (!double.IsNaN(_bounds![component])) return _bounds[component];
        var members = new List<int>();
        for (var q = 0; q < _columns.Length; q++)
            if (_component![q] == component) members.Add(q);
        return _bounds[component] = members.Count > MaxDenseOrder ? 0 : EigenvalueBound(members);
    }

    /// <summary>
    /// λ_min(SGS) ≥ λ_min(fl) − ‖|SGS − fl|‖_∞. An entry sums at most m products of three factors and two scales by powers of two, so that
    /// |fl − exact| ≤ γ_{m+2} Σ|products| up to underflow, and Σ|products| ≤ fl(Σ|products|)/(1 − γ_{m+2}) in turn.
    /// </summary>
    private double EigenvalueBound(List<int> members)
    {
        var order = members.Count;
        var gram = new double[order * order];
        var sizes = new double[order * order];
        if (!Accumulate(members, gram, sizes)) return 0;
        var gamma = Rounded.Gamma(_matrix.Rows + 2L);
        var factor = Rounded.DivideUp(gamma, Rounded.SubtractDown(1, gamma));
        var radii = new double[order];
        for (var i = 0; i < order; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var radius = Rounded.AddUp(Rounded.MultiplyUp(factor, sizes[i * order + j]), 64.0 * (_matrix.Rows + 1) * double.Epsilon);
                radii[i] = Rounded.AddUp(radii[i], radius);
                if (j < i) radii[j] = Rounded.AddUp(radii[j], radius);
            }
        }

        double widest = 0;
        foreach (var radius in radii) widest = Math.Max(widest, radius);
        var smallest = order == 1 ? gram[0] : SmallestEigenvalue(gram, order);
        return Rounded.SubtractDown(smallest, widest);
    }

    private static double SmallestEigenvalue(double[] gram, int order)
    {
        var simple = VerifiedCholesky.GershgorinLowerBound(gram, order);
        if (simple > 0.01) return simple;
        // Half the estimate costs a factor 1.5 in the size of a correction near the unit roundoff, and verifies at once.
        for (var i = 0; i < order; i++)
            for (var j = 0; j < i; j++) gram[j * order + i] = gram[i * order + j];
        foreach (var value in gram)
            if (!double.IsFinite(value)) return double.NegativeInfinity;
        var values = new double[order];
        new SymmetricEigensolver(order).Values(gram, values);
        return VerifiedCholesky.LowerEigenvalueBound(gram, order, values[0] > 0 ? 0.5 * values[0] : values[0]);
    }

    /// <summary>The lower triangle of SGS and of the same sum with absolute values; false where it is too much work.</summary>
    private bool Accumulate(List<int> members, double[] gram, double[] sizes)
    {
        var order = members.Count;
        var entries = new Dictionary<int, List<(int Member, double Value)>>();
        for (var p = 0; p < order; p++)
        {
            var column = _columns[members[p]];
            for (var k = _matrix.ColumnStarts[column]; k < _matrix.ColumnStarts[column + 1]; k++)
            {
                var row = _matrix.RowIndices[k];
                if (!(_weights[row] > 0)) continue;
                if (!entries.TryGetValue(row, out var list)) entries.Add(row, list = []);
                list.Add((p, _matrix.Values[k] * _scales[members[p]]));
            }
        }

        long products = 0;
        foreach (var list in entries.Values) products += (long)list.Count * list.Count;
        if (products > MaxProducts) return false;
        foreach (var (row, list) in entries)
        {
            var weight = _weights[row];
            for (var s = 0; s < list.Count; s++)
            {
                var weighted = weight * list[s].Value;
                var at = list[s].Member * order;
                for (var t = 0; t <= s; t++)
                {
                    var product = weighted * list[t].Value;
                    gram[at + list[t].Member] += product;
                    sizes[at + list[t].Member] += Math.Abs(product);
                }
            }
        }

        return true;
    }
}
