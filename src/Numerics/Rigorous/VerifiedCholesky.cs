namespace Copositive.Numerics;

/// <summary>
/// Rigorous statements about symmetric matrices of doubles by floating-point arithmetic: that a matrix is positive definite, and lower
/// bounds of its smallest eigenvalue. True is a proof; false says nothing.
/// </summary>
/// <remarks>
/// <para>Rump, "Verification of positive definiteness", BIT 46 (2006). Where floating-point Cholesky runs to its end on a symmetric B
/// with nonnegative diagonal, its factors satisfy LLᵀ = B + Δ with ‖Δ‖ ≤ γ_{n+1}/(1 − γ_{n+1})·tr B + underflow
/// ≤ c := ½γ_{2(n+1)} tr B + 4ηn(2(n+1) + max b_ii), η = 2⁻¹⁰⁷⁴. So Cholesky of A with its diagonal lowered by
/// c(A), rounded down, is the proof. It is the trace that counts: the largest diagonal entry in its place accepts indefinite
/// matrices.</para>
/// <para>The theorem needs each entry of L to be one sum a_ij − Σ_{k&lt;j} l_ik l_jk, in any order and with or without fused
/// multiply-adds, and then a quotient or a square root. As in the proof of Higham's lemma 8.4, the roundings on the way of a_ij are moved
/// to l_ij l_jj: then |Δ_ij| ≤ γ_j Σ_{k≤j} |l_ik||l_jk| off the diagonal, from 1, and γ_{j+1} on it, where the root counts twice.
/// <see cref="DenseCholesky"/> multiplies by rounded reciprocals 1/l_jj instead of dividing: one more rounding off the diagonal,
/// γ_{j+1} ≤ γ_n as j &lt; n. So all are at most γ_{n+1}. Blocks, tiles, vector widths and threads change the order of the sums only.
/// The reciprocals are normal numbers, since l_jj² is a double.</para>
/// <para>Underflow adds at most η/2 for each multiplication, fused or not, and l_jj η/2 for that by the reciprocal, all times less than 3:
/// ‖·‖ ≤ 3n(n + 1 + max b_ii)η/2, which the constant holds. Where anything overflows, so does the pivot of its row, or is NaN, and the
/// factorisation fails.</para>
/// <para>Matrices are n×n, rows one after another; only the lower triangle (column ≤ row) is read, and stands for a symmetric matrix.
/// An entry NaN or infinite is never accepted.</para>
/// </remarks>
public static class VerifiedCholesky
{
    private const double Eta = double.Epsilon;

    /// <summary>Whether the matrix is proved to be positive definite.</summary>
    /// <param name="a">The matrix; its lower triangle is read.</param>
    /// <param name="n">The order.</param>
    /// <exception cref="ArgumentException">The span is shorter than n².</exception>
    public static bool IsPositiveDefinite(ReadOnlySpan<double> a, int n)
    {
        CheckLength(a, n);
        return IsShiftedPositiveDefinite(a, n, 0, 0, new double[n * n]);
    }

    /// <summary>Whether every symmetric X with |X − A| ≤ radius entrywise is proved to be positive definite.</summary>
    /// <param name="a">The midpoint; its lower triangle is read.</param>
    /// <param name="n">The order.</param>
    /// <param name="radius">A bound of the entrywise distance: the spectral distance is then at most n·radius.</param>
    /// <exception cref="ArgumentException">The span is shorter than n².</exception>
    public static bool IsPositiveDefinite(ReadOnlySpan<double> a, int n, double radius)
    {
        CheckLength(a, n);
        return radius >= 0 && IsShiftedPositiveDefinite(a, n, 0, Rounded.MultiplyUp(n, radius), new double[n * n]);
    }

    /// <summary>A lower bound of the smallest eigenvalue, tight to about the error of a Cholesky factorisation.</summary>
    /// <param name="a">The matrix; its lower triangle is read.</param>
    /// <param name="n">The order.</param>
    /// <returns>A number that is certainly at most λ_min; −∞ where an entry is NaN or infinite, +∞ for order 0.</returns>
    /// <remarks>
    /// Bisection between Gershgorin's bound and the smallest diagonal entry by the Cholesky test: some thirty factorisations.
    /// </remarks>
    /// <exception cref="ArgumentException">The span is shorter than n².</exception>
    public static double LowerEigenvalueBound(ReadOnlySpan<double> a, int n)
    {
        CheckLength(a, n);
        var (verified, refused) = SimpleBounds(a, n);
        if (n == 0 || !double.IsFinite(verified) || verified >= refused) return verified;
        var work = new double[n * n];
        while (true)
        {
            var width = refused - verified;
            var trial = 0.5 * verified + 0.5 * refused;
            if (!(width > 0.25 * Margin(a, n, trial)) || trial <= verified || trial >= refused) return verified;
            if (IsShiftedPositiveDefinite(a, n, trial, 0, work)) verified = trial;
            else refused = trial;
        }
    }

