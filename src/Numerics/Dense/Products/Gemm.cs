using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Copositive.Numerics;

/// <summary>
/// Dense matrix products C ← βC + α op(A) op(B) on row-major matrices, op being the identity or the transpose.
/// </summary>
/// <remarks>
/// Operands are packed into panels and multiplied by a register-tiled kernel (Goto and van de Geijn, "Anatomy of high-performance
/// matrix multiplication", ACM TOMS 34, 2008) for the widest vectors of the machine. Runs on the calling thread; the packing space is
/// kept per thread, so calls do not allocate after the first. When β = 0, C is not read: NaN in it does not spread.
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
    /// <param name="c">C; must not overlap A or B.</param>
    /// <param name="ldc">The distance between rows of C, at least n.</param>
    /// <exception cref="ArgumentException">A dimension is negative, a row distance shorter than a row, or a span shorter than its matrix.</exception>
    public static void MultiplyAdd(
        int m, int n, int k, double alpha,
        ReadOnlySpan<double> a, int lda, bool transposeA,
        ReadOnlySpan<double> b, int ldb, bool transposeB,
        double beta, Span<double> c, int ldc, WorkerTeam? team = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        CheckMatrix(nameof(a), a.Length, transposeA ? k : m, transposeA ? m : k, lda);
        CheckMatrix(nameof(b), b.Length, transposeB ? n : k, transposeB ? k : n, ldb);
        CheckMatrix(nameof(c), c.Length, m, n, ldc);
        fixed (double* pa = a, pb = b, pc = c)
            MultiplyAdd(GemmRegion.Full, m, n, k, alpha, pa, transposeA ? 1 : lda, transposeA ? lda : 1, pb, transposeB ? 1 : ldb, transposeB ? ldb : 1, beta, pc, ldc, team);
    }

    /// <summary>
    /// The lower triangle of C ← βC + α op(A) op(A)', with op(A) n × k and C n × n. Entries above the diagonal are neither read nor written.
    /// </summary>
    /// <param name="n">The order of C.</param>
    /// <param name="k">The inner dimension.</param>
    /// <param name="alpha">α.</param>
    /// <param name="a">A: n × k, or k × n when <paramref name="transposeA"/>.</param>
    /// <param name="lda">The distance between rows of A as stored.</param>
    /// <param name="transposeA">Whether op(A) = A'.</param>
    /// <param name="beta">β.</param>
    /// <param name="c">C; must not overlap A.</param>
    /// <param name="ldc">The distance between rows of C, at least n.</param>
    /// <exception cref="ArgumentException">A dimension is negative, a row distance shorter than a row, or a span shorter than its matrix.</exception>
    public static void SyrkLower(
        int n, int k, double alpha, ReadOnlySpan<double> a, int lda, bool transposeA, double beta, Span<double> c, int ldc, WorkerTeam? team = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        CheckMatrix(nameof(a), a.Length, transposeA ? k : n, transposeA ? n : k, lda);
        CheckMatrix(nameof(c), c.Length, n, n, ldc);
        nint rowStride = transposeA ? 1 : lda, columnStride = transposeA ? lda : 1;
        fixed (double* pa = a, pc = c)
            MultiplyAdd(GemmRegion.Lower, n, n, k, alpha, pa, rowStride, columnStride, pa, columnStride, rowStride, beta, pc, ldc, team);
    }

    /// <summary>C ← βC + αAB on a region of C, with A(i, l) at a[i·aRow + l·aColumn], B(l, j) at b[l·bRow + j·bColumn] and C(i, j) at c[i·ldc + j].</summary>
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

    private static void CheckMatrix(string name, int length, int rows, int columns, int distance)
    {
        if (distance < Math.Max(1, columns))
            throw new ArgumentException($"The rows of {name} have {columns} entries but are only {distance} apart.", name);
        long needed = rows == 0 || columns == 0 ? 0 : (long)(rows - 1) * distance + columns;
        if (length < needed)
            throw new ArgumentException($"{name} is {rows} × {columns} with rows {distance} apart and needs {needed} entries; the span has {length}.", name);
    }
}
