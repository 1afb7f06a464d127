using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Copositive.Numerics;

/// <summary>
/// Dense matrix products C ← βC + α op(A) op(B) on row-major matrices, op being the identity or the transpose.
/// </summary>
/// <remarks>
/// <para>
/// Entries obey |Ĉ − C| ≤ (k + 2)u (|β||C| + |α||A||B|) to first order, u being half the machine precision, whatever the order of summation
/// (Higham, "Accuracy and Stability of Numerical Algorithms", 2002, §3.5). When β = 0, C is not read: NaN in it does not spread. When α = 0
/// or k = 0, A and B are not read.
/// </para>
/// <para>
/// With a team, its threads share the work when there is enough of it; results are equal bit by bit for a given number of
/// threads, but may differ by rounding for another. Safe for concurrent use on different C. Packing space is kept per thread, at most
/// 4 MiB, so calls do not allocate after the first.
/// </para>
/// </remarks>
public static unsafe class Gemm
{
    /// <summary>C ← βC + α op(A) op(B), with op(A) m × k, op(B) k × n and C m × n.</summary>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="k">The inner dimension.</param>
    /// <param name="alpha">α.</param>
    /// <param name="a">A: m × k, or k × m when <paramref name="transposeA"/>.</param>
    /// <param name="lda">The distance between rows of A as stored.</param>
    /// <param name="transposeA">Whether op(A) = A'.</param>
    /// <param name="b">B: k × n, or n × k when <paramref name="transposeB"/>.</param>
    /// <param name="ldb">The distance between rows of B as stored.</param>
    /// <param name="transposeB">Whether op(B) = B'.</param>
    /// <param name="beta">β.</param>
    /// <param name="c">C; none of its entries may be A's or B's, which is not checked.</param>
    /// <param name="ldc">The distance between rows of C, at least n.</param>
    /// <param name="team">The threads to use; null for the calling one only.</param>
    /// <exception cref="ArgumentException">
    /// A dimension is negative, a row distance shorter than a row, or a span shorter than its matrix.
    /// </exception>
    public static void MultiplyAdd(
        int m, int n, int k, double alpha,
        ReadOnlySpan<double> a, int lda, bool transposeA,
        ReadOnlySpan<double> b, int ldb, bool transposeB,
        double beta, Span<double> c, int ldc, WorkerTeam? team = null) =>
        MultiplyAddSpans(m, n, k, alpha, a, lda, transposeA, b, ldb, transposeB, beta, c, ldc, team);

    /// <inheritdoc cref="MultiplyAdd(int, int, int, double, ReadOnlySpan{double}, int, bool, ReadOnlySpan{double}, int, bool, double, Span{double}, int, WorkerTeam)"/>
    public static void MultiplyAdd(
        int m, int n, int k, float alpha,
        ReadOnlySpan<float> a, int lda, bool transposeA,
        ReadOnlySpan<float> b, int ldb, bool transposeB,
        float beta, Span<float> c, int ldc, WorkerTeam? team = null) =>
        MultiplyAddSpans(m, n, k, alpha, a, lda, transposeA, b, ldb, transposeB, beta, c, ldc, team);

    /// <summary>
    /// The lower triangle of C ← βC + α op(A) op(A)', with op(A) n × k and C n × n. Those above are neither read nor
    /// written.
    /// </summary>
    /// <param name="n">The order of C.</param>
    /// <param name="k">The inner dimension.</param>
    /// <param name="alpha">α.</param>
    /// <param name="a">A: n × k, or k × n when <paramref name="transposeA"/>.</param>
    /// <param name="lda">The distance between rows of A as stored.</param>
    /// <param name="transposeA">Whether op(A) = A'.</param>
    /// <param name="beta">β.</param>
    /// <param name="c">C; none of its entries may be A's, which is not checked.</param>
    /// <param name="ldc">The distance between rows of C, at least n.</param>
    /// <param name="team">The threads to use; null for the calling one only.</param>
    /// <exception cref="ArgumentException">
    /// A dimension is negative, a row distance shorter than a row, or a span shorter than its matrix.
    /// </exception>
    public static void SyrkLower(
        int n, int k, double alpha, ReadOnlySpan<double> a, int lda, bool transposeA,
        double beta, Span<double> c, int ldc, WorkerTeam? team = null)
    {
        CheckSymmetric(n, k, c, ldc);
        MatrixArguments.Check(nameof(a), a.Length, transposeA ? k : n, transposeA ? n : k, lda);
        nint row = transposeA ? 1 : lda, column = transposeA ? lda : 1;
        fixed (double* pa = a, pc = c)
            MultiplyAdd(GemmRegion.Lower, n, n, k, alpha, pa, row, column, pa, column, row, beta, pc, ldc, team);
    }

