namespace Copositive.Numerics;

/// <summary>
/// Solves systems with a lower triangular matrix L, row-major, in place: LX = B, L'X = B, XL = B and XL' = B. Entries above L's diagonal
/// are not used.
/// </summary>
/// <remarks>
/// Blocks of L that fit in the cache are solved by register tiles, and the rest is matrix products; with one right-hand side L is read once
/// in the order of its storage. Each column of the solution has a small componentwise backward error, (L + E)x = b with |E| ≤ (n + 2)u|L|
/// to first order, wherever the reciprocals of L's diagonal are finite: with several right-hand sides that excludes diagonal entries
/// below 2⁻¹⁰²³, which give infinite or NaN results. So does a zero on the diagonal. Thread-safe; with a team, results may depend on its
/// number of threads by rounding, never on the schedule.
/// </remarks>
public static unsafe class TriangularSolve
{
    /// <summary>Overwrites B by L⁻¹B, the solution of LX = B.</summary>
    /// <param name="n">The order of L.</param>
    /// <param name="l">L, n × n.</param>
    /// <param name="ldl">The distance between L's rows, at least n.</param>
    /// <param name="b">B, n × columns; must not overlap L.</param>
    /// <param name="ldb">The distance between B's rows, at least columns.</param>
    /// <param name="columns">The number of right-hand sides, the columns of B.</param>
    /// <param name="team">The threads to use; null for the calling one alone.</param>
    /// <param name="cancellation">Looked at between blocks.</param>
    /// <exception cref="ArgumentException">
    /// A dimension is negative, a row distance shorter than a row, or a span shorter than its matrix.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled; B is partly overwritten.</exception>
    public static void Lower(
        int n, ReadOnlySpan<double> l, int ldl, Span<double> b, int ldb, int columns,
        WorkerTeam? team = null, CancellationToken cancellation = default)
    {
        MatrixArguments.Check(nameof(l), l.Length, n, n, ldl);
        MatrixArguments.Check(nameof(b), b.Length, n, columns, ldb);
        fixed (double* pl = l, pb = b)
            BlockedTriangularSolve.Run(TriangularSystem.Lower(n, pl, ldl, pb, ldb, columns), team, cancellation);
    }

    /// <summary>Overwrites B by L'⁻¹B, the solution of L'X = B.</summary>
    /// <param name="n">The order of L.</param>
    /// <param name="l">L, n × n.</param>
    /// <param name="ldl">The distance between L's rows, at least n.</param>
    /// <param name="b">B, n × columns; must not overlap L.</param>
    /// <param name="ldb">The distance between B's rows, at least columns.</param>
    /// <param name="columns">The number of right-hand sides, the columns of B.</param>
    /// <param name="team">The threads to use; null for the calling one alone.</param>
    /// <param name="cancellation">Looked at between blocks.</param>
    /// <exception cref="ArgumentException">
    /// A dimension is negative, a row distance shorter than a row, or a span shorter than its matrix.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled; B is partly overwritten.</exception>
    public static void LowerTransposed(
        int n, ReadOnlySpan<double> l, int ldl, Span<double> b, int ldb, int columns,
        WorkerTeam? team = null, CancellationToken cancellation = default)
    {
        MatrixArguments.Check(nameof(l), l.Length, n, n, ldl);
        MatrixArguments.Check(nameof(b), b.Length, n, columns, ldb);
        fixed (double* pl = l, pb = b)
            BlockedTriangularSolve.Run(TriangularSystem.Lower(n, pl, ldl, pb, ldb, columns).Transposed(), team, cancellation);
    }

