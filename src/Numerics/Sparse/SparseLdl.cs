using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// The factorisation PKP' = LDL' of a sparse symmetric quasi-definite matrix K (one that a symmetric permutation makes [H A'; A −G] with H
/// and G positive definite): every permutation has such a factorisation with D diagonal (Vanderbei 1995), so the order is chosen for
/// sparsity alone, once, and the values may change.
/// </summary>
/// <remarks>
/// Order: <see cref="MinimumDegreeOrdering"/>. Factors with much fill are computed by dense blocks (supernodes), others row by row. Pivots too small for their expected sign are replaced (see <see cref="Refactor"/>), which
/// makes the factors those of a nearby matrix; refinement in <see cref="Solve"/> removes the effect on solutions. No method but
/// <see cref="Analyze"/> allocates. Not thread-safe.
/// </remarks>
public sealed class SparseLdl
{
    /// <summary>With more multiplications than this for each entry of L, its columns share patterns enough for dense products to pay.</summary>
    private const double SupernodalWork = 30;

    private readonly SparseLdlSymbolic _symbolic;
    private readonly ISparseFactor _factor;
    private readonly double[] _entries, _work, _lastGood, _correction;
    private bool _isFactored;

    private SparseLdl(SparseLdlSymbolic symbolic)
    {
        _symbolic = symbolic;
        int n = symbolic.Order;
        _factor = symbolic.Flops > SupernodalWork * Math.Max(1.0, symbolic.FactorNonzeros)
            ? new SupernodalFactor(symbolic)
            : new SimplicialFactor(symbolic);
        _entries = new double[symbolic.Rows.Length];
        _work = new double[n];
        _lastGood = new double[n];
        _correction = new double[n];
    }

    /// <summary>The order of the matrix.</summary>
    public int Order => _symbolic.Order;

    /// <summary>The number of entries below the diagonal of L that can be nonzero.</summary>
    public int FactorNonzeros => _symbolic.FactorNonzeros;

    /// <summary>The number of pivots that the last <see cref="Refactor"/> replaced.</summary>
    public int RegularizedPivots { get; private set; }

    /// <summary>
    /// A pivot d with expected sign σ is replaced when σd is not above this times the largest absolute entry of K. Default 1e-13; at least 0.
    /// Takes effect at the next <see cref="Refactor"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, NaN or infinite.</exception>
    public double PivotThreshold
    {
        get;
        set
        {
            if (!(value >= 0) || double.IsInfinity(value))
                throw new ArgumentOutOfRangeException(nameof(value), value, "The pivot threshold must be finite and not negative.");
            field = value;
        }
    } = 1e-13;

    /// <summary>
    /// A replaced pivot is σ times this times the largest absolute entry of K. Default 1e-7, about the root of the rounding unit, with which
    /// each step of refinement gains some seven digits; above 0. Takes effect at the next <see cref="Refactor"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive and finite.</exception>
    public double PivotReplacement
    {
        get;
        set
        {
            if (!(value > 0) || double.IsInfinity(value))
                throw new ArgumentOutOfRangeException(nameof(value), value, "The pivot replacement must be positive and finite.");
            field = value;
        }
    } = 1e-7;

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
        RegularizedPivots = _factor.Factor(_entries, new PivotRule(s.Signs, PivotThreshold * largest, PivotReplacement * largest));
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
            x[k] = b[permutation[k]];
        _factor.Solve(x);
        double last = double.PositiveInfinity;
        for (int step = 0; step < refinementSteps; step++)
        {
            for (int k = 0; k < x.Length; k++)
                _correction[k] = b[permutation[k]];
            SubtractProduct(x, _correction);
            double norm = TensorPrimitives.MaxMagnitude<double>(_correction);
            if (norm == 0 || !(norm < 0.5 * last))
            {
                // A step that did not halve the residual is taken back when it made it larger.
                if (norm > last)
                    _lastGood.CopyTo(x);
                break;
            }
            last = norm;
            x.CopyTo(_lastGood);
            _factor.Solve(_correction);
            TensorPrimitives.Add(x, _correction, x);
        }
        for (int k = 0; k < x.Length; k++)
            b[permutation[k]] = x[k];
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
