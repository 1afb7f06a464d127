namespace Copositive.Numerics.Tests;

public class BatchedCholeskyTests
{
    [Test]
    public void Factors_and_solutions_satisfy_their_equations([Values(1, 2, 3, 4, 7, 8, 16, 21)] int d, [Values(1, 7, 8, 19)] int count)
    {
        int length = SymmetricVector.Length(d), columns = 3;
        double[] a = MatrixBatch.PositiveDefinite(d, count, 3), scaled = Scaled(a, d, count, Math.Sqrt(2)), factors = new double[a.Length];
        double[] b = TestMatrices.Random(count * d, columns, 4), x = (double[])b.Clone(), y = (double[])b.Clone();
        var succeeded = new bool[count];
        var cholesky = new BatchedCholesky(d);
        Assert.That(cholesky.TryFactor(count, scaled, Math.Sqrt(2), factors, succeeded));
        Assert.That(succeeded, Is.All.True);
        cholesky.SolveInPlace(count, factors, x, columns);
        cholesky.SolveLower(count, factors, y, columns);
        cholesky.SolveUpper(count, factors, y, columns);
        Assert.That(y, Is.EqualTo(x));
        for (int m = 0; m < count; m++)
            for (int i = 0; i < d; i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    double sum = 0;
                    for (int k = 0; k <= j; k++)
                        sum += factors[m * length + SymmetricVector.Index(i, k)] * factors[m * length + SymmetricVector.Index(j, k)];
                    Assert.That(sum, Is.EqualTo(a[m * length + SymmetricVector.Index(i, j)]).Within(1e-14 * d));
                }
                for (int c = 0; c < columns; c++)
                {
                    // Backward stable: the residual is small against ‖A‖‖x‖, whatever the condition (at most about 10 d²).
                    double residual = -b[(m * d + i) * columns + c], size = 1;
                    for (int j = 0; j < d; j++)
                    {
                        double term = a[m * length + SymmetricVector.Index(i, j)] * x[(m * d + j) * columns + c];
                        residual += term;
                        size += Math.Abs(term);
                    }
                    Assert.That(residual / size, Is.EqualTo(0).Within(1e-13 * d));
                }
            }
    }

    [Test]
    public void A_matrix_that_is_not_definite_fails_alone([Values(1, 2, 5, 9)] int d, [Values(1, 3)] int threads)
    {
        int count = 37, length = SymmetricVector.Length(d);
        double[] a = MatrixBatch.PositiveDefinite(d, count, 3), expected = new double[a.Length];
        var succeeded = new bool[count];
        using var team = new WorkerTeam(threads);
        new BatchedCholesky(d).TryFactor(count, a, 1, expected, succeeded);
        a[11 * length + length - 1] = -1;
        a[20 * length] = double.NaN;
        a[29 * length + length - 1] = double.PositiveInfinity;
        a.AsSpan(33 * length, length).Clear();
        var cholesky = new BatchedCholesky(d, team);
        Assert.That(cholesky.TryFactor(count, a, 1, a, succeeded), Is.False);
        for (int m = 0; m < count; m++)
        {
            Assert.That(succeeded[m], Is.EqualTo(m is not (11 or 20 or 29 or 33)), $"matrix {m}");
            if (succeeded[m])
                Assert.That(a[(m * length)..((m + 1) * length)], Is.EqualTo(expected[(m * length)..((m + 1) * length)]));
        }
    }

    [Test]
    public void Tiny_and_huge_matrices_are_factored()
    {
        foreach (double scale in new[] { 1e-150, 1e150, 1e-300, 1e300 })
        {
            double[] a = [4 * scale, 2 * scale, 5 * scale];
            Assert.That(new BatchedCholesky(2).TryFactor(1, a, 1, a, new bool[1]));
            // [[4, 2], [2, 5]] = LL' with L = [[2, 0], [1, 2]].
            double root = Math.Sqrt(scale);
            Assert.That(a.Select(value => value / root), Is.EqualTo(new[] { 2.0, 1, 2 }).Within(1e-15));
        }
    }

    [Test]
    public void Empty_batches_and_order_zero_do_nothing()
    {
        Assert.That(new BatchedCholesky(3).TryFactor(0, [], 1, [], []));
        Assert.That(new BatchedCholesky(0).TryFactor(2, [], 1, [], new bool[2]));
        new BatchedCholesky(0).SolveInPlace(2, [], []);
    }

    [Test]
    public void Misuse_is_refused()
    {
        var cholesky = new BatchedCholesky(3);
        double[] a = new double[12];
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new BatchedCholesky(-1));
        Assert.Throws<ArgumentException>(() => cholesky.TryFactor(2, a.AsSpan(1), 1, a, new bool[2]));
        Assert.Throws<ArgumentException>(() => cholesky.TryFactor(2, a, 1, a.AsSpan(1), new bool[2]));
        Assert.Throws<ArgumentException>(() => cholesky.TryFactor(2, a, 1, a, new bool[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => cholesky.TryFactor(2, a, 0, a, new bool[2]));
        Assert.Throws<ArgumentException>(() => cholesky.SolveInPlace(2, a, new double[5]));
        Assert.Throws<ArgumentException>(() => cholesky.SolveLower(2, a.AsSpan(1), new double[6]));
        Assert.Throws<ArgumentOutOfRangeException>(() => cholesky.SolveUpper(2, a, new double[6], -1));
    }

    [Test]
    public void Factoring_and_solving_again_do_not_allocate()
    {
        double[] a = MatrixBatch.PositiveDefinite(5, 20, 3), factors = new double[a.Length], b = new double[100];
        var succeeded = new bool[20];
        var cholesky = new BatchedCholesky(5);
        Assert.That(Allocation.Of(() => cholesky.TryFactor(20, a, 1, factors, succeeded)), Is.Zero);
        Assert.That(Allocation.Of(() => cholesky.SolveInPlace(20, factors, b)), Is.Zero);
    }

    private static double[] Scaled(double[] triangles, int order, int count, double offDiagonalScale)
    {
        var scaled = (double[])triangles.Clone();
        for (int m = 0; m < count; m++)
            for (int i = 0; i < order; i++)
                for (int j = 0; j < i; j++)
                    scaled[m * SymmetricVector.Length(order) + SymmetricVector.Index(i, j)] *= offDiagonalScale;
        return scaled;
    }
}
