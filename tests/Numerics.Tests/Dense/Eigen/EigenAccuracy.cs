namespace Copositive.Numerics.Tests;

/// <summary>The accuracy that eigensolvers owe, <see cref="ErrorNorms.Bound"/>, at any scale and for any range of eigenvectors.</summary>
internal static class EigenAccuracy
{
    /// <summary>
    /// Checks ‖QQ' − I‖_F and ‖AQ' − Q'Λ‖_F for the rows first … first + count − 1 of Q, and the order of the eigenvalues.
    /// </summary>
    public static void Check(double[] a, int n, double[] values, double[] q, int first, int count, string what)
    {
        // By powers of two, so that no square overflows or vanishes.
        int exponent = a.All(x => x == 0) ? 0 : -Math.ILogB(a.Max(Math.Abs));
        double[] matrix = Array.ConvertAll(a, x => Math.ScaleB(x, exponent)), spectrum = Array.ConvertAll(values, x => Math.ScaleB(x, exponent));
        Assert.That(values.Take(n), Is.Ordered.And.All.Matches<double>(double.IsFinite), what);
        double norm = n == 0 ? 0 : spectrum.Take(n).Max(Math.Abs);
        Assert.That(ErrorNorms.Orthogonality(n, q, first, count), Is.LessThanOrEqualTo(ErrorNorms.Bound(n, 1)), $"orthogonality: {what}");
        Assert.That(
            ErrorNorms.Residual(n, matrix, spectrum, q, first, count), Is.LessThanOrEqualTo(ErrorNorms.Bound(n, norm)), $"residual: {what}");
    }
}
