namespace Copositive.Numerics.Tests;

public class BatchedPsdProjectorTests
{
    private static readonly double Root2 = Math.Sqrt(2);

    [Test]
    public void Moreau_decomposition_holds([Values(1, 2, 3, 4, 5, 7, 8, 10, 13, 16, 24, 26)] int d)
    {
        // X = Π(X) − Π(−X), both parts semidefinite and orthogonal to each other: that characterises the projections (Moreau 1962).
        int count = 2 * TestMatrices.Kinds.Length + 5, length = SymmetricVector.Length(d);
        double[] x = MatrixBatch.OfAllKinds(d, count, Root2), plus = new double[x.Length], minus = new double[x.Length];
        double[] negated = x.Select(value => -value).ToArray(), values = new double[count * d];
        var projector = new BatchedPsdProjector(d);
        projector.Project(count, x, plus, Root2);
        projector.Project(count, negated, minus, Root2);
        new BatchedSymmetricEigensolver(d).Decompose(count, plus, Root2, values, []);
        for (int m = 0; m < count; m++)
        {
            double size = MatrixBatch.Largest(x.AsSpan(m * length, length)), unit = size == 0 ? 1 : size, inner = 0;
            double tolerance = size is > 0 and < 1e-290 ? 1e-9 : 50 * d * 1.1e-16;
            string which = $"matrix {m} ({TestMatrices.Kinds[m % TestMatrices.Kinds.Length]}), d = {d}";
            for (int i = m * length; i < (m + 1) * length; i++)
            {
                Assert.That((plus[i] - minus[i] - x[i]) / unit, Is.EqualTo(0).Within(tolerance), which);
                inner += plus[i] / unit * (minus[i] / unit);
            }
            Assert.That(inner, Is.EqualTo(0).Within(tolerance * d), which);
            Assert.That(values[m * d] / unit, Is.GreaterThanOrEqualTo(-tolerance), which);
        }
    }

    [Test]
    public void Projections_agree_with_those_of_single_matrices([Values(2, 3, 6, 9, 16, 40)] int d)
    {
        int count = TestMatrices.Kinds.Length, length = SymmetricVector.Length(d);
        double[] x = MatrixBatch.OfAllKinds(d, count, Root2), batched = new double[x.Length], single = new double[length];
        new BatchedPsdProjector(d).Project(count, x, batched, Root2);
        var projector = new PsdProjector(d);
        for (int m = 0; m < count; m++)
        {
            double size = MatrixBatch.Largest(x.AsSpan(m * length, length)), unit = size == 0 ? 1 : size;
            projector.Project(x.AsSpan(m * length, length), single, Root2);
            for (int i = 0; i < length; i++)
                Assert.That((batched[m * length + i] - single[i]) / unit, Is.EqualTo(0).Within(size is > 0 and < 1e-290 ? 1e-9
                    : 50 * d * 1.1e-16));
        }
    }

    [Test]
    public void Semidefinite_matrices_stay_and_their_negatives_vanish([Values(1, 2, 3, 8, 12)] int d)
    {
        int count = 11;
        double[] x = MatrixBatch.PositiveDefinite(d, count, 7), result = new double[x.Length];
        var projector = new BatchedPsdProjector(d);
        projector.Project(count, x, result, 1);
        Assert.That(result, Is.EqualTo(x));
        projector.Project(count, x.Select(value => -value).ToArray(), result, 1);
        Assert.That(result, Is.All.Zero);
    }

    [Test]
    public void Eigenpairs_come_with_the_projection_and_results_may_replace_the_matrices([Values(2, 5, 30)] int d)
    {
        int count = 19;
        double[] x = MatrixBatch.OfAllKinds(d, count, 1), result = new double[x.Length];
        double[] values = new double[count * d], vectors = new double[count * d * d], sameValues = new double[count * d],
            sameVectors = new double[count * d * d];
        var projector = new BatchedPsdProjector(d);
        projector.Project(count, x, result, 1);
        new BatchedSymmetricEigensolver(d).Decompose(count, x, 1, values, vectors);
        projector.Project(count, x, x, 1, sameValues, sameVectors);
        Assert.That(x, Is.EqualTo(result));
        Assert.That(sameValues, Is.EqualTo(values));
        Assert.That(sameVectors, Is.EqualTo(vectors));
    }

    [Test]
    public void A_matrix_that_is_not_finite_is_named_and_harms_no_other([Values(1, 3, 8, 30)] int d, [Values(1, 2, 3)] int threads)
    {
        int count = 40, length = SymmetricVector.Length(d);
        double[] x = MatrixBatch.OfAllKinds(d, count, 1), expected = new double[x.Length], result = new double[x.Length];
        new BatchedPsdProjector(d).Project(count, x, expected, 1);
        x[23 * length + length / 2] = double.NaN;
        x[31 * length] = double.NegativeInfinity;
        using var team = new WorkerTeam(threads);
        Assert.That(
            () => new BatchedPsdProjector(d, team).Project(count, x, result, 1),
            Throws.ArgumentException.With.Message.StartsWith("Matrix 23 of the batch"));
        for (int m = 0; m < count; m++)
            Assert.That(result[(m * length)..((m + 1) * length)], m is 23 or 31 ? Is.All.NaN
                : Is.EqualTo(expected[(m * length)..((m + 1) * length)]));
    }

    [Test]
    public void Misuse_is_refused()
    {
        var projector = new BatchedPsdProjector(3);
        double[] x = new double[12], values = new double[6], vectors = new double[18];
        Assert.Throws<ArgumentException>(() => projector.Project(2, x.AsSpan(1), x, 1));
        Assert.Throws<ArgumentException>(() => projector.Project(2, x, x.AsSpan(1), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => projector.Project(2, x, x, -1));
        Assert.Throws<ArgumentException>(() => projector.Project(2, x, x, 1, values.AsSpan(1), []));
        Assert.Throws<ArgumentException>(() => projector.Project(2, x, x, 1, [], vectors));
        Assert.Throws<ArgumentException>(() => projector.Project(2, x, x, 1, values, vectors.AsSpan(1)));
    }

    [Test]
    public void Projecting_again_does_not_allocate([Values(2, 7, 30)] int d)
    {
        using var team = new WorkerTeam(2);
        var projector = new BatchedPsdProjector(d, team);
        double[] x = MatrixBatch.OfAllKinds(d, 20, 1), result = new double[x.Length];
        Assert.That(Allocation.Of(() => projector.Project(20, x, result, 1)), Is.Zero);
    }
}
