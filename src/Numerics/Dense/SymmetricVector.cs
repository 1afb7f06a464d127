using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// A symmetric matrix of order n stored as its upper triangle, column by column: X₀₀, X₀₁, X₁₁, X₀₂, X₁₂, X₂₂, …
/// Entry (i, j) with i ≤ j stands at j(j+1)/2 + i, so the triangle of a leading submatrix is a prefix of the triangle.
/// </summary>
/// <remarks>
/// Read by rows, the same numbers are the lower triangle row by row, which is how the methods here treat them.
/// The orthonormal scaling (off-diagonal entries times √2) makes the dot product of two triangles the trace inner product of
/// the matrices; the methods take that factor as an argument.
/// </remarks>
public static class SymmetricVector
{
    /// <summary>The largest order whose triangle has a length that fits an <see cref="int"/>.</summary>
    public const int MaxOrder = 65_535;

    /// <summary>n(n+1)/2, the number of entries in the triangle of a matrix of order <paramref name="n"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The order is negative or above <see cref="MaxOrder"/>.</exception>
    public static int Length(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, MaxOrder);
        return (int)((long)n * (n + 1) / 2);
    }

    /// <summary>The order n with n(n+1)/2 = <paramref name="length"/>.</summary>
    /// <exception cref="ArgumentException">The length is not a triangular number.</exception>
    public static int OrderOf(int length) => TryOrderOf(length, out int n)
        ? n
        : throw new ArgumentException($"A triangle of order n has n(n+1)/2 entries (1, 3, 6, 10, …); {length} is no such number.", nameof(length));

    /// <summary>Finds the order n with n(n+1)/2 = <paramref name="length"/>, where there is one.</summary>
    public static bool TryOrderOf(int length, out int order)
    {
        // The square root is off by less than one rounding error, so the nearest integer is right where there is one.
        order = length < 0 ? -1 : (int)Math.Round((Math.Sqrt(8.0 * length + 1) - 1) / 2);
        return order >= 0 && (long)order * (order + 1) / 2 == length;
    }

    /// <summary>The position of entry (i, j), which is also that of (j, i).</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative or the larger is at least <see cref="MaxOrder"/>.</exception>
    public static int Index(int i, int j)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(i);
        ArgumentOutOfRangeException.ThrowIfNegative(j);
        int row = Math.Min(i, j), column = Math.Max(i, j);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, MaxOrder, nameof(j));
        return (int)((long)column * (column + 1) / 2) + row;
    }

    /// <summary>Writes the full symmetric matrix, row-major n × n, whose triangle is given.</summary>
    /// <param name="triangle">n(n+1)/2 entries.</param>
    /// <param name="matrix">Receives n² entries; must not overlap the triangle.</param>
    /// <param name="n">The order.</param>
    /// <param name="offDiagonalScale">Multiplies the entries off the diagonal: 1, or 1/√2 when the triangle is orthonormally scaled.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Unpack(ReadOnlySpan<double> triangle, Span<double> matrix, int n, double offDiagonalScale)
    {
        CheckLengths(triangle.Length, matrix.Length, n);
        UnpackRows(triangle, matrix, n, offDiagonalScale, 0, n);
        MirrorLower(matrix, n);
    }

    /// <summary>Writes the triangle of a symmetric matrix; only entries on and below the diagonal of its rows are read.</summary>
    /// <param name="matrix">Row-major n × n.</param>
    /// <param name="triangle">Receives n(n+1)/2 entries; must not overlap the matrix.</param>
    /// <param name="n">The order.</param>
    /// <param name="offDiagonalScale">Multiplies the entries off the diagonal: 1, or √2 for the orthonormal scaling.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Pack(ReadOnlySpan<double> matrix, Span<double> triangle, int n, double offDiagonalScale)
    {
        CheckLengths(triangle.Length, matrix.Length, n);
        PackRows(matrix, triangle, n, offDiagonalScale, 0, n);
    }

    /// <summary>Replaces Q by f(Q + Q').</summary>
    /// <param name="matrix">Q, row-major n × n.</param>
    /// <param name="n">The order.</param>
    /// <param name="factor">f; ½ gives the symmetric part.</param>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public static void AddTransposed(Span<double> matrix, int n, double factor = 1)
    {
        MatrixArguments.Check(nameof(matrix), matrix.Length, n, n, n);
        const int tile = 16;
        for (int bottom = 0; bottom < n; bottom += tile)
        {
            for (int left = 0; left <= bottom; left += tile)
            {
                for (int i = bottom; i < Math.Min(n, bottom + tile); i++)
                {
                    int end = Math.Min(i + 1, left + tile);
                    for (int j = left; j < end; j++)
                        matrix[i * n + j] = matrix[j * n + i] = factor * (matrix[i * n + j] + matrix[j * n + i]);
                }
            }
        }
    }

    /// <summary>Writes rows from … end − 1 of the lower triangle of the matrix.</summary>
    internal static void UnpackRows(ReadOnlySpan<double> triangle, Span<double> matrix, int n, double offDiagonalScale, int from, int end)
    {
        for (int j = from; j < end; j++)
            ScaleRow(triangle.Slice(Length(j), j + 1), matrix.Slice(j * n, j + 1), offDiagonalScale);
    }

    /// <summary>Writes rows from … end − 1 of the triangle.</summary>
    internal static void PackRows(ReadOnlySpan<double> matrix, Span<double> triangle, int n, double offDiagonalScale, int from, int end)
    {
        for (int j = from; j < end; j++)
            ScaleRow(matrix.Slice(j * n, j + 1), triangle.Slice(Length(j), j + 1), offDiagonalScale);
    }

    /// <summary>Copies the entries below the diagonal of a row-major n × n matrix to their mirror places above it.</summary>
    /// <param name="matrix">The matrix, row-major.</param>
    /// <param name="n">The order.</param>
    /// <exception cref="ArgumentException">The span is too short.</exception>
    public static void MirrorLower(Span<double> matrix, int n)
    {
        MatrixArguments.Check(nameof(matrix), matrix.Length, n, n, n);
        MirrorLower(matrix, n, 0, n);
    }

    /// <summary>The same for rows from … end − 1.</summary>
    internal static void MirrorLower(Span<double> matrix, int n, int from, int end)
    {
        const int block = 16;
        for (int iBlock = from; iBlock < end; iBlock += block)
        {
            int iEnd = Math.Min(iBlock + block, end);
            for (int jBlock = 0; jBlock < iEnd; jBlock += block)
                for (int i = iBlock; i < iEnd; i++)
                {
                    int jEnd = Math.Min(jBlock + block, i);
                    for (int j = jBlock; j < jEnd; j++)
                        matrix[j * n + i] = matrix[i * n + j];
                }
        }
    }

    private static void ScaleRow(ReadOnlySpan<double> source, Span<double> target, double offDiagonalScale)
    {
        if (offDiagonalScale == 1)
            source.CopyTo(target);
        else
        {
            int last = source.Length - 1;
            TensorPrimitives.Multiply(source[..last], offDiagonalScale, target);
            target[last] = source[last];
        }
    }

    private static void CheckLengths(int triangleLength, int matrixLength, int n)
    {
        int length = Length(n);
        if (triangleLength < length)
            throw new ArgumentException($"A triangle of order {n} has {length} entries; the span has {triangleLength}.");
        if (matrixLength < (long)n * n)
            throw new ArgumentException($"A matrix of order {n} has {(long)n * n} entries; the span has {matrixLength}.");
    }
}
