using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// The Cholesky factorisation A = LL' of a dense symmetric positive definite matrix, row-major, in place: L takes the lower triangle;
/// entries above the diagonal are neither read nor written.
/// </summary>
public static unsafe class DenseCholesky
{
    private const int Block = 48;

    /// <summary>Replaces the lower triangle of A by L.</summary>
    /// <param name="a">n² entries, row-major.</param>
    /// <param name="n">The order.</param>
    /// <returns>
    /// False when a pivot is not positive (or NaN): A is not positive definite to working precision, and the triangle is partly overwritten.
    /// </returns>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public static bool TryFactor(Span<double> a, int n)
    {
        Check(a.Length, n);
        fixed (double* p = a)
            return BlockedCholesky.Factor(p, n, n, null, default) < 0;
    }

    /// <summary>Overwrites b with A⁻¹b.</summary>
    /// <param name="factor">L as <see cref="TryFactor"/> leaves it.</param>
    /// <param name="n">The order.</param>
    /// <param name="b">n entries.</param>
    public static void SolveInPlace(ReadOnlySpan<double> factor, int n, Span<double> b)
    {
        SolveLower(factor, n, b);
        SolveUpper(factor, n, b);
    }

    /// <summary>Overwrites b with L⁻¹b.</summary>
    /// <param name="factor">L as <see cref="TryFactor"/> leaves it.</param>
    /// <param name="n">The order.</param>
    /// <param name="b">n entries.</param>
    public static void SolveLower(ReadOnlySpan<double> factor, int n, Span<double> b)
    {
        Check(factor.Length, n);
        CheckRightHandSide(b.Length, n, 1);
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<double> row = factor.Slice(i * n, i + 1);
            b[i] = (b[i] - TensorPrimitives.Dot(row[..i], b[..i])) / row[i];
        }
    }

    /// <summary>Overwrites b with L'⁻¹b.</summary>
    /// <param name="factor">L as <see cref="TryFactor"/> leaves it.</param>
    /// <param name="n">The order.</param>
    /// <param name="b">n entries.</param>
    public static void SolveUpper(ReadOnlySpan<double> factor, int n, Span<double> b)
    {
        Check(factor.Length, n);
        CheckRightHandSide(b.Length, n, 1);
        for (int i = n - 1; i >= 0; i--)
        {
            ReadOnlySpan<double> row = factor.Slice(i * n, i + 1);
            double x = b[i] / row[i];
            b[i] = x;
            TensorPrimitives.MultiplyAdd(row[..i], -x, b[..i], b[..i]);
        }
    }

    /// <summary>Overwrites B with A⁻¹B for several right-hand sides.</summary>
    /// <param name="factor">L as <see cref="TryFactor"/> leaves it.</param>
    /// <param name="n">The order.</param>
    /// <param name="b">n × <paramref name="columns"/>, row-major.</param>
    /// <param name="columns">The number of right-hand sides.</param>
    public static void SolveInPlace(ReadOnlySpan<double> factor, int n, Span<double> b, int columns)
    {
        SolveLower(factor, n, b, columns);
        SolveUpper(factor, n, b, columns);
    }

    /// <summary>Overwrites B with L⁻¹B for several right-hand sides.</summary>
    /// <param name="factor">L as <see cref="TryFactor"/> leaves it.</param>
    /// <param name="n">The order.</param>
    /// <param name="b">n × <paramref name="columns"/>, row-major.</param>
    /// <param name="columns">The number of right-hand sides.</param>
    public static void SolveLower(ReadOnlySpan<double> factor, int n, Span<double> b, int columns)
    {
        Check(factor.Length, n);
        CheckRightHandSide(b.Length, n, columns);
        for (int start = 0; start < n; start += Block)
        {
            int end = Math.Min(start + Block, n);
            if (start > 0 && columns > 0)
                Gemm.MultiplyAdd(end - start, columns, start, -1, factor[(start * n)..], n, false, b, columns, false, 1, b[(start * columns)..], columns);
            for (int i = start; i < end; i++)
            {
                Span<double> row = b.Slice(i * columns, columns);
                for (int k = start; k < i; k++)
                    TensorPrimitives.MultiplyAdd(b.Slice(k * columns, columns), -factor[i * n + k], row, row);
                TensorPrimitives.Divide(row, factor[i * n + i], row);
            }
        }
    }

    /// <summary>Overwrites B with L'⁻¹B for several right-hand sides.</summary>
    /// <param name="factor">L as <see cref="TryFactor"/> leaves it.</param>
    /// <param name="n">The order.</param>
    /// <param name="b">n × <paramref name="columns"/>, row-major.</param>
    /// <param name="columns">The number of right-hand sides.</param>
    public static void SolveUpper(ReadOnlySpan<double> factor, int n, Span<double> b, int columns)
    {
        Check(factor.Length, n);
        CheckRightHandSide(b.Length, n, columns);
        for (int start = (n - 1) / Block * Block; start >= 0 && n > 0; start -= Block)
        {
            int end = Math.Min(start + Block, n);
            if (end < n && columns > 0)
                Gemm.MultiplyAdd(end - start, columns, n - end, -1, factor[(end * n + start)..], n, true, b[(end * columns)..], columns, false, 1, b[(start * columns)..], columns);
            for (int i = end - 1; i >= start; i--)
            {
                Span<double> row = b.Slice(i * columns, columns);
                TensorPrimitives.Divide(row, factor[i * n + i], row);
                for (int k = start; k < i; k++)
                {
                    Span<double> other = b.Slice(k * columns, columns);
                    TensorPrimitives.MultiplyAdd(row, -factor[i * n + k], other, other);
                }
            }
        }
    }

    private static void Check(int length, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        if (length < (long)n * n)
            throw new ArgumentException($"A matrix of order {n} has {(long)n * n} entries; the span has {length}.");
    }

    private static void CheckRightHandSide(int length, int n, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (length < (long)n * columns)
            throw new ArgumentException($"The right-hand side is {n} × {columns} and needs {(long)n * columns} entries; the span has {length}.");
    }
}
