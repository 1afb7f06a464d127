namespace Copositive.Numerics.Tests;

public class BatchedSymmetricEigensolverTests
{
    private static readonly double Root2 = Math.Sqrt(2);

    [Test]
    public void Pairs_satisfy_their_equations([Values(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 16, 17, 24, 25, 33)] int d)
    {
        int count = 2 * TestMatrices.Kinds.Length + 3, length = SymmetricVector.Length(d);
        double[] triangles = MatrixBatch.OfAllKinds(d, count, Root2), values = new double[count * d], vectors = new double[count * d * d];
        new BatchedSymmetricEigensolver(d).Decompose(count, triangles, Root2, values, vectors);
        var single = new SymmetricEigensolver(d);
        double[] matrix = new double[d * d], expected = new double[d];
        for (int m = 0; m < count; m++)
        {
            SymmetricVector.Unpack(triangles.AsSpan(m * length, length), matrix, d, 1 / Root2);
            double largest = MatrixBatch.Largest(matrix), unit = largest == 0 ? 1 : largest;
            // Rounding units d·u of the norm, which is at most d times the largest entry; subnormal entries are themselves rounded.
            double tolerance = largest is > 0 and < 1e-290 ? 1e-9 : 50 * d * 1.1e-16;
            single.Values(matrix, expected);
            ReadOnlySpan<double> lambda = values.AsSpan(m * d, d), v = vectors.AsSpan(m * d * d, d * d);
            string which = $"matrix {m} ({TestMatrices.Kinds[m % TestMatrices.Kinds.Length]}), d = {d}";
            for (int k = 0; k < d; k++)
            {
                Assert.That((lambda[k] - expected[k]) / unit, Is.EqualTo(0).Within(tolerance), which);
                if (k > 0)
                    Assert.That(lambda[k], Is.GreaterThanOrEqualTo(lambda[k - 1]), which);
                for (int i = 0; i < d; i++)
                {
                    double residual = -lambda[k] / unit * v[k * d + i], inner = k == i ? -1 : 0;
                    for (int j = 0; j < d; j++)
                    {
                        residual += matrix[i * d + j] / unit * v[k * d + j];
                        inner += v[k * d + j] * v[i * d + j];
                    }
                    Assert.That(residual, Is.EqualTo(0).Within(tolerance), which);
                    Assert.That(inner, Is.EqualTo(0).Within(50 * d * 1.1e-16), which);
                }
            }
        }
    }

    [Test]
    public void The_factor_of_off_diagonal_entries_costs_no_accuracy([Values(1e-9, 1e9)] double offDiagonalScale, [Values(2, 5, 12)] int d)
    {
        // However large or small the entries of a triangle are next to those of its diagonal, it is the matrix that counts.
        const int count = 11;
        int length = SymmetricVector.Length(d);
        double[] triangles = MatrixBatch.PositiveDefinite(d, count, 5), matrices = new double[count * d * d];
        for (int m = 0; m < count; m++)
        {
            Span<double> triangle = triangles.AsSpan(m * length, length), matrix = matrices.AsSpan(m * d * d, d * d);
            SymmetricVector.Unpack(triangle, matrix, d, 1);
            SymmetricVector.Pack(matrix, triangle, d, offDiagonalScale);
        }
        double[] values = new double[count * d], vectors = new double[count * d * d];
        new BatchedSymmetricEigensolver(d).Decompose(count, triangles, offDiagonalScale, values, vectors);
        for (int pair = 0; pair < count * d; pair++)
            for (int i = 0; i < d; i++)
            {
                double residual = -values[pair] * vectors[pair * d + i];
                for (int j = 0; j < d; j++)
                    residual += matrices[(pair / d * d + i) * d + j] * vectors[pair * d + j];
                // ‖X‖ ≤ d² for X = GG' + I/10 with entries of G in [−1, 1].
                Assert.That(residual, Is.EqualTo(0).Within(50 * d * 1.1e-16 * d * d));
            }
    }

