namespace Copositive.Numerics.Tests;

public class GemmTests
{
    private static readonly (int M, int N, int K)[] Shapes =
    [
        (1, 1, 1), (2, 3, 4), (8, 24, 5), (9, 25, 7), (16, 48, 300), (17, 1, 33), (1, 50, 9), (7, 23, 257),
        (40, 41, 42), (65, 250, 30), (30, 300, 3), (5, 5, 0),
    ];

    [Test]
    public void Product_agrees_with_the_definition([Values] bool transposeA, [Values] bool transposeB, [Values(0.0, 1.0, -0.5)] double beta)
    {
        foreach ((int m, int n, int k) in Shapes)
        {
            int lda = (transposeA ? m : k) + 3, ldb = (transposeB ? k : n) + 1, ldc = n + 2;
            double[] a = TestMatrices.Random(transposeA ? k : m, lda, 1), b = TestMatrices.Random(transposeB ? n : k, ldb, 2);
            double[] c = TestMatrices.Random(m, ldc, 3);
            double[] result = (double[])c.Clone();
            Gemm.MultiplyAdd(m, n, k, 0.75, a, Math.Max(1, lda), transposeA, b, Math.Max(1, ldb), transposeB, beta, result, ldc);
            for (int i = 0; i < m; i++)
                for (int j = 0; j < ldc; j++)
                {
                    double expected = c[i * ldc + j];
                    if (j < n)
                    {
                        expected *= beta;
                        for (int l = 0; l < k; l++)
                            expected += 0.75 * (transposeA ? a[l * lda + i] : a[i * lda + l]) * (transposeB ? b[j * ldb + l] : b[l * ldb + j]);
                    }
                    // k products of numbers below 1: rounding at most about k² eps/2, here below 1e-12. Columns beyond n stay as they were.
                    Assert.That(result[i * ldc + j], Is.EqualTo(expected).Within(j < n ? 1e-12 : 0), $"{m}×{n}×{k} at ({i}, {j})");
                }
        }
    }

    [Test]
    public void With_beta_zero_C_is_not_read()
    {
        double[] c = [double.NaN, double.PositiveInfinity];
        Gemm.MultiplyAdd(1, 2, 1, 2, [3], 1, false, [5, 7], 2, false, 0, c, 2);
        Assert.That(c, Is.EqualTo(new[] { 30.0, 42.0 }));
        double[] empty = [double.NaN];
        Gemm.MultiplyAdd(1, 1, 0, 1, [], 1, false, [], 1, false, 0, empty, 1);
        Assert.That(empty[0], Is.Zero);
    }

    [Test]
    public void Symmetric_product_writes_the_lower_triangle_only([Values] bool transpose, [Values(0.0, 1.0, 2.0)] double beta)
    {
        foreach (int n in new[] { 1, 5, 8, 24, 25, 50, 101 })
        {
            const int k = 37;
            int lda = transpose ? n : k;
            double[] a = TestMatrices.Random(transpose ? k : n, lda, 4), c = TestMatrices.Random(n, n, 5), result = (double[])c.Clone();
            Gemm.SyrkLower(n, k, -1.5, a, lda, transpose, beta, result, n);
            for (int i = 0; i < n; i++)
                for (int j = 0; j < n; j++)
                {
                    double expected = c[i * n + j];
                    if (j <= i)
                    {
                        expected *= beta;
                        for (int l = 0; l < k; l++)
                            expected -= 1.5 * (transpose ? a[l * n + i] * a[l * n + j] : a[i * k + l] * a[j * k + l]);
                    }
                    Assert.That(result[i * n + j], Is.EqualTo(expected).Within(j <= i ? 1e-12 : 0), $"n = {n} at ({i}, {j})");
                }
        }
    }

