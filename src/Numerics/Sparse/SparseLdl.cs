namespace Copositive.Numerics;

/// <summary>
/// The factorisation PKP' = LDL' of a sparse symmetric quasi-definite matrix K (one that a symmetric permutation makes [H A'; A −G] with H
/// and G positive definite): every permutation has such a factorisation with D diagonal (Vanderbei 1995), so the order is chosen for
/// sparsity alone, once, and the values may change.
/// </summary>
/// <remarks>
/// Order: <see cref="MinimumDegreeOrdering"/>. Pivots too small for their expected sign are replaced (see <see cref="Refactor"/>), which
/// makes the factors those of a nearby matrix; refinement in <see cref="Solve"/> removes the effect on solutions. No method but
/// <see cref="Analyze"/> allocates. Not thread-safe.
/// </remarks>
public sealed class SparseLdl
{
    private readonly SparseLdlSymbolic _symbolic;
    private readonly double[] _entries, _factorValues, _diagonal, _inverseDiagonal;
    private readonly double[] _row, _work, _residual, _correction;
    private readonly int[] _factorRows, _filled, _path, _pattern, _seenFor;
    private bool _isFactored;

    private SparseLdl(SparseLdlSymbolic symbolic)
    {
        _symbolic = symbolic;
        int n = symbolic.Order;
        _entries = new double[symbolic.Rows.Length];
        _factorValues = new double[symbolic.FactorNonzeros];
        _factorRows = new int[symbolic.FactorNonzeros];
        _diagonal = new double[n];
        _inverseDiagonal = new double[n];
        _row = new double[n];
        _work = new double[n];
        _residual = new double[n];
        _correction = new double[n];
        _filled = new int[n];
        _path = new int[n];
        _pattern = new int[n];
        _seenFor = new int[n];
    }

    /// <summary>The order of the matrix.</summary>
    public int Order => _symbolic.Order;

    /// <summary>The number of entries below the diagonal of L.</summary>
    public int FactorNonzeros => _symbolic.FactorNonzeros;

    /// <summary>The number of pivots that the last <see cref="Refactor"/> replaced.</summary>
    public int RegularizedPivots { get; private set; }

    /// <summary>
    /// A pivot d with expected sign σ is replaced when σd is not above this times the largest absolute entry of K. Default 1e-13.
    /// </summary>
    public double PivotThreshold { get; init; } = 1e-13;

    /// <summary>A replaced pivot is σ times this times the largest absolute entry of K. Default 1e-7, about the root of the rounding unit.</summary>
    public double PivotReplacement { get; init; } = 1e-7;

    /// <summary>Chooses the order and finds the pattern of L. Values are not looked at.</summary>
    /// <param name="upper">The upper triangle of K; missing diagonal entries are zeros.</param>
    /// <param name="signs">
    /// The expected sign (+1 or −1) of each row's pivot: + for rows of H, − for rows of −G; empty: a pivot keeps its own sign (+ at zero).
    /// </param>
    /// <exception cref="ArgumentException">The matrix is not square or has an entry below the diagonal, or there is not a sign of ±1 for each row.</exception>
    public static SparseLdl Analyze(SparseMatrix upper, ReadOnlySpan<int> signs = default)
    {
        ArgumentNullException.ThrowIfNull(upper);
        return new SparseLdl(SparseLdlSymbolic.Analyze(upper, signs));
    }

    /// <summary>Factors the matrix with the pattern analysed and these values.</summary>
    /// <param name="values">In the order of <see cref="SparseMatrix.Values"/> of the matrix analysed.</param>
    /// <exception cref="ArgumentException">The number of values differs, or one is NaN or infinite.</exception>
    public void Refactor(ReadOnlySpan<double> values)
    {
        SparseLdlSymbolic s = _symbolic;
        if (values.Length != s.EntryTarget.Length)
            throw new ArgumentException($"The matrix analysed has {s.EntryTarget.Length} entries; got {values.Length} values.", nameof(values));
        double largest = 0;
        for (int k = 0; k < values.Length; k++)
        {
            if (!double.IsFinite(values[k]))
                throw new ArgumentException($"Value {k} is {values[k]}; all values must be finite.", nameof(values));
            largest = Math.Max(largest, Math.Abs(values[k]));
            _entries[s.EntryTarget[k]] = values[k];
        }
        if (largest == 0)
            largest = 1;
        double threshold = PivotThreshold * largest, replacement = PivotReplacement * largest;
        RegularizedPivots = 0;
        s.FactorStarts.AsSpan(0, Order).CopyTo(_filled);
        Array.Fill(_seenFor, -1);
        for (int j = 0; j < Order; j++)
        {
            double pivot = EliminateRow(j);
            int sign = s.Signs[j] != 0 ? s.Signs[j] : pivot < 0 ? -1 : 1;
            if (!(sign * pivot > threshold))
            {
                pivot = sign * replacement;
                RegularizedPivots++;
            }
            _diagonal[j] = pivot;
            _inverseDiagonal[j] = 1 / pivot;
        }
        _isFactored = true;
    }