    [Test]
    public void What_a_matrix_gets_depends_neither_on_neighbours_nor_on_threads([Values(2, 3, 6, 11, 30)] int d)
    {
        int count = TestMatrices.Kinds.Length + 10, length = SymmetricVector.Length(d);
        double[] triangles = MatrixBatch.OfAllKinds(d, count, 1), values = new double[count * d], vectors = new double[count * d * d];
        new BatchedSymmetricEigensolver(d).Decompose(count, triangles, 1, values, vectors);
        double[] ownValues = new double[d], ownVectors = new double[d * d];
        for (int m = 0; m < count; m++)
        {
            new BatchedSymmetricEigensolver(d).Decompose(1, triangles.AsSpan(m * length, length), 1, ownValues, ownVectors);
            Assert.That(ownValues, Is.EqualTo(values[(m * d)..((m + 1) * d)]));
            Assert.That(ownVectors, Is.EqualTo(vectors[(m * d * d)..((m + 1) * d * d)]));
        }
        foreach (int threads in new[] { 1, 2, 3, 7 })
        {
            using var team = new WorkerTeam(threads);
            double[] sharedValues = new double[values.Length], sharedVectors = new double[vectors.Length];
            new BatchedSymmetricEigensolver(d, team).Decompose(count, triangles, 1, sharedValues, sharedVectors);
            Assert.That(sharedValues, Is.EqualTo(values), $"{threads} threads");
            Assert.That(sharedVectors, Is.EqualTo(vectors), $"{threads} threads");
        }
    }

    [Test]
    public void A_matrix_that_is_not_finite_is_named_and_harms_no_other(
        [Values(1, 2, 5, 9, 30)] int d, [Values(double.NaN, double.PositiveInfinity, double.NegativeInfinity)] double bad)
    {
        int count = 21, length = SymmetricVector.Length(d);
        double[] triangles = MatrixBatch.OfAllKinds(d, count, 1), values = new double[count * d], vectors = new double[count * d * d];
        new BatchedSymmetricEigensolver(d).Decompose(count, triangles, 1, values, vectors);
        for (int place = 0; place < length; place += Math.Max(1, length / 4))
        {
            double[] damaged = (double[])triangles.Clone(), damagedValues = new double[values.Length],
                damagedVectors = new double[vectors.Length];
            damaged[13 * length + place] = bad;
            damaged[17 * length] = bad;
            Assert.That(
                () => new BatchedSymmetricEigensolver(d).Decompose(count, damaged, 1, damagedValues, damagedVectors),
                Throws.ArgumentException.With.Message.StartsWith("Matrix 13 of the batch"));
            for (int m = 0; m < count; m++)
            {
                bool isBad = m is 13 or 17;
                Assert.That(damagedValues[(m * d)..((m + 1) * d)], isBad ? Is.All.NaN : Is.EqualTo(values[(m * d)..((m + 1) * d)]));
                Assert.That(damagedVectors[(m * d * d)..((m + 1) * d * d)], isBad ? Is.All.NaN
                    : Is.EqualTo(vectors[(m * d * d)..((m + 1) * d * d)]));
            }
        }
    }

    [Test]
    public void Empty_batches_and_order_zero_do_nothing()
    {
        new BatchedSymmetricEigensolver(0).Decompose(5, [], 1, [], []);
        new BatchedSymmetricEigensolver(4).Decompose(0, [], 1, [], []);
        double[] values = new double[2];
        new BatchedSymmetricEigensolver(1).Decompose(2, [3, -4], Root2, values, []);
        Assert.That(values, Is.EqualTo(new[] { 3.0, -4 }));
    }

    [Test]
    public void Misuse_is_refused()
    {
        var solver = new BatchedSymmetricEigensolver(3);
        double[] triangles = new double[12], values = new double[6], vectors = new double[18];
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new BatchedSymmetricEigensolver(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => solver.Decompose(-1, triangles, 1, values, vectors));
        Assert.Throws<ArgumentException>(() => solver.Decompose(2, triangles.AsSpan(1), 1, values, vectors));
        Assert.Throws<ArgumentException>(() => solver.Decompose(2, triangles, 1, values.AsSpan(1), vectors));
        Assert.Throws<ArgumentException>(() => solver.Decompose(2, triangles, 1, values, vectors.AsSpan(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => solver.Decompose(2, triangles, 0, values, vectors));
        Assert.Throws<ArgumentOutOfRangeException>(() => solver.Decompose(2, triangles, double.NaN, values, vectors));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => solver.Decompose(2, triangles, 1, values, vectors, cancelled.Token));
    }

    [Test]
    public void Decomposing_again_does_not_allocate([Values(2, 7, 30)] int d)
    {
        var solver = new BatchedSymmetricEigensolver(d);
        double[] triangles = MatrixBatch.OfAllKinds(d, 20, 1), values = new double[20 * d], vectors = new double[20 * d * d];
        Assert.That(Allocation.Of(() => solver.Decompose(20, triangles, 1, values, vectors)), Is.Zero);
    }
}