    /// <summary>Overwrites B by BL⁻¹, the solution of XL = B.</summary>
    /// <param name="n">The order of L.</param>
    /// <param name="l">L, n × n.</param>
    /// <param name="ldl">The distance between L's rows, at least n.</param>
    /// <param name="b">B, rows × n; must not overlap L.</param>
    /// <param name="ldb">The distance between B's rows, at least n.</param>
    /// <param name="rows">The number of rows of B.</param>
    /// <param name="team">The threads to use; null for the calling one alone.</param>
    /// <param name="cancellation">Looked at between blocks.</param>
    /// <exception cref="ArgumentException">
    /// A dimension is negative, a row distance shorter than a row, or a span shorter than its matrix.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled; B is partly overwritten.</exception>
    public static void RightLower(
        int n, ReadOnlySpan<double> l, int ldl, Span<double> b, int ldb, int rows,
        WorkerTeam? team = null, CancellationToken cancellation = default)
    {
        MatrixArguments.Check(nameof(l), l.Length, n, n, ldl);
        MatrixArguments.Check(nameof(b), b.Length, rows, n, ldb);
        fixed (double* pl = l, pb = b)
            BlockedTriangularSolve.Run(TriangularSystem.LowerFromTheRight(n, pl, ldl, pb, ldb, rows).Transposed(), team, cancellation);
    }

    /// <summary>Overwrites B by BL'⁻¹, the solution of XL' = B.</summary>
    /// <param name="n">The order of L.</param>
    /// <param name="l">L, n × n.</param>
    /// <param name="ldl">The distance between L's rows, at least n.</param>
    /// <param name="b">B, rows × n; must not overlap L.</param>
    /// <param name="ldb">The distance between B's rows, at least n.</param>
    /// <param name="rows">The number of rows of B.</param>
    /// <param name="team">The threads to use; null for the calling one alone.</param>
    /// <param name="cancellation">Looked at between blocks.</param>
    /// <exception cref="ArgumentException">
    /// A dimension is negative, a row distance shorter than a row, or a span shorter than its matrix.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled; B is partly overwritten.</exception>
    public static void RightLowerTransposed(
        int n, ReadOnlySpan<double> l, int ldl, Span<double> b, int ldb, int rows,
        WorkerTeam? team = null, CancellationToken cancellation = default)
    {
        MatrixArguments.Check(nameof(l), l.Length, n, n, ldl);
        MatrixArguments.Check(nameof(b), b.Length, rows, n, ldb);
        fixed (double* pl = l, pb = b)
            BlockedTriangularSolve.Run(TriangularSystem.LowerFromTheRight(n, pl, ldl, pb, ldb, rows), team, cancellation);
    }

    /// <summary>Overwrites b by L⁻¹b.</summary>
    /// <param name="n">The order of L.</param>
    /// <param name="l">L, n × n.</param>
    /// <param name="ldl">The distance between L's rows, at least n.</param>
    /// <param name="b">n entries.</param>
    /// <exception cref="ArgumentException">
    /// n is negative, the row distance shorter than a row, or a span shorter than its operand.
    /// </exception>
    public static void Lower(int n, ReadOnlySpan<double> l, int ldl, Span<double> b)
    {
        MatrixArguments.Check(nameof(l), l.Length, n, n, ldl);
        MatrixArguments.Check(nameof(b), b.Length, n, 1, 1);
        fixed (double* pl = l, pb = b)
            TriangularVectorSolve.Lower(n, pl, ldl, transposed: false, unit: false, pb);
    }

    /// <summary>Overwrites b by L'⁻¹b.</summary>
    /// <param name="n">The order of L.</param>
    /// <param name="l">L, n × n.</param>
    /// <param name="ldl">The distance between L's rows, at least n.</param>
    /// <param name="b">n entries.</param>
    /// <exception cref="ArgumentException">
    /// n is negative, the row distance shorter than a row, or a span shorter than its operand.
    /// </exception>
    public static void LowerTransposed(int n, ReadOnlySpan<double> l, int ldl, Span<double> b)
    {
        MatrixArguments.Check(nameof(l), l.Length, n, n, ldl);
        MatrixArguments.Check(nameof(b), b.Length, n, 1, 1);
        fixed (double* pl = l, pb = b)
            TriangularVectorSolve.Lower(n, pl, ldl, transposed: true, unit: false, pb);
    }
}
