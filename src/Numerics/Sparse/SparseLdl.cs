namespace Copositive.Numerics;

/// <summary>
/// The factorisation PKP' = LDL' of a sparse symmetric quasi-definite matrix K (one that a symmetric permutation makes [H A'; A −G] with H
/// and G positive definite): every permutation has such a factorisation with D diagonal (Vanderbei 1995), so the order is chosen for
/// sparsity alone, once, and the values may change. Positive definite matrices are the case without G, and LDL' their Cholesky
/// factorisation but for the roots of D.
/// </summary>
/// <remarks>
/// Order: <see cref="MinimumDegreeOrdering"/>. Factors with much fill are computed by dense blocks (supernodes), others row by row.
/// Pivots too small for their expected sign are replaced (see <see cref="Refactor"/>), which makes the factors those of a nearby
/// matrix; refinement in <see cref="Solve"/> and <see cref="SolveRefined"/> removes the effect on solutions. Nothing allocates but the
/// constructor, <see cref="Analyze"/> and the first <see cref="SolveBlock"/>. Results depend on the number of threads by rounding only,
/// and on nothing else. Not thread-safe; factorisations that share an analysis are independent.
/// </remarks>
public sealed partial class SparseLdl
{
    private readonly ISparseFactor _factor;
    private readonly WorkerTeam? _team;
    private readonly double[] _entries, _work, _lastGood, _correction;
    private bool _isFactored;
    private double _norm;

    /// <summary>Allocates a factorisation for an analysed pattern.</summary>
    /// <param name="symbolic">The analysis.</param>
    /// <param name="team">The threads that share the work; null for the calling thread.</param>
    /// <exception cref="ArgumentException">The factor has more entries than an array can hold.</exception>
    public SparseLdl(SparseLdlSymbolic symbolic, WorkerTeam? team = null)
    {
        ArgumentNullException.ThrowIfNull(symbolic);
        Symbolic = symbolic;
        _team = team;
        int n = symbolic.Order;
        _factor = symbolic.Supernodes is not null ? new SupernodalFactor(symbolic, team) : new SimplicialFactor(symbolic);
        _entries = new double[symbolic.Rows.Length];
        _work = new double[n];
        _lastGood = new double[n];
        _correction = new double[n];
    }

    /// <summary>The analysis, which other factorisations may share.</summary>
    public SparseLdlSymbolic Symbolic { get; }

    /// <summary>The order of the matrix.</summary>
    public int Order => Symbolic.Order;

    /// <summary>The number of entries below the diagonal of L that can be nonzero.</summary>
    public int FactorNonzeros => Symbolic.FactorNonzeros;

    /// <summary>The number of pivots that the last <see cref="Refactor"/> replaced.</summary>
    public int RegularizedPivots { get; private set; }

    /// <summary>
    /// A pivot d with expected sign σ is replaced when σd is not above this times the largest absolute entry of K. Default 1e-13; at
    /// least 0. Takes effect at the next <see cref="Refactor"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, NaN or infinite.</exception>
    public double PivotThreshold
    {
        get;
        set => field = RequireFinite(value, value >= 0, "The pivot threshold must be finite and not negative.");
    } = 1e-13;

    /// <summary>
    /// A replaced pivot is σ times this times the largest absolute entry of K. Default 1e-7, about the root of the rounding unit, with
    /// which each step of refinement gains some seven digits; above 0. Takes effect at the next <see cref="Refactor"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive and finite.</exception>
    public double PivotReplacement
    {
        get;
        set => field = RequireFinite(value, value > 0, "The pivot replacement must be positive and finite.");
    } = 1e-7;

    /// <summary>
    /// δ: what is factored is K + δ·max|k_ij|·diag(σ), which is quasi-definite when H and G are positive semidefinite; refinement goes
    /// back to K. Default 0, at least 0; 1e-8 to 1e-10 is usual. Takes effect at the next <see cref="Refactor"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, NaN or infinite.</exception>
    public double StaticRegularization
    {
        get;
        set => field = RequireFinite(value, value >= 0, "The static regularisation must be finite and not negative.");
    }

