namespace Copositive.Numerics.Tests;

/// <summary>The accuracy that eigensolvers owe: errors of at most 50·n·u·‖A‖, u = 2^−53.</summary>
internal static class EigenAccuracy
{
    /// <summary>50·n·u.</summary>
    public static double Bound(int n) => 50 * n * Math.ScaleB(1, -53);

    /// <summary>
    /// Checks ‖QQ' − I‖_F and ‖AQ' − Q'Λ‖_F for the rows first … first + count − 1 of Q, and the order of the eigenvalues.
    /// </summary>
    public static void Check(double[] a, int n, double[] values, double[] q, int first, int count, string what)
    {
        // By powers of two, so that no square overflows or vanishes.
        int exponent = a.All(x => x == 0) ? 0 : -Math.ILogB(a.Max(Math.Abs));
        double norm = 0, residual = 0, orthogonality = 0;
        for (int k = 0; k < n; k++)
        {
            Assert.That(double.IsFinite(values[k]), what);
            Assert.That(k == 0 || values[k - 1] <= values[k], what);
            norm = Math.Max(norm, Math.Abs(Scale(values[k], exponent)));
        }
        double[] scaled = a.Select(x => Scale(x, exponent)).ToArray();
        for (int k = first; k < first + count; k++)
        {
            ReadOnlySpan<double> row = q.AsSpan(k * n, n);
            for (int i = 0; i < n; i++)
                residual += Square(Dot(scaled.AsSpan(i * n, n), row) - Scale(values[k], exponent) * row[i]);
            for (int l = first; l < first + count; l++)
                orthogonality += Square(Dot(q.AsSpan(l * n, n), row) - (k == l ? 1 : 0));
        }
        Assert.That(Math.Sqrt(orthogonality), Is.LessThanOrEqualTo(Bound(n)), $"orthogonality: {what}");
        Assert.That(Math.Sqrt(residual), Is.LessThanOrEqualTo(Bound(n) * norm), $"residual: {what}");
    }

    /// <summary>2^exponent · x, where the power itself need not be a double.</summary>
    public static double Scale(double x, int exponent) => Math.ScaleB(x, exponent);

    private static double Square(double x) => x * x;

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => System.Numerics.Tensors.TensorPrimitives.Dot(x, y);
}
