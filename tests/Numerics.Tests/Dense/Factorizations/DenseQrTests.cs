using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Copositive.Numerics.Tests;

public class DenseQrTests
{
    private static readonly (int Rows, int Columns)[] Shapes =
    [
        (0, 0), (1, 1), (3, 0), (0, 3), (2, 1), (1, 2), (5, 5), (9, 4), (4, 9), (33, 32), (32, 33),
        (40, 31), (100, 70), (70, 100), (260, 250), (65, 64),
    ];

    private static double[] Product(int m, int k, int n, double[] x, double[] y, bool transposeX = false)
    {
        var product = new double[m * n];
        if (m > 0 && n > 0)
            Gemm.MultiplyAdd(m, n, k, 1, x, Math.Max(1, transposeX ? m : k), transposeX, y, n, false, 0, product, n);
        return product;
    }

    private static double[] Permuted(double[] a, int m, int n, ReadOnlySpan<int> permutation)
    {
        var result = new double[m * n];
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++)
                result[i * n + j] = a[i * n + permutation[j]];
        return result;
    }

    /// <summary>Checks AP = QR, Q'Q = I and R's shape.</summary>
    private static void CheckFactors(DenseQr qr, double[] a, double scale = 1)
    {
        int m = qr.Rows, n = qr.Columns, k = Math.Min(m, n);
        double[] q = new double[m * k], r = new double[k * n];
        qr.FormQ(q);
        qr.CopyR(r);
        for (int i = 0; i < k; i++)
            Assert.That(r[(i * n)..(i * n + i)], Is.All.Zero);
        double[] expected = Permuted(a, m, n, qr.Permutation), product = Product(m, k, n, q, r);
        double largest = a.Length == 0 ? 0 : a.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
            Assert.That(product[i], Is.EqualTo(expected[i]).Within(1e-15 * (m + n) * largest), $"{m} × {n}, scale {scale}");
        double[] gram = Product(k, m, k, q, q, transposeX: true);
        for (int i = 0; i < gram.Length; i++)
            Assert.That(gram[i], Is.EqualTo(i % (k + 1) == 0 ? 1 : 0).Within(1e-15 * (m + 10)), $"{m} × {n}");
    }

    [Test]
    public void Factors_are_orthogonal_and_triangular_and_their_product_is_A([Values] bool pivoted, [Values(1, 3)] int threads)
    {
        using var team = new WorkerTeam(threads);
        foreach ((int m, int n) in Shapes)
        {
            double[] a = TestMatrices.Random(m, n, m + n);
            var qr = new DenseQr(m, n, team);
            if (pivoted)
                qr.FactorPivoted(a);
            else
                qr.Factor(a);
            CheckFactors(qr, a);
            Assert.That(qr.Rank, Is.EqualTo(Math.Min(m, n)));
            Assert.That(qr.Permutation.ToArray().Order(), Is.EqualTo(Enumerable.Range(0, n)));
        }
    }

    [Test]
    public void R_agrees_with_MathNet_up_to_signs_of_rows()
    {
        const int m = 80, n = 50;
        double[] a = TestMatrices.Random(m, n, 1), r = new double[n * n];
        var qr = new DenseQr(m, n);
        qr.Factor(a);
        qr.CopyR(r);
        Matrix<double> oracle = Matrix<double>.Build.DenseOfRowMajor(m, n, a).QR(QRMethod.Thin).R;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                Assert.That(Math.Abs(r[i * n + j]), Is.EqualTo(Math.Abs(oracle[i, j])).Within(1e-12));
    }

    [Test]
    public void Q_and_its_transpose_undo_each_other()
    {
        foreach ((int m, int n) in Shapes)
        {
            var qr = new DenseQr(m, n);
            qr.Factor(TestMatrices.Random(m, n, 3));
            const int columns = 5, ldc = 7;
            double[] c = TestMatrices.Random(m, ldc, 4), x = (double[])c.Clone();
            qr.ApplyQTransposed(x, ldc, columns);
            for (int j = 0; j < columns; j++)
                Assert.That(Norm(x, j), Is.EqualTo(Norm(c, j)).Within(1e-14 * (m + 1)));
            qr.ApplyQ(x, ldc, columns);
            Assert.That(x, Is.EqualTo(c).Within(1e-14 * (m + 1)));

            double Norm(double[] matrix, int j) => Math.Sqrt(Enumerable.Range(0, m).Sum(i => matrix[i * ldc + j] * matrix[i * ldc + j]));
        }
    }

    [Test]
    public void Least_squares_residuals_are_orthogonal_to_the_columns([Values] bool pivoted)
    {
        foreach ((int m, int n) in new[] { (1, 1), (6, 6), (9, 4), (100, 37), (150, 150) })
        {
            const int columns = 3;
            double[] a = TestMatrices.Random(m, n, 5), b = TestMatrices.Random(m, columns, 6), x = (double[])b.Clone();
            for (int i = 0; i < n; i++)
                a[i * n + i] += 4;
            var qr = new DenseQr(m, n);
            if (pivoted)
                qr.FactorPivoted(a);
            else
                qr.Factor(a);
            qr.SolveLeastSquares(x, columns, columns);
            double[] residual = Product(m, n, columns, a, x[..(n * columns)]);
            for (int i = 0; i < b.Length; i++)
                residual[i] -= b[i];
            Assert.That(Product(n, m, columns, a, residual, transposeX: true).Max(Math.Abs), Is.LessThan(1e-13 * m));
            // The other rows hold the residual in Q's coordinates: it has the same norm.
            for (int c = 0; c < columns; c++)
                Assert.That(
                    Enumerable.Range(n, m - n).Sum(i => x[i * columns + c] * x[i * columns + c]),
                    Is.EqualTo(Enumerable.Range(0, m).Sum(i => residual[i * columns + c] * residual[i * columns + c])).Within(1e-12));
        }
    }

    [Test]
    public void Least_norm_solutions_solve_and_lie_in_the_column_space([Values] bool pivoted)
    {
        foreach ((int m, int n) in new[] { (1, 1), (9, 4), (100, 37) })
        {
            const int columns = 2;
            double[] a = TestMatrices.Random(m, n, 5), x = TestMatrices.Random(m, columns, 6), b = x[..(n * columns)];
            var qr = new DenseQr(m, n);
            if (pivoted)
                qr.FactorPivoted(a);
            else
                qr.Factor(a);
            qr.SolveLeastNorm(x, columns, columns);
            Assert.That(Product(n, m, columns, a, x, transposeX: true), Is.EqualTo(b).Within(1e-13 * m));
            // x is in the range of A when least squares of Ay = x leaves nothing.
            double[] y = (double[])x.Clone();
            qr.SolveLeastSquares(y, columns, columns);
            Assert.That(y[(n * columns)..], Is.All.EqualTo(0).Within(1e-13 * m));
        }
    }

    [Test]
    public void Pivoting_orders_the_diagonal_and_dominates_the_rest()
    {
        const int m = 90, n = 80;
        double[] a = TestMatrices.Random(m, n, 8), r = new double[n * n];
        for (int i = 0; i < a.Length; i++)
            a[i] *= Math.Pow(10, -(i % n) / 8.0); // columns of falling size
        var qr = new DenseQr(m, n);
        qr.FactorPivoted(a);
        CheckFactors(qr, a);
        qr.CopyR(r);
        for (int c = 1; c < n; c++)
        {
            double rest = 0;
            for (int j = c; j >= 0; j--)
            {
                rest += r[j * n + c] * r[j * n + c];
                Assert.That(r[j * n + j] * r[j * n + j], Is.GreaterThanOrEqualTo(rest * (1 - 1e-6)), $"({j}, {c})");
            }
        }
    }

    [Test]
    public void The_rank_of_a_product_of_thin_matrices_is_found([Values(0, 1, 7, 40, 90)] int rank)
    {
        foreach ((int m, int n) in new[] { (120, 100), (100, 120) })
        {
            double[] a = Product(m, rank, n, TestMatrices.Random(m, rank, 1), TestMatrices.Random(rank, n, 2));
            var qr = new DenseQr(m, n);
            qr.FactorPivoted(a);
            Assert.That(qr.Rank, Is.EqualTo(rank));
            CheckFactors(qr, a);
            // Ax = b has a solution for b = A1; the basic one has a zero residual too.
            double[] ones = new double[Math.Max(m, n)], x = new double[Math.Max(m, n)];
            Array.Fill(ones, 1);
            double[] b = Product(m, n, 1, a, ones);
            b.CopyTo(x, 0);
            qr.SolveLeastSquares(x, 1, 1);
            Assert.That(x[..n].Count(v => v != 0), Is.LessThanOrEqualTo(rank));
            Assert.That(Product(m, n, 1, a, x), Is.EqualTo(b).Within(1e-9));
        }
    }

    [Test]
    public void Kahans_matrix_is_factored_with_exact_permutation()
    {
        // diag(1, s, s², …)(I − c·strictly upper ones), s² + c² = 1: made so that pivoting has nothing to do, up to rounding;
        // columns scaled by 1 − 1e-10·j keep it from tying.
        const int n = 60;
        double c = Math.Cos(1.2), s = Math.Sin(1.2);
        double[] a = new double[n * n], r = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = i; j < n; j++)
                a[i * n + j] = Math.Pow(s, i) * (i == j ? 1 : -c) * (1 - 1e-10 * j);
        var qr = new DenseQr(n, n);
        qr.FactorPivoted(a);
        CheckFactors(qr, a);
        Assert.That(qr.Permutation.ToArray(), Is.EqualTo(Enumerable.Range(0, n)));
        qr.CopyR(r);
        for (int i = 0; i < n; i++)
            Assert.That(Math.Abs(r[i * n + i]), Is.EqualTo(a[i * n + i]).Within(1e-15));
    }

    [Test]
    public void Entries_of_any_size_and_graded_columns_are_handled([Values] bool pivoted)
    {
        const int m = 50, n = 40;
        foreach (double scale in new[] { 1e-300, 1e-150, 1e150, 1e300 })
        {
            double[] a = TestMatrices.Random(m, n, 8).Select(x => x * scale).ToArray();
            var qr = new DenseQr(m, n);
            if (pivoted)
                qr.FactorPivoted(a);
            else
                qr.Factor(a);
            CheckFactors(qr, a, scale);
        }
    }

    [Test]
    public void Columns_far_smaller_than_the_others_are_factored_to_their_own_accuracy()
    {
        // Without pivoting each column's error is relative to its own norm, also where squares of its entries underflow.
        const int m = 30, n = 20;
        double[] a = TestMatrices.Random(m, n, 8), scaled = (double[])a.Clone(), r = new double[n * n], s = new double[n * n];
        double[] factors = Enumerable.Range(0, n).Select(j => Math.ScaleB(1, -50 * (j % 19))).ToArray();
        for (int i = 0; i < a.Length; i++)
            scaled[i] *= factors[i % n];
        var qr = new DenseQr(m, n);
        qr.Factor(a);
        qr.CopyR(r);
        qr.Factor(scaled);
        qr.CopyR(s);
        for (int i = 0; i < r.Length; i++)
            Assert.That(s[i] / factors[i % n], Is.EqualTo(r[i]).Within(1e-13));
    }

    [Test]
    public void Zero_columns_and_repeated_columns_do_no_harm()
    {
        double[] a = TestMatrices.Random(12, 9, 8);
        for (int i = 0; i < 12; i++)
        {
            a[i * 9 + 3] = 0;
            a[i * 9 + 5] = a[i * 9 + 4];
        }
        var qr = new DenseQr(12, 9);
        qr.Factor(a);
        CheckFactors(qr, a);
        qr.FactorPivoted(a);
        CheckFactors(qr, a);
        Assert.That(qr.Rank, Is.EqualTo(7));
        qr.Factor(new double[12 * 9]);
        Assert.That(qr.Rank, Is.Zero);
        Assert.Throws<InvalidOperationException>(() => qr.SolveLeastSquares(new double[12], 1, 1));
        Assert.Throws<InvalidOperationException>(() => qr.SolveLeastNorm(new double[12], 1, 1));
    }

    [Test]
    public void Wrong_arguments_are_refused_and_nothing_is_allocated_when_warm()
    {
        var qr = new DenseQr(50, 40);
        Assert.Throws<InvalidOperationException>(() => qr.CopyR(new double[1600]));
        Assert.Throws<ArgumentException>(() => qr.Factor(new double[1999]));
        double[] a = TestMatrices.Random(50, 40, 1), b = new double[100];
        a[777] = double.NaN;
        Assert.Throws<ArgumentException>(() => qr.Factor(a));
        a[777] = 0;
        Assert.Throws<OperationCanceledException>(() => qr.Factor(a, new CancellationToken(true)));
        Assert.Throws<ArgumentException>(() => qr.FactorPivoted(a, -1));
        qr.Factor(a);
        Assert.Throws<ArgumentException>(() => qr.ApplyQ(new double[99], 2, 2));
        Assert.Throws<ArgumentException>(() => qr.FormQ(new double[1999]));
        Assert.That(
            Allocation.Of(() =>
            {
                qr.Factor(a);
                qr.FactorPivoted(a);
                qr.SolveLeastSquares(b, 2, 2);
            }),
            Is.Zero);
    }

    [Test]
    public void Forming_Q_without_a_factorisation_leaves_the_span_alone()
    {
        double[] q = [1, 2, 3, 4];
        Assert.Throws<InvalidOperationException>(() => new DenseQr(2, 2).FormQ(q));
        Assert.That(q, Is.EqualTo(new double[] { 1, 2, 3, 4 }));
    }
}