    /// <summary>Analyses a pattern and allocates its factorisation.</summary>
    /// <param name="upper">The upper triangle of K; missing diagonal entries are zeros. Values are not looked at.</param>
    /// <param name="signs">The expected signs of the pivots; see <see cref="SparseLdlSymbolic.Analyze"/>.</param>
    /// <param name="team">The threads that share the work; null for the calling thread.</param>
    /// <exception cref="ArgumentException">
    /// The matrix is not square or has an entry below the diagonal, or there is not a sign of ±1 for each row.
    /// </exception>
    public static SparseLdl Analyze(SparseMatrix upper, ReadOnlySpan<int> signs = default, WorkerTeam? team = null) =>
        new(SparseLdlSymbolic.Analyze(upper, signs), team);

    /// <summary>Factors the matrix with the pattern analysed and these values.</summary>
    /// <param name="values">In the order of <see cref="SparseMatrix.Values"/> of the matrix analysed.</param>
    /// <param name="cancellation">Looked at before each dense block.</param>
    /// <exception cref="ArgumentException">The number of values differs, or one is NaN or infinite.</exception>
    /// <exception cref="OverflowException">A pivot overflowed; there is no factorisation then.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; there is no factorisation then.</exception>
    public void Refactor(ReadOnlySpan<double> values, CancellationToken cancellation = default)
    {
        double largest = TakeValues(values);
        var rule = new PivotRule(
            Symbolic.Signs, StaticRegularization * largest, PivotThreshold * largest, PivotReplacement * largest, RequiresPositive: false);
        int failed = Factor(rule, cancellation);
        if (failed != -1)
            throw new OverflowException(
                $"The pivot of column {Symbolic.Permutation[failed]} is beyond the largest double. Scale the matrix, or raise the pivot threshold.");
    }

    /// <summary>
    /// Factors a positive definite matrix: no pivot is shifted or replaced, whatever the settings and the expected signs, and the first
    /// that is not positive and finite ends the factorisation.
    /// </summary>
    /// <param name="values">In the order of <see cref="SparseMatrix.Values"/> of the matrix analysed.</param>
    /// <param name="failedColumn">
    /// The column of K whose pivot failed, so that K is not positive definite to working precision; −1 for none. Among several it is
    /// the first in the elimination order that was reached, the same in every run with as many threads.
    /// </param>
    /// <param name="cancellation">Looked at before each dense block.</param>
    /// <returns>False when a pivot failed; there is no factorisation then.</returns>
    /// <exception cref="ArgumentException">The number of values differs, or one is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; there is no factorisation then.</exception>
    public bool TryRefactorPositive(ReadOnlySpan<double> values, out int failedColumn, CancellationToken cancellation = default)
    {
        TakeValues(values);
        int failed = Factor(new PivotRule(Symbolic.Signs, 0, 0, 0, RequiresPositive: true), cancellation);
        failedColumn = failed == -1 ? -1 : Symbolic.Permutation[failed];
        return _isFactored;
    }

    /// <summary>Copies the values to their places; returns the largest absolute one, 1 for a zero matrix.</summary>
    private double TakeValues(ReadOnlySpan<double> values)
    {
        int[] targets = Symbolic.EntryTarget;
        if (values.Length != targets.Length)
            throw new ArgumentException($"The matrix analysed has {targets.Length} entries; got {values.Length} values.", nameof(values));
        _isFactored = false;
        double largest = 0;
        for (int k = 0; k < values.Length; k++)
        {
            if (!double.IsFinite(values[k]))
                throw new ArgumentException($"Value {k} is {values[k]}; all values must be finite.", nameof(values));
            largest = Math.Max(largest, Math.Abs(values[k]));
            _entries[targets[k]] = values[k];
        }
        return largest == 0 ? 1 : largest;
    }

    private int Factor(PivotRule rule, CancellationToken cancellation)
    {
        PivotTally tally = _factor.Factor(_entries, rule, cancellation);
        RegularizedPivots = tally.Replaced;
        if (tally.FailedColumn == -1)
            cancellation.ThrowIfCancellationRequested();
        _isFactored = tally.FailedColumn == -1;
        _norm = double.NaN;
        return tally.FailedColumn;
    }

    private static double RequireFinite(double value, bool isInRange, string message) =>
        isInRange && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, message);
}
