namespace Copositive.Numerics;

/// <summary>
/// The Cholesky factorisation A = LL' of a dense symmetric positive definite matrix, row-major, in place: L takes the lower triangle;
/// entries above the diagonal do not matter and are not written.
/// </summary>
/// <remarks>
/// ‖A − LL'‖ is at most about (n + 2)u tr A (Higham, "Accuracy and Stability of Numerical Algorithms", theorem 10.3). It is proved of an
/// algorithm in which each entry of L is one sum of products, times a reciprocal of the diagonal or under a root, and
/// <see cref="VerifiedCholesky"/> rests on that: explicit inverses of blocks, fast products or lower precision would break it.
/// Thread-safe; with a team, results may depend on its number of threads by rounding, never on the schedule.
/// </remarks>
public static unsafe class DenseCholesky
{
    /// <summary>Replaces the lower triangle of A by L.</summary>
    /// <param name="a">n² entries, row-major.</param>
    /// <param name="n">The order.</param>
    /// <returns>
    /// False when a pivot is not positive (or NaN): A is not positive definite to working precision, and the triangle is partly
    /// overwritten.
    /// </returns>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public static bool TryFactor(Span<double> a, int n) => TryFactor(a, n, n, out _);

    /// <summary>Replaces the lower triangle of A by L.</summary>
    /// <param name="a">A, n × n.</param>
    /// <param name="n">The order.</param>
    /// <param name="lda">The distance between rows, at least n.</param>
    /// <param name="failedPivot">The index of the first pivot that is not positive and finite; −1 when there is none.</param>
    /// <param name="team">The threads to use; null for the calling one alone.</param>
    /// <param name="cancellation">Looked at between blocks.</param>
    /// <returns>
    /// False when a pivot is not positive and finite: A is not positive definite to working precision, or has an entry that is NaN or
    /// infinite. The leading rows up to the failed pivot's need not be overwritten by L.
    /// </returns>
    /// <exception cref="ArgumentException">n is negative, the row distance is shorter than a row, or the span too short.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the triangle is partly overwritten.</exception>
    public static bool TryFactor(
        Span<double> a, int n, int lda, out int failedPivot, WorkerTeam? team = null, CancellationToken cancellation = default)
    {
        MatrixArguments.Check(nameof(a), a.Length, n, n, lda);
        fixed (double* p = a)
            failedPivot = BlockedCholesky.Factor(p, n, lda, team, cancellation);
        return failedPivot < 0;
    }

    /// <summary>Overwrites b with A⁻¹b.</summary>
    /// <param name="factor">L as <see cref="TryFactor(Span{double}, int)"/> leaves it.</param>
    /// <param name="n">The order.</param>
    /// <param name="b">n entries.</param>
    public static void SolveInPlace(ReadOnlySpan<double> factor, int n, Span<double> b)
    {
        TriangularSolve.Lower(n, factor, n, b);
        TriangularSolve.LowerTransposed(n, factor, n, b);
    }

    /// <summary>Overwrites B with A⁻¹B for several right-hand sides.</summary>
    /// <param name="factor">L as <see cref="TryFactor(Span{double}, int)"/> leaves it.</param>
    /// <param name="n">The order.</param>
    /// <param name="b">n × <paramref name="columns"/>, row-major.</param>
    /// <param name="columns">The number of right-hand sides.</param>
    public static void SolveInPlace(ReadOnlySpan<double> factor, int n, Span<double> b, int columns) =>
        SolveInPlace(factor, n, n, b, columns, columns);

    /// <summary>Overwrites B with A⁻¹B for several right-hand sides.</summary>
    /// <param name="factor">L as <see cref="TryFactor(Span{double}, int, int, out int, WorkerTeam, CancellationToken)"/> leaves it.</param>
    /// <param name="n">The order.</param>
    /// <param name="ldl">The distance between L's rows, at least n.</param>
    /// <param name="b">B, n × <paramref name="columns"/>.</param>
    /// <param name="ldb">The distance between B's rows, at least <paramref name="columns"/>.</param>
    /// <param name="columns">The number of right-hand sides.</param>
    /// <param name="team">The threads to use; null for the calling one alone.</param>
    /// <param name="cancellation">Looked at between blocks.</param>
    /// <exception cref="ArgumentException">
    /// A dimension is negative, a row distance shorter than a row, or a span shorter than its matrix.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled; B is partly overwritten.</exception>
    public static void SolveInPlace(
        ReadOnlySpan<double> factor, int n, int ldl, Span<double> b, int ldb, int columns,
        WorkerTeam? team = null, CancellationToken cancellation = default)
    {
        TriangularSolve.Lower(n, factor, ldl, b, ldb, columns, team, cancellation);
        TriangularSolve.LowerTransposed(n, factor, ldl, b, ldb, columns, team, cancellation);
    }

    /// <summary>Overwrites L by the lower triangle of A⁻¹ = L'⁻¹L⁻¹; entries above the diagonal are neither read nor written.</summary>
    /// <param name="factor">L as <see cref="TryFactor(Span{double}, int, int, out int, WorkerTeam, CancellationToken)"/> leaves it.</param>
    /// <param name="n">The order.</param>
    /// <param name="ldl">The distance between L's rows, at least n.</param>
    /// <param name="team">The threads to use; null for the calling one alone.</param>
    /// <param name="cancellation">Looked at between blocks.</param>
    /// <exception cref="ArgumentException">n is negative, the row distance is shorter than a row, or the span too short.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the triangle is partly overwritten.</exception>
    public static void InvertInPlace(Span<double> factor, int n, int ldl, WorkerTeam? team = null, CancellationToken cancellation = default)
    {
        MatrixArguments.Check(nameof(factor), factor.Length, n, n, ldl);
        fixed (double* p = factor)
            TriangularInverse.Gram(p, n, ldl, team, cancellation);
    }

    /// <summary>Overwrites L by L⁻¹; entries above the diagonal are neither read nor written.</summary>
    /// <inheritdoc cref="InvertInPlace"/>
    public static void InvertFactorInPlace(
        Span<double> factor, int n, int ldl, WorkerTeam? team = null, CancellationToken cancellation = default)
    {
        MatrixArguments.Check(nameof(factor), factor.Length, n, n, ldl);
        fixed (double* p = factor)
            TriangularInverse.Invert(p, n, ldl, team, cancellation);
    }
}
