namespace Copositive.Networks;

/// <summary>
/// A rigorous sufficient test of copositivity for matrices of small order: entrywise nonnegative, or positive semidefinite, or positive
/// semidefinite after the positive off-diagonal entries are set to zero (the matrix is then a sum of a semidefinite and a nonnegative one).
/// </summary>
internal static class SmallCopositivity
{
    /// <summary>Whether the symmetric matrix of doubles is proved copositive in exact arithmetic.</summary>
    /// <param name="matrix">Order n, both triangles, row by row.</param>
    /// <param name="n">The order.</param>
    /// <param name="work">Room for n² doubles.</param>
    public static bool Proves(ReadOnlySpan<double> matrix, int n, Span<double> work)
    {
        var negative = false;
        for (var i = 0; i < n; i++)
        {
            if (!(matrix[i * n + i] >= 0)) return false;
            for (var j = 0; j < i; j++)
            {
                var entry = matrix[i * n + j];
                if (double.IsNaN(entry)) return false;
                if (entry < 0) negative = true;
            }
        }

        if (!negative) return true;
        return IsSemidefinite(matrix, n, work, dropPositive: true) || IsSemidefinite(matrix, n, work, dropPositive: false);
    }

    /// <summary>
    /// Rump's test: with c ≥ ½γ_{2(n+1)} tr(A) + 4ηn(2(n+1) + max a_ii), if the floating-point Cholesky factorisation of A with its diagonal
    /// lowered by c completes with positive pivots, A is positive definite. Here c is several times that large.
    /// </summary>
    private static bool IsSemidefinite(ReadOnlySpan<double> matrix, int n, Span<double> factor, bool dropPositive)
    {
        const double unit = 1.1102230246251565e-16; // 2⁻⁵³
        double trace = 0;
        for (var i = 0; i < n; i++) trace += matrix[i * n + i];
        var shift = 2 * (n + 2) * unit * trace + 1e-300; // ½γ_{2(n+1)} ≈ (n+1)u; the factor 2 covers every rounding of this line
        if (!double.IsFinite(shift)) return false;
        for (var j = 0; j < n; j++)
        {
            for (var i = j; i < n; i++)
            {
                var entry = matrix[i * n + j];
                var sum = i == j ? Math.BitDecrement(entry - shift) : dropPositive ? Math.Min(entry, 0) : entry;
                for (var k = 0; k < j; k++) sum -= factor[i * n + k] * factor[j * n + k];
                if (i > j) factor[i * n + j] = sum / factor[j * n + j];
                else if (sum > 0) factor[j * n + j] = Math.Sqrt(sum);
                else return false;
            }
        }

        return true;
    }
}
