using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Copositive.Numerics;

/// <summary>The product y ← βy + αAx of a dense symmetric matrix and a vector.</summary>
/// <remarks>
/// Reads each entry of the lower triangle once, for its own place and its mirror's: half the memory traffic that bounds the speed of a
/// general product. Threads, rounding and work space as for <see cref="Gemm"/>.
/// </remarks>
public static unsafe class Symv
{
    /// <summary>A part with fewer entries of the triangle is not worth handing to another thread.</summary>
    private const long LeastPerPart = 1 << 14;

    [ThreadStatic]
    private static AlignedBuffer? t_sums;

    /// <summary>y ← βy + αAx.</summary>
    /// <param name="n">The order of A.</param>
    /// <param name="alpha">α.</param>
    /// <param name="a">A, row-major; entries above the diagonal are not read.</param>
    /// <param name="lda">The distance between rows of A, at least n.</param>
    /// <param name="x">n entries.</param>
    /// <param name="beta">β; when zero, y is not read.</param>
    /// <param name="y">n entries; must not overlap x.</param>
    /// <param name="team">The threads to use; null for the calling one only.</param>
    /// <exception cref="ArgumentException">The order is negative, a span too short, the row distance below n, or y overlaps x.</exception>
    public static void MultiplyAdd(
        int n, double alpha, ReadOnlySpan<double> a, int lda, ReadOnlySpan<double> x, double beta, Span<double> y, WorkerTeam? team = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfLessThan(lda, Math.Max(1, n));
        long needed = n == 0 ? 0 : (long)(n - 1) * lda + n;
        if (a.Length < needed)
            throw new ArgumentException($"A of order {n} with rows {lda} apart has {needed} entries; the span has {a.Length}.", nameof(a));
        if (x.Length < n)
            throw new ArgumentException($"x needs {n} entries; the span has {x.Length}.", nameof(x));
        if (y.Length < n)
            throw new ArgumentException($"y needs {n} entries; the span has {y.Length}.", nameof(y));
        y = y[..n];
        if (y.Overlaps(x[..n]))
            throw new ArgumentException("y overlaps x: a product cannot overwrite what it is made of.", nameof(y));
        if (beta == 0)
            y.Clear();
        else
            TensorPrimitives.Multiply(y, beta, y);
        if (alpha == 0 || n == 0)
            return;
        int parts = team is null ? 1 : (int)Math.Clamp((long)n * n / 2 / LeastPerPart, 1, team.Threads);
        // The sums begin so that what follows the rows in excess of a multiple of 8 is aligned.
        int distance = (n + 7) / 8 * 8, before = distance - n;
        AlignedBuffer sums = Sums(checked(parts * distance));
        sums.Span[..(parts * distance)].Clear();
        fixed (double* pa = a, px = x)
        {
            var product = new Parts { Order = n, A = pa, Stride = lda, X = px, Count = parts };
            product.Sums = sums.Pointer + before;
            product.SumDistance = distance;
            team.Share(parts, product);
        }
        for (int part = 0; part < parts; part++)
            TensorPrimitives.MultiplyAdd(sums.Span.Slice(part * distance + before, n), alpha, y, y);
        GC.KeepAlive(sums);
    }

    /// <summary>This thread's space for the parts' sums.</summary>
    private static AlignedBuffer Sums(int length)
    {
        if (t_sums is null || t_sums.Length < length)
            t_sums = new AlignedBuffer(length);
        return t_sums;
    }

    /// <summary>The product Ax as a sum over parts, each with its own place for it.</summary>
    private struct Parts : IParallelBody
    {
        public int Order, Count, SumDistance;
        public nint Stride;
        public double* A, X, Sums;

        public readonly void Run(int part)
        {
            double* y = Sums + (nint)part * SumDistance;
            if (Vector512.IsHardwareAccelerated)
                SymvKernel<Lanes512<double>, Vector512<double>>.Add(Order, A, Stride, X, y, part, Count);
            else if (Vector256.IsHardwareAccelerated)
                SymvKernel<Lanes256<double>, Vector256<double>>.Add(Order, A, Stride, X, y, part, Count);
            else if (Vector128.IsHardwareAccelerated)
                SymvKernel<Lanes128<double>, Vector128<double>>.Add(Order, A, Stride, X, y, part, Count);
            else
                SymvKernel<LanesScalar<double>, double>.Add(Order, A, Stride, X, y, part, Count);
        }
    }
}