    /// <summary>A lower bound of the smallest eigenvalue from an estimate of it: one or a few factorisations.</summary>
    /// <param name="a">The matrix; its lower triangle is read.</param>
    /// <param name="n">The order.</param>
    /// <param name="estimate">An estimate of λ_min; however wrong, the result is a bound, only less tight.</param>
    /// <returns>A number that is certainly at most λ_min; −∞ where an entry is NaN or infinite, +∞ for order 0.</returns>
    /// <exception cref="ArgumentException">The span is shorter than n².</exception>
    public static double LowerEigenvalueBound(ReadOnlySpan<double> a, int n, double estimate)
    {
        CheckLength(a, n);
        var (simple, smallestDiagonal) = SimpleBounds(a, n);
        if (n == 0 || !double.IsFinite(simple) || simple >= smallestDiagonal) return simple;
        if (!double.IsFinite(estimate)) return LowerEigenvalueBound(a, n);
        var work = new double[n * n];
        estimate = Math.Min(estimate, smallestDiagonal);
        for (var margin = 2 * Margin(a, n, estimate); ; margin *= 2)
        {
            var trial = estimate - margin;
            if (!(trial > simple)) return simple;
            if (IsShiftedPositiveDefinite(a, n, trial, 0, work)) return trial;
        }
    }

    /// <summary>
    /// Gershgorin's bound min_i (a_ii − Σ_{j≠i} |a_ij|) rounded down, which is certainly at most λ_min; −∞ where an entry is NaN or
    /// infinite.
    /// </summary>
    /// <param name="a">The matrix; its lower triangle is read.</param>
    /// <param name="n">The order.</param>
    /// <exception cref="ArgumentException">The span is shorter than n².</exception>
    public static double GershgorinLowerBound(ReadOnlySpan<double> a, int n)
    {
        CheckLength(a, n);
        return SimpleBounds(a, n).Gershgorin;
    }

    private static (double Gershgorin, double SmallestDiagonal) SimpleBounds(ReadOnlySpan<double> a, int n)
    {
        var rows = new double[n];
        for (var i = 0; i < n; i++)
        {
            var sum = rows[i];
            for (var j = 0; j < i; j++)
            {
                var size = Math.Abs(a[i * n + j]);
                sum = Rounded.AddUp(sum, size);
                rows[j] = Rounded.AddUp(rows[j], size);
            }

            rows[i] = sum;
        }

        double gershgorin = double.PositiveInfinity, smallest = double.PositiveInfinity;
        for (var i = 0; i < n; i++)
        {
            if (!double.IsFinite(a[i * n + i])) return (double.NegativeInfinity, double.NaN);
            gershgorin = Math.Min(gershgorin, Rounded.SubtractDown(a[i * n + i], rows[i]));
            smallest = Math.Min(smallest, a[i * n + i]);
        }

        return (gershgorin, smallest);
    }

    /// <summary>Whether A − (shift + drop)·I is proved to be positive definite.</summary>
    private static bool IsShiftedPositiveDefinite(ReadOnlySpan<double> a, int n, double shift, double drop, Span<double> work)
    {
        // B = RD(A − shift I − drop I) is below A − (shift + drop) I; the test's own constant belongs to B's diagonal, not to A's.
        for (var i = 0; i < n; i++)
        {
            a.Slice(i * n, i + 1).CopyTo(work.Slice(i * n, i + 1));
            var entry = Rounded.SubtractDown(Rounded.SubtractDown(a[i * n + i], shift), drop);
            if (!(entry >= 0)) return false;
            work[i * n + i] = entry;
        }

        var c = Constant(work, n);
        if (!double.IsFinite(c)) return false;
        for (var i = 0; i < n; i++)
        {
            var lowered = Rounded.SubtractDown(work[i * n + i], c);
            if (!(lowered >= 0)) return false;
            work[i * n + i] = lowered;
        }

        return DenseCholesky.TryFactor(work, n);
    }

    /// <summary>c ≥ ½γ_{2(n+1)} tr B + 4ηn(2(n+1) + max b_ii); +∞ where 4(n+1)u ≥ 1.</summary>
    private static double Constant(ReadOnlySpan<double> b, int n)
    {
        double trace = 0, largest = 0;
        for (var i = 0; i < n; i++)
        {
            trace = Rounded.AddUp(trace, b[i * n + i]);
            largest = Math.Max(largest, b[i * n + i]);
        }

        return Constant(trace, largest, n);
    }

    private static double Constant(double trace, double largest, int n)
    {
        if (!(4 * (n + 1.0) * Rounded.UnitRoundoff < 1)) return double.PositiveInfinity;
        var rounding = Rounded.MultiplyUp(0.5 * Rounded.Gamma(2 * (n + 1L)), trace);
        var underflow = Rounded.MultiplyUp(4.0 * n * Eta, Rounded.AddUp(2 * (n + 1.0), largest));
        return Rounded.AddUp(rounding, underflow);
    }

    /// <summary>About the constant of the test for A − shift·I: the resolution of the eigenvalue bound (an estimate, no bound).</summary>
    private static double Margin(ReadOnlySpan<double> a, int n, double shift)
    {
        double trace = 0, largest = 0;
        for (var i = 0; i < n; i++)
        {
            var entry = Math.Abs(a[i * n + i] - shift);
            trace += entry;
            largest = Math.Max(largest, entry);
        }

        return Math.Max(Constant(trace, largest, n), double.Epsilon);
    }

    private static void CheckLength(ReadOnlySpan<double> a, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        if (a.Length < (long)n * n)
            throw new ArgumentException($"A matrix of order {n} has {(long)n * n} entries; the span has {a.Length}.", nameof(a));
    }
}