    /// <summary>
    /// The lower triangle of C ← βC + α(op(A) op(B)' + op(B) op(A)'), with op(A) and op(B) n × k and C n × n. Those above
    /// are neither read nor written.
    /// </summary>
    /// <param name="n">The order of C.</param>
    /// <param name="k">The inner dimension.</param>
    /// <param name="alpha">α.</param>
    /// <param name="a">A: n × k, or k × n when <paramref name="transpose"/>.</param>
    /// <param name="lda">The distance between rows of A as stored.</param>
    /// <param name="b">B: as A.</param>
    /// <param name="ldb">The distance between rows of B as stored.</param>
    /// <param name="transpose">Whether op(A) = A' and op(B) = B'.</param>
    /// <param name="beta">β.</param>
    /// <param name="c">C; none of its entries may be A's or B's, which is not checked.</param>
    /// <param name="ldc">The distance between rows of C, at least n.</param>
    /// <param name="team">The threads to use; null for the calling one only.</param>
    /// <exception cref="ArgumentException">
    /// A dimension is negative, a row distance shorter than a row, or a span shorter than its matrix.
    /// </exception>
    public static void Syr2kLower(
        int n, int k, double alpha, ReadOnlySpan<double> a, int lda, ReadOnlySpan<double> b, int ldb, bool transpose,
        double beta, Span<double> c, int ldc, WorkerTeam? team = null)
    {
        CheckSymmetric(n, k, c, ldc);
        MatrixArguments.Check(nameof(a), a.Length, transpose ? k : n, transpose ? n : k, lda);
        MatrixArguments.Check(nameof(b), b.Length, transpose ? k : n, transpose ? n : k, ldb);
        nint aRow = transpose ? 1 : lda, aColumn = transpose ? lda : 1, bRow = transpose ? 1 : ldb, bColumn = transpose ? ldb : 1;
        fixed (double* pa = a, pb = b, pc = c)
        {
            MultiplyAdd(GemmRegion.Lower, n, n, k, alpha, pa, aRow, aColumn, pb, bColumn, bRow, beta, pc, ldc, team);
            MultiplyAdd(GemmRegion.Lower, n, n, k, alpha, pb, bRow, bColumn, pa, aColumn, aRow, 1, pc, ldc, team);
        }
    }

    /// <summary>
    /// C ← βC + αAB on a region of C, with A(i, l) at a[i·aRow + l·aColumn], B(l, j) at b[l·bRow + j·bColumn] and C(i, j) at c[i·ldc + j].
    /// </summary>
    internal static void MultiplyAdd<T>(
        GemmRegion region, int m, int n, int k, T alpha,
        T* a, nint aRow, nint aColumn, T* b, nint bRow, nint bColumn, T beta, T* c, nint ldc, WorkerTeam? team = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (m == 0 || n == 0)
            return;
        if (k == 0 || alpha == T.Zero)
        {
            Scale(region, m, n, beta, c, ldc);
            return;
        }
        GemmProduct<T> product = default;
        product.Region = region;
        product.Rows = m;
        product.Columns = n;
        product.Depth = k;
        product.Alpha = alpha;
        product.A = a;
        product.ARow = aRow;
        product.AColumn = aColumn;
        product.B = b;
        product.BRow = bRow;
        product.BColumn = bColumn;
        product.Beta = beta;
        product.C = c;
        product.CRow = ldc;
        GemmSplit<T>.Run(in product, team);
    }

    /// <summary>Computes a product, none of whose dimensions is zero, on the calling thread.</summary>
    internal static void Run<T>(in GemmProduct<T> product)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated)
            GemmKernel<Lanes512<T>, Vector512<T>, T>.Run(in product);
        else if (Vector256.IsHardwareAccelerated)
            GemmKernel<Lanes256<T>, Vector256<T>, T>.Run(in product);
        else if (Vector128.IsHardwareAccelerated)
            GemmKernel<Lanes128<T>, Vector128<T>, T>.Run(in product);
        else
            GemmKernel<LanesScalar<T>, T, T>.Run(in product);
    }

    private static void Scale<T>(GemmRegion region, int m, int n, T beta, T* c, nint ldc)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < m; i++)
        {
            int start = region == GemmRegion.UpperTiles ? Math.Min(i, n) : 0, end = region == GemmRegion.Lower ? Math.Min(i + 1, n) : n;
            var row = new Span<T>(c + i * ldc + start, end - start);
            if (beta == T.Zero)
                row.Clear();
            else
                TensorPrimitives.Multiply(row, beta, row);
        }
    }

    private static void MultiplyAddSpans<T>(
        int m, int n, int k, T alpha, ReadOnlySpan<T> a, int lda, bool transposeA, ReadOnlySpan<T> b, int ldb, bool transposeB,
        T beta, Span<T> c, int ldc, WorkerTeam? team)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        MatrixArguments.Check(nameof(c), c.Length, m, n, ldc);
        MatrixArguments.Check(nameof(a), a.Length, transposeA ? k : m, transposeA ? m : k, lda);
        MatrixArguments.Check(nameof(b), b.Length, transposeB ? n : k, transposeB ? k : n, ldb);
        nint aRow = transposeA ? 1 : lda, aColumn = transposeA ? lda : 1, bRow = transposeB ? 1 : ldb, bColumn = transposeB ? ldb : 1;
        fixed (T* pa = a, pb = b, pc = c)
            MultiplyAdd(GemmRegion.Full, m, n, k, alpha, pa, aRow, aColumn, pb, bRow, bColumn, beta, pc, ldc, team);
    }

    private static void CheckSymmetric(int n, int k, Span<double> c, int ldc)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        MatrixArguments.Check(nameof(c), c.Length, n, n, ldc);
    }
}
