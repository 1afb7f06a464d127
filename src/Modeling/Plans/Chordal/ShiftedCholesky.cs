using Copositive.Numerics;

namespace Copositive.Modeling;

/// <summary>The Cholesky factor of a symmetric matrix that is positive semidefinite but for rounding, its diagonal raised where needed.</summary>
internal static class ShiftedCholesky
{
    private const double FirstShift = 1e-13, LeastShift = 1e-200;

    /// <summary>Factors in place.</summary>
    /// <param name="matrix">n² entries, row-major, symmetric; receives the factor as <see cref="DenseCholesky"/> leaves it.</param>
    /// <param name="n">The order.</param>
    /// <param name="shift">The shift tried first; below about 1e-13 of the largest entry, that one is.</param>
    public static void Factor(Span<double> matrix, int n, double shift = 0)
    {
        double largest = 0;
        foreach (double v in matrix[..(n * n)]) largest = Math.Max(largest, Math.Abs(v));
        double[] copy = matrix[..(n * n)].ToArray();
        for (shift = Math.Max(shift, Math.Max(FirstShift * largest, LeastShift)); double.IsFinite(shift); shift *= 10)
        {
            for (int i = 0; i < n; i++) matrix[i * n + i] += shift;
            if (DenseCholesky.TryFactor(matrix, n)) return;
            copy.CopyTo(matrix);
        }
        throw new ArithmeticException("The matrix has entries that are not finite, or too large to be factored.");
    }
}
