namespace Copositive.Numerics.Tests;

public class DnnProjectorTests
{
    private static readonly double Root2 = Math.Sqrt(2);

    private static double[] RandomTriangle(int n, int seed) => TestMatrices.Random(SymmetricVector.Length(n), 1, seed);

    private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();

    /// <summary>BB' for B ≥ 0 with a few columns: completely positive, hence doubly nonnegative; orthonormally scaled.</summary>
    private static double[] CompletelyPositive(int n, int seed)
    {
        var random = new Random(seed);
        int columns = random.Next(1, n + 1);
        var b = new double[n * columns];
        for (int e = 0; e < b.Length; e++)
            b[e] = Math.Max(0, random.NextDouble() - 0.4);
        var triangle = new double[SymmetricVector.Length(n)];
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i; j++)
                for (int k = 0; k < columns; k++)
                    triangle[SymmetricVector.Index(i, j)] += b[i * columns + k] * b[j * columns + k] * (i == j ? 1 : Root2);
        return triangle;
    }

    [Test]
    public void The_variational_inequality_holds([Values(1, 2, 3, 5, 8, 15, 30)] int n, [Values(1, 2, 3)] int seed)
    {
        // X is the projection of A onto a closed convex cone K iff X ∈ K, ⟨A − X, X⟩ = 0 and ⟨A − X, Y⟩ ≤ 0 for all Y ∈ K (Moreau).
        double[] a = RandomTriangle(n, seed), x = new double[a.Length], semidefinite = new double[a.Length];
        DnnProjection projection = new DnnProjector(n).Project(a, x, Root2);
        Assert.That(projection.IsWithinTolerance, projection.ToString());
        double norm = EuclideanNorm.Of(a);
        double distance = new PsdProjector(n).Project(x, semidefinite, Root2);
        Assert.That(distance / norm, Is.LessThan(1e-13 * n));
        Assert.That(x.Min() / norm, Is.GreaterThanOrEqualTo(-1e-10));
        Assert.That(projection.Negativity, Is.EqualTo(NonnegativeOrthant.Distance(x) / norm).Within(1e-12));
        double[] difference = a.Zip(x, (p, q) => p - q).ToArray();
        Assert.That(Dot(difference, x) / (norm * norm), Is.EqualTo(0).Within(1e-9));
        for (int sample = 0; sample < 20; sample++)
        {
            double[] y = CompletelyPositive(n, 100 * seed + sample);
            Assert.That(Dot(difference, y) / norm, Is.LessThanOrEqualTo(1e-9 * EuclideanNorm.Of(y)));
        }
    }

    [Test]
    public void The_dual_projection_completes_the_first([Values(1, 2, 4, 9, 20)] int n)
    {
        // Moreau: A = Π_DNN(A) − Π_SPN(−A), with orthogonal parts; and Π_SPN(A) has a nonnegative inner product with doubly nonnegative
        // matrices.
        double[] a = RandomTriangle(n, 7), primal = new double[a.Length], dual = new double[a.Length];
        var projector = new DnnProjector(n);
        projector.Project(a, primal, Root2);
        Assert.That(projector.ProjectDual(a.Select(value => -value).ToArray(), dual, Root2).IsWithinTolerance);
        double norm = EuclideanNorm.Of(a);
        for (int e = 0; e < a.Length; e++)
            Assert.That((primal[e] - dual[e] - a[e]) / norm, Is.EqualTo(0).Within(1e-9));
        Assert.That(Dot(primal, dual) / (norm * norm), Is.EqualTo(0).Within(1e-9));
        for (int sample = 0; sample < 20; sample++)
        {
            double[] y = CompletelyPositive(n, sample);
            Assert.That(Dot(dual, y) / norm, Is.GreaterThanOrEqualTo(-1e-9 * EuclideanNorm.Of(y)));
        }
    }

    [Test]
    public void Known_cases()
    {
        var projector = new DnnProjector(2);
        double[] x = new double[3];
        // Doubly nonnegative already.
        projector.Project([2, 1, 2], x, 1);
        Assert.That(x, Is.EqualTo(new[] { 2.0, 1, 2 }).Within(1e-15));
        // [[1, −1], [−1, 1]]: X₁₂ = 0 and then the diagonal is free: the identity.
        projector.Project([1, -1, 1], x, 1);
        Assert.That(x, Is.EqualTo(new[] { 1.0, 0, 1 }).Within(1e-9));
        // [[0, 1], [1, 0]] has the semidefinite projection ½ ee', which is nonnegative.
        projector.Project([0, 1, 0], x, 1);
        Assert.That(x, Is.EqualTo(new[] { 0.5, 0.5, 0.5 }).Within(1e-9));
        // Nothing is nearer to −I − ee' than zero.
        projector.Project([-2, -1, -2], x, 1);
        Assert.That(x, Is.EqualTo(new double[3]).Within(1e-9));
        // The entry off the diagonal is a nonnegative matrix by itself; the diagonal of a sum of both kinds is at least 0.
        projector.ProjectDual([-1, 1, -1], x, 1);
        Assert.That(x, Is.EqualTo(new[] { 0.0, 1, 0 }).Within(1e-9));
    }

    [Test]
    public void Scaling_by_powers_of_two_changes_nothing_else([Values(-900, -500, 0, 500, 900)] int exponent)
    {
        double[] a = RandomTriangle(6, 3), x = new double[a.Length], scaled = a.Select(v => Math.ScaleB(v, exponent)).ToArray();
        new DnnProjector(6).Project(a, x, Root2);
        new DnnProjector(6).Project(scaled, scaled, Root2);
        Assert.That(scaled.Select(v => Math.ScaleB(v, -exponent)), Is.EqualTo(x).Within(1e-15));
    }

    [Test]
    public void A_second_projection_starts_from_the_first()
    {
        double[] a = RandomTriangle(15, 3), x = new double[a.Length], y = new double[a.Length];
        var projector = new DnnProjector(15);
        int first = projector.Project(a, x, Root2).Decompositions;
        Assert.That(projector.Project(a, y, Root2).Decompositions, Is.LessThan(first).And.LessThanOrEqualTo(2));
        Assert.That(y, Is.EqualTo(x).Within(1e-9));
        projector.Forget();
        Assert.That(projector.Project(a, y, Root2).Decompositions, Is.EqualTo(first));
        Assert.That(y, Is.EqualTo(x));
    }

    [Test]
    public void The_limit_on_decompositions_is_kept_and_said()
    {
        double[] a = RandomTriangle(15, 3), x = new double[a.Length];
        DnnProjection projection = new DnnProjector(15).Project(a, x, Root2, 1e-12, 1);
        Assert.That(projection.IsWithinTolerance, Is.False);
        Assert.That(projection.Residual, Is.GreaterThan(1e-12));
        Assert.That(projection.Decompositions, Is.LessThanOrEqualTo(2));
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(25)]
    public void A_limit_is_exceeded_by_two_at_most(int limit)
    {
        DnnProjection projection = new DnnProjector(15).Project(RandomTriangle(15, 3), new double[120], Root2, 1e-14, limit);
        Assert.That(projection.Decompositions, Is.LessThanOrEqualTo(limit + 2));
    }

    [Test]
    public void The_multiplier_of_a_matrix_of_another_size_does_no_harm()
    {
        double[] a = RandomTriangle(6, 3), other = RandomTriangle(6, 4), x = new double[a.Length], fresh = new double[a.Length];
        var projector = new DnnProjector(6);
        new DnnProjector(6).Project(a, fresh, Root2);
        foreach (int exponent in new[] { 1000, -1000, 1000, 0, -40, 40 })
        {
            projector.Project(other.Select(v => Math.ScaleB(v, exponent)).ToArray(), x, Root2);
            projector.Project(new double[a.Length], x, Root2);
            Assert.That(projector.Project(a, x, Root2).IsWithinTolerance);
            Assert.That(x, Is.EqualTo(fresh).Within(1e-9));
        }
    }

    [Test]
    public void A_projection_from_the_right_multiplier_takes_one_decomposition()
    {
        double[] a = RandomTriangle(15, 3), x = new double[a.Length];
        var projector = new DnnProjector(15);
        projector.Project(a, x, Root2);
        Assert.That(projector.Project(a, x, Root2).Decompositions, Is.EqualTo(1));
    }

    /// <summary>Multiples of one matrix of rank 1, the identity, block diagonal and low-rank ones: eigenvalues coincide or vanish.</summary>
    [Test]
    public void Degenerate_matrices_satisfy_the_variational_inequality([Range(0, 4)] int kind, [Values(4, 12)] int n)
    {
        var matrix = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                matrix[i * n + j] = kind switch
                {
                    0 => -1,
                    1 => i == j ? 1 : -1,
                    2 => i / 2 == j / 2 ? (i == j ? 1 : -2) : 0,
                    3 => (i % 3 - 1) * (j % 3 - 1),
                    _ => i + j == n - 1 ? 1 : 0,
                };
        double[] a = new double[SymmetricVector.Length(n)], x = new double[a.Length];
        SymmetricVector.Pack(matrix, a, n, Root2);
        DnnProjection projection = new DnnProjector(n).Project(a, x, Root2);
        Assert.That(projection.IsWithinTolerance, projection.ToString());
        double[] difference = a.Zip(x, (p, q) => p - q).ToArray();
        double norm = EuclideanNorm.Of(a);
        Assert.That(Dot(difference, x) / (norm * norm), Is.EqualTo(0).Within(1e-9));
        for (int sample = 0; sample < 20; sample++)
        {
            double[] y = CompletelyPositive(n, sample);
            Assert.That(Dot(difference, y) / norm, Is.LessThanOrEqualTo(1e-9 * EuclideanNorm.Of(y)));
        }
    }

    [Test]
    public void A_team_changes_the_projection_by_rounding_only()
    {
        double[] a = RandomTriangle(130, 3), x = new double[a.Length], y = new double[a.Length], again = new double[a.Length];
        using var team = new WorkerTeam(3);
        new DnnProjector(130).Project(a, x, Root2);
        new DnnProjector(130, team).Project(a, y, Root2);
        new DnnProjector(130, team).Project(a, again, Root2);
        Assert.That(again, Is.EqualTo(y));
        // Both are within 1e-10 ‖A‖ of complementarity; ‖A‖ is about 75.
        Assert.That(y, Is.EqualTo(x).Within(1e-6));
    }

    [Test]
    public void A_cancelled_projection_ends_and_the_next_is_right()
    {
        double[] a = RandomTriangle(15, 3), x = new double[a.Length], expected = new double[a.Length];
        new DnnProjector(15).Project(a, expected, Root2);
        var projector = new DnnProjector(15);
        Assert.Throws<OperationCanceledException>(
            () => projector.Project(a, x, Root2, cancellation: new CancellationToken(canceled: true)));
        projector.Project(a, x, Root2);
        Assert.That(x, Is.EqualTo(expected).Within(1e-9));
    }

    [Test]
    public void Misuse_is_refused()
    {
        double[] x = new double[6];
        var projector = new DnnProjector(3);
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new DnnProjector(-1));
        Assert.Throws<ArgumentException>(() => projector.Project([1, 2, double.NaN, 0, 0, 0], x, 1));
        Assert.Throws<ArgumentException>(() => projector.ProjectDual([1, 2, double.PositiveInfinity, 0, 0, 0], x, 1));
        Assert.Throws<ArgumentException>(() => projector.Project(new double[5], x, 1));
        Assert.Throws<ArgumentException>(() => projector.Project(x, new double[5], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => projector.Project(x, x, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => projector.Project(x, x, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => projector.Project(x, x, 1, 1e-10, 0));
        Assert.That(projector.Project(x, x, 1).IsWithinTolerance);
        Assert.That(x, Is.All.Zero);
        new DnnProjector(0).Project([], [], 1);
    }

    [Test]
    public void Projecting_again_does_not_allocate()
    {
        double[] a = RandomTriangle(12, 3), x = new double[a.Length];
        var projector = new DnnProjector(12);
        Assert.That(Allocation.Of(() =>
        {
            projector.Forget();
            projector.Project(a, x, Root2);
        }), Is.Zero);
    }
}