    /// <summary>Overwrites b with K⁻¹b.</summary>
    /// <param name="b">One entry a row.</param>
    /// <param name="refinementSteps">
    /// At most this many steps x ← x + (LDL')⁻¹(b − Kx) are made; refinement stops when the residual no longer halves. Default 0.
    /// </param>
    /// <exception cref="InvalidOperationException">No values were factored yet.</exception>
    /// <exception cref="ArgumentException">The length of b is not the order.</exception>
    public void Solve(Span<double> b, int refinementSteps = 0)
    {
        if (!_isFactored)
            throw new InvalidOperationException("Call Refactor with the matrix's values before solving.");
        if (b.Length != Order)
            throw new ArgumentException($"The order is {Order}; the right-hand side has {b.Length} entries.", nameof(b));
        int[] permutation = _symbolic.Permutation;
        Span<double> x = _work;
        for (int k = 0; k < x.Length; k++)
            x[k] = _residual[k] = b[permutation[k]];
        SolvePermuted(x);
        double last = double.PositiveInfinity;
        for (int step = 0; step < refinementSteps; step++)
        {
            for (int k = 0; k < x.Length; k++)
                _correction[k] = b[permutation[k]];
            SubtractProduct(x, _correction);
            double norm = System.Numerics.Tensors.TensorPrimitives.MaxMagnitude<double>(_correction);
            if (norm == 0 || !(norm < 0.5 * last))
            {
                // A step that did not halve the residual is taken back when it made it larger.
                if (norm > last)
                    _residual.CopyTo(x);
                break;
            }
            last = norm;
            x.CopyTo(_residual);
            SolvePermuted(_correction);
            System.Numerics.Tensors.TensorPrimitives.Add(x, _correction, x);
        }
        for (int k = 0; k < x.Length; k++)
            b[permutation[k]] = x[k];
    }

    /// <summary>
    /// Row j of L solves L(0..j−1, 0..j−1) D l = k_j (up-looking: Davis, Algorithm 849, 2005). Its pattern is the union of the tree paths
    /// from the entries of column j of the upper triangle, taken so that each column comes after its descendants. Returns the pivot.
    /// </summary>
    private double EliminateRow(int j)
    {
        SparseLdlSymbolic s = _symbolic;
        int[] parent = s.Parent, starts = s.FactorStarts;
        int top = Order;
        double pivot = 0;
        _seenFor[j] = j;
        for (int k = s.Starts[j]; k < s.Starts[j + 1]; k++)
        {
            int i = s.Rows[k];
            if (i == j)
            {
                pivot = _entries[k];
                continue;
            }
            _row[i] = _entries[k];
            int length = 0;
            for (; _seenFor[i] != j; i = parent[i])
            {
                _path[length++] = i;
                _seenFor[i] = j;
            }
            while (length > 0)
                _pattern[--top] = _path[--length];
        }
        for (; top < Order; top++)
        {
            int i = _pattern[top], end = _filled[i];
            double value = _row[i];
            _row[i] = 0;
            for (int k = starts[i]; k < end; k++)
                _row[_factorRows[k]] -= _factorValues[k] * value;
            double l = value * _inverseDiagonal[i];
            pivot -= l * value;
            _factorRows[end] = j;
            _factorValues[end] = l;
            _filled[i] = end + 1;
        }
        return pivot;
    }

    private void SolvePermuted(Span<double> x)
    {
        int[] starts = _symbolic.FactorStarts;
        for (int j = 0; j < x.Length; j++)
        {
            double value = x[j];
            if (value != 0)
                for (int k = starts[j]; k < starts[j + 1]; k++)
                    x[_factorRows[k]] -= _factorValues[k] * value;
        }
        for (int j = x.Length - 1; j >= 0; j--)
        {
            double value = x[j] * _inverseDiagonal[j];
            for (int k = starts[j]; k < starts[j + 1]; k++)
                value -= _factorValues[k] * x[_factorRows[k]];
            x[j] = value;
        }
    }

    /// <summary>r ← r − PKP'x.</summary>
    private void SubtractProduct(ReadOnlySpan<double> x, Span<double> r)
    {
        SparseLdlSymbolic s = _symbolic;
        for (int j = 0; j < x.Length; j++)
        {
            double sum = 0, xj = x[j];
            for (int k = s.Starts[j]; k < s.Starts[j + 1]; k++)
            {
                int i = s.Rows[k];
                double value = _entries[k];
                sum += value * x[i];
                if (i != j)
                    r[i] -= value * xj;
            }
            r[j] -= sum;
        }
    }
}