    [Test]
    public void With_alpha_zero_A_and_B_are_not_read([Values(0.0, 1.0, 3.0)] double beta)
    {
        double[] nan = [double.NaN, double.NaN, double.NaN, double.NaN], c = [1, 2, 3, 4];
        Gemm.MultiplyAdd(2, 2, 2, 0, nan, 2, false, nan, 2, false, beta, c, 2);
        Assert.That(c, Is.EqualTo(new[] { beta, 2 * beta, 3 * beta, 4 * beta }));
        Gemm.SyrkLower(2, 2, 0, nan, 2, false, 2, c, 2);
        Assert.That(c, Is.EqualTo(new[] { 2 * beta, 2 * beta, 6 * beta, 8 * beta }));
    }

    [Test]
    public void NaN_spreads_to_its_row_and_column_only([Values(3, 20, 60)] int n, [Values] bool transposeB)
    {
        double[] a = TestMatrices.Random(n, n, 1), b = TestMatrices.Random(n, n, 2), c = new double[n * n];
        a[(n - 1) * n] = double.NaN;
        b[transposeB ? n : 1] = double.PositiveInfinity;
        Gemm.MultiplyAdd(n, n, n, 1, a, n, false, b, n, transposeB, 0, c, n);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                Assert.That(double.IsFinite(c[i * n + j]), Is.EqualTo(i != n - 1 && j != 1), $"({i}, {j})");
    }

    [Test]
    public void Rank_two_update_writes_the_lower_triangle_only([Values] bool transpose, [Values(0.0, 1.0, 2.0)] double beta)
    {
        foreach (int n in new[] { 0, 1, 5, 8, 25, 101 })
        {
            const int k = 11;
            int lda = (transpose ? n : k) + 1, ldb = lda + 1, rows = transpose ? k : n;
            double[] a = TestMatrices.Random(rows, lda, 4), b = TestMatrices.Random(rows, ldb, 5), c = TestMatrices.Random(n, n, 6);
            double[] result = (double[])c.Clone();
            Gemm.Syr2kLower(n, k, -1.5, a, lda, b, ldb, transpose, beta, result, Math.Max(1, n));
            for (int i = 0; i < n; i++)
                for (int j = 0; j < n; j++)
                {
                    double expected = j <= i ? beta * c[i * n + j] : c[i * n + j];
                    for (int l = 0; l < k && j <= i; l++)
                        expected -= 1.5 * (transpose
                            ? a[l * lda + i] * b[l * ldb + j] + b[l * ldb + i] * a[l * lda + j]
                            : a[i * lda + l] * b[j * ldb + l] + b[i * ldb + l] * a[j * lda + l]);
                    Assert.That(result[i * n + j], Is.EqualTo(expected).Within(j <= i ? 1e-12 : 0), $"n = {n} at ({i}, {j})");
                }
        }
    }

    [Test]
    public void Short_spans_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Gemm.MultiplyAdd(2, 2, 2, 1, new double[3], 2, false, new double[4], 2, false, 0, new double[4], 2));
        Assert.Throws<ArgumentException>(() => Gemm.MultiplyAdd(2, 2, 2, 1, new double[4], 1, false, new double[4], 2, false, 0, new double[4], 2));
        Assert.Throws<ArgumentException>(() => Gemm.MultiplyAdd(2, 2, 2, 1, new double[4], 2, false, new double[4], 2, false, 0, new double[3], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Gemm.SyrkLower(-1, 2, 1, [], 2, false, 0, [], 1));
    }

    [Test]
    public void Matrices_without_entries_may_have_rows_no_distance_apart()
    {
        double[] c = [1, 2];
        Gemm.MultiplyAdd(2, 1, 0, 1, [], 0, false, [], 1, false, 1, c, 1);
        Gemm.MultiplyAdd(0, 0, 0, 1, Array.Empty<double>(), 0, false, [], 0, false, 0, [], 0);
        Gemm.SyrkLower(0, 3, 1, [], 3, false, 0, [], 0);
        Assert.That(c, Is.EqualTo(new double[] { 1, 2 }));
    }
}
