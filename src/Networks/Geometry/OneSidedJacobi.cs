namespace Copositive.Networks;

/// <summary>
/// Singular values and vectors by one-sided Jacobi rotations (Hestenes), which find small singular values to high relative accuracy.
/// </summary>
internal static class OneSidedJacobi
{
    private const int MaximumSweeps = 60;

    /// <summary>
    /// Rotates the given vectors among themselves until they are orthogonal: their lengths are then the singular values of the matrix of
    /// which they were the columns.
    /// </summary>
    /// <param name="vectors">The columns; overwritten by left singular vectors times singular values, longest first.</param>
    /// <returns>The right singular vectors, one an array, in the same order.</returns>
    public static double[][] Orthogonalize(double[][] vectors)
    {
        var k = vectors.Length;
        var right = new double[k][];
        for (var i = 0; i < k; i++)
        {
            right[i] = new double[k];
            right[i][i] = 1;
        }
        for (var sweep = 0; sweep < MaximumSweeps; sweep++)
        {
            var rotated = false;
            for (var p = 0; p < k; p++)
            {
                for (var q = p + 1; q < k; q++) rotated |= Rotate(vectors, right, p, q);
            }
            if (!rotated) break;
        }
        var lengths = Array.ConvertAll(vectors, static v => -GramSchmidt.Dot(v, v));
        var order = Enumerable.Range(0, k).OrderBy(i => lengths[i]).ToArray();
        var sorted = Array.ConvertAll(order, i => vectors[i]);
        sorted.CopyTo(vectors, 0);
        return Array.ConvertAll(order, i => right[i]);
    }

    private static bool Rotate(double[][] vectors, double[][] right, int p, int q)
    {
        var (x, y) = (vectors[p], vectors[q]);
        double xx = GramSchmidt.Dot(x, x), yy = GramSchmidt.Dot(y, y), xy = GramSchmidt.Dot(x, y);
        if (Math.Abs(xy) <= 1e-16 * Math.Sqrt(xx) * Math.Sqrt(yy)) return false;
        var theta = (yy - xx) / (2 * xy);
        var t = Math.CopySign(1, theta) / (Math.Abs(theta) + Math.Sqrt(1 + theta * theta));
        var c = 1 / Math.Sqrt(1 + t * t);
        Turn(x, y, c, t * c);
        Turn(right[p], right[q], c, t * c);
        return true;
    }

    private static void Turn(double[] x, double[] y, double c, double s)
    {
        for (var i = 0; i < x.Length; i++) (x[i], y[i]) = (c * x[i] - s * y[i], s * x[i] + c * y[i]);
    }
}
