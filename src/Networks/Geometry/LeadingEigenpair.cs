namespace Copositive.Networks;

/// <summary>
/// The largest eigenvalue of a small symmetric matrix, by cyclic Jacobi rotations: accurate, and a few microseconds for the orders of
/// faces.
/// </summary>
internal static class LeadingEigenpair
{
    private const int MaximumSweeps = 50;

    /// <summary>
    /// Overwrites <paramref name="matrix"/> (order k, k² entries) by its rotated form and writes a unit eigenvector of the largest
    /// eigenvalue.
    /// </summary>
    /// <returns>The largest eigenvalue.</returns>
    public static double Find(Span<double> matrix, Span<double> vector)
    {
        var k = vector.Length;
        Span<double> rotations = k <= 16 ? stackalloc double[k * k] : new double[k * k];
        rotations.Clear();
        for (var i = 0; i < k; i++) rotations[i * k + i] = 1;
        for (var sweep = 0; sweep < MaximumSweeps; sweep++)
        {
            var rotated = false;
            for (var p = 0; p < k; p++)
            {
                for (var q = p + 1; q < k; q++) rotated |= Rotate(matrix, rotations, k, p, q);
            }
            if (!rotated) break;
        }
        var largest = 0;
        for (var i = 1; i < k; i++)
        {
            if (matrix[i * k + i] > matrix[largest * k + largest]) largest = i;
        }
        for (var i = 0; i < k; i++) vector[i] = rotations[i * k + largest];
        return matrix[largest * k + largest];
    }

    /// <summary>
    /// Annihilates entry (p, q) unless it is below the rounding of the two diagonal entries; t = tan of the smaller angle.
    /// </summary>
    private static bool Rotate(Span<double> a, Span<double> v, int k, int p, int q)
    {
        var off = a[p * k + q];
        if (Math.Abs(off) <= 1e-17 * (Math.Abs(a[p * k + p]) + Math.Abs(a[q * k + q]))) return false;
        var theta = (a[q * k + q] - a[p * k + p]) / (2 * off);
        var t = Math.CopySign(1, theta) / (Math.Abs(theta) + Math.Sqrt(1 + theta * theta));
        var c = 1 / Math.Sqrt(1 + t * t);
        var s = t * c;
        for (var i = 0; i < k; i++)
        {
            var (x, y) = (a[i * k + p], a[i * k + q]);
            (a[i * k + p], a[i * k + q]) = (c * x - s * y, s * x + c * y);
        }
        for (var j = 0; j < k; j++)
        {
            var (x, y) = (a[p * k + j], a[q * k + j]);
            (a[p * k + j], a[q * k + j]) = (c * x - s * y, s * x + c * y);
            (x, y) = (v[j * k + p], v[j * k + q]);
            (v[j * k + p], v[j * k + q]) = (c * x - s * y, s * x + c * y);
        }
        a[p * k + q] = a[q * k + p] = 0;
        return true;
    }
}
