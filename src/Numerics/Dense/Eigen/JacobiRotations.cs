namespace Copositive.Numerics;

/// <summary>
/// The cyclic Jacobi method for symmetric matrices of a few rows, where it beats reduction to tridiagonal form (Golub and Van Loan,
/// §8.5). At order 2 it is the closed form: one rotation.
/// </summary>
internal static unsafe class JacobiRotations
{
    /// <summary>Up to this order it is the faster method.</summary>
    public const int MaxOrder = 6;

    /// <summary>Convergence is quadratic; random matrices of order 6 take at most 6 sweeps.</summary>
    private const int MaxSweeps = 40;

    /// <summary>A fraction of the rounding unit, against the largest entry.</summary>
    private const double Negligible = 1e-17;

    /// <summary>Diagonalises a matrix scaled to entries near 1.</summary>
    /// <param name="n">The order.</param>
    /// <param name="a">n² entries, row-major, symmetric; only those on and above the diagonal are used; destroyed.</param>
    /// <param name="values">Receives the eigenvalues, ascending.</param>
    /// <param name="vectors">Receives the eigenvectors as rows.</param>
    public static void Diagonalize(int n, double* a, double* values, double* vectors)
    {
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                vectors[i * n + j] = i == j ? 1 : 0;
        bool rotated = n > 1;
        for (int sweep = 0; rotated && sweep < MaxSweeps; sweep++)
        {
            rotated = false;
            for (int p = 0; p < n - 1; p++)
                for (int q = p + 1; q < n; q++)
                    if (Math.Abs(a[p * n + q]) > Negligible)
                    {
                        Rotate(n, a, vectors, p, q);
                        rotated = n > 2;
                    }
        }
        for (int i = 0; i < n; i++)
            values[i] = a[i * n + i];
        Sort(n, values, vectors);
    }

    /// <summary>
    /// Makes entry (p, q) zero by the rotation with tangent t = 2a_pq / (h + sign(h)√(h² + 4a_pq²)), h = a_qq − a_pp, the smaller of
    /// the two angles.
    /// </summary>
    private static void Rotate(int n, double* a, double* vectors, int p, int q)
    {
        double off = a[p * n + q], h = a[q * n + q] - a[p * n + p];
        double t = 2 * off / (h + Math.CopySign(Math.Sqrt(h * h + 4 * off * off), h));
        double c = 1 / Math.Sqrt(t * t + 1), s = t * c;
        a[p * n + p] -= t * off;
        a[q * n + q] += t * off;
        a[p * n + q] = 0;
        for (int r = 0; r < n; r++)
        {
            double* v = vectors + p * n + r, w = vectors + q * n + r;
            (*v, *w) = (c * *v - s * *w, s * *v + c * *w);
            if (r == p || r == q)
                continue;
            double* x = a + (r < p ? r * n + p : p * n + r), y = a + (r < q ? r * n + q : q * n + r);
            (*x, *y) = (c * *x - s * *y, s * *x + c * *y);
        }
    }

    private static void Sort(int n, double* values, double* vectors)
    {
        for (int i = 0; i < n - 1; i++)
        {
            int smallest = i;
            for (int j = i + 1; j < n; j++)
                if (values[j] < values[smallest])
                    smallest = j;
            if (smallest == i)
                continue;
            (values[i], values[smallest]) = (values[smallest], values[i]);
            for (int r = 0; r < n; r++)
                (vectors[i * n + r], vectors[smallest * n + r]) = (vectors[smallest * n + r], vectors[i * n + r]);
        }
    }
}
