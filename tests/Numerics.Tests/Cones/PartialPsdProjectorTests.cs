namespace Copositive.Numerics.Tests;

public class PartialPsdProjectorTests
{
    private const double Tolerance = 1e-7;

    private static readonly double Root2 = Math.Sqrt(2);

    /// <summary>
    /// A path of matrices of order n with r eigenvalues of a sign between ½ and 2 and the others of the other sign between 0.02 and 1.
    /// </summary>
    private sealed class Path(int n, int r, int sign, int seed)
    {
        private readonly double[] _spectrum = Spectrum(n, r, sign, seed), _turn = TestMatrices.RandomSymmetric(n, seed + 1);

        public double[] At(double time)
        {
            // X(t) = Q diag Q' + t T: eigenvalues and eigenvectors move with a speed of about ‖T‖ ~ √n/2 in the operator norm.
            double[] matrix = TestMatrices.WithSpectrum(_spectrum, seed), triangle = new double[SymmetricVector.Length(n)];
            for (int i = 0; i < matrix.Length; i++)
                matrix[i] += time * _turn[i];
            SymmetricVector.Pack(matrix, triangle, n, Root2);
            return triangle;
        }

        private static double[] Spectrum(int n, int r, int sign, int seed)
        {
            var random = new Random(seed);
            var values = new double[n];
            for (int k = 0; k < n; k++)
                values[k] = k < r ? sign * (0.5 + 1.5 * random.NextDouble()) : -sign * (0.02 + 0.98 * random.NextDouble());
            return values;
        }
    }

    private static double Error(PsdProjector full, double[] x, double[] result)
    {
        var exact = new double[x.Length];
        full.Project(x, exact, Root2);
        for (int i = 0; i < x.Length; i++)
            exact[i] -= result[i];
        return EuclideanNorm.Of(exact) / EuclideanNorm.Of(x);
    }

    [Test]
    public void Slowly_changing_matrices_are_projected_within_the_tolerance([Values(100, 131, 160)] int n, [Values(0, 1, 5)] int r,
        [Values(-1, 1)] int sign)
    {
        var path = new Path(n, r, sign, n + r);
        PsdProjector full = new(n);
        PartialPsdProjector partial = new(n);
        int steps = 25, partialSteps = 0;
        double[] result = new double[SymmetricVector.Length(n)];
        for (int step = 0; step < steps; step++)
        {
            double[] x = path.At(2e-5 * step);
            PartialProjection projection = partial.Project(x, result, Root2, Tolerance);
            Assert.That(projection.ErrorEstimate, Is.LessThanOrEqualTo(Tolerance * EuclideanNorm.Of(x) * (1 + 1e-12)));
            Assert.That(Error(full, x, result), Is.LessThanOrEqualTo(Tolerance), $"step {step}: {projection}");
            Assert.That(projection.Rank, Is.EqualTo(r));
            Assert.That(projection.FromNegative, Is.EqualTo(sign < 0));
            partialSteps += projection.IsPartial ? 1 : 0;
        }
        Assert.That(partialSteps, Is.GreaterThanOrEqualTo(steps * 2 / 3));
    }

    [Test]
    public void A_matrix_that_has_nothing_to_do_with_the_last_is_projected_all_the_same([Values(0, 1, 2, 3)] int kind)
    {
        const int n = 101;
        PsdProjector full = new(n);
        PartialPsdProjector partial = new(n);
        double[] x = new Path(n, 3, -1, 5).At(0), result = new double[x.Length];
        partial.Project(x, result, Root2, Tolerance);
        Assert.That(partial.Project(x, result, Root2, Tolerance).IsPartial);
        double[] other = kind switch
        {
            0 => new Path(n, 3, -1, 6).At(0),
            1 => new Path(n, 3, 1, 5).At(0),
            2 => new Path(n, 40, 1, 5).At(0),
            _ => x.Select(value => -1000 * value).ToArray(),
        };
        PartialProjection projection = partial.Project(other, result, Root2, Tolerance);
        Assert.That(Error(full, other, result), Is.LessThanOrEqualTo(Tolerance), projection.ToString());
    }

    [Test]
    public void A_new_eigenvalue_far_from_the_vectors_kept_is_noticed([Values(0.3, 1, 10)] double size)
    {
        // The new vector is an eigenvector of the old matrix that belongs to the far end of its spectrum.
        const int n = 100;
        var random = new Random(3);
        double[] values = Enumerable.Range(0, n).Select(k => k < 3 ? -1.0 - k : 0.1 + random.NextDouble()).ToArray(),
            result = new double[SymmetricVector.Length(n)];
        PsdProjector full = new(n);
        PartialPsdProjector partial = new(n);
        for (int step = 0; step < 8; step++)
        {
            if (step == 5)
                values[^1] = -size;
            double[] x = new double[result.Length];
            SymmetricVector.Pack(TestMatrices.WithSpectrum(values, 4), x, n, Root2);
            PartialProjection projection = partial.Project(x, result, Root2, Tolerance);
            Assert.That(Error(full, x, result), Is.LessThanOrEqualTo(Tolerance), $"step {step}: {projection}");
        }
    }

    [Test]
    public void An_eigenvalue_that_changes_its_sign_is_followed()
    {
        const int n = 120;
        var random = new Random(3);
        double[] values = Enumerable.Range(0, n).Select(k => k < 3 ? -1.0 - k : 0.1 + random.NextDouble()).ToArray(),
            result = new double[SymmetricVector.Length(n)];
        PsdProjector full = new(n);
        PartialPsdProjector partial = new(n);
        for (int step = 0; step <= 40; step++)
        {
            values[3] = 0.2 - 0.01 * step; // zero at step 20
            values[0] = -1 + 0.04 * step;  // zero at step 25
            double[] x = new double[result.Length];
            SymmetricVector.Pack(TestMatrices.WithSpectrum(values, 4), x, n, Root2);
            PartialProjection projection = partial.Project(x, result, Root2, Tolerance);
            Assert.That(Error(full, x, result), Is.LessThanOrEqualTo(Tolerance), $"step {step}: {projection}");
        }
    }

    [Test]
    public void The_matrix_is_decomposed_fully_from_time_to_time_and_at_request()
    {
        const int n = 110;
        double[] x = new Path(n, 2, 1, 5).At(0), result = new double[x.Length], exact = new double[x.Length];
        PartialPsdProjector partial = new(n);
        Assert.That(partial.Project(x, result, Root2, Tolerance).Reason, Is.EqualTo(FullProjectionReason.NoStart));
        for (int step = 0; step < PartialPsdProjector.PartialStepsInTurn; step++)
            Assert.That(partial.Project(x, result, Root2, Tolerance).Reason, Is.EqualTo(FullProjectionReason.None));
        Assert.That(partial.Project(x, result, Root2, Tolerance).Reason, Is.EqualTo(FullProjectionReason.Schedule));
        Assert.That(partial.ProjectExactly(x, result, Root2).Reason, Is.EqualTo(FullProjectionReason.Requested));
        new PsdProjector(n).Project(x, exact, Root2);
        Assert.That(result, Is.EqualTo(exact));
        Assert.That(partial.Project(x, result, Root2, Tolerance).IsPartial);
        partial.Forget();
        Assert.That(partial.Project(x, result, Root2, Tolerance).Reason, Is.EqualTo(FullProjectionReason.NoStart));
    }

    [Test]
    public void A_rank_beyond_a_tenth_is_left_to_full_decompositions()
    {
        const int n = 110;
        double[] x = new Path(n, 12, 1, 5).At(0), result = new double[x.Length];
        PartialPsdProjector partial = new(n);
        for (int step = 0; step < 3; step++)
            Assert.That(partial.Project(x, result, Root2, Tolerance).Reason, Is.EqualTo(FullProjectionReason.NoStart));
        double[] few = new Path(n, 10, 1, 5).At(0);
        partial.Project(few, result, Root2, Tolerance);
        Assert.That(partial.Project(few, result, Root2, Tolerance).IsPartial);
        Assert.That(partial.Project(x, result, Root2, Tolerance).Reason, Is.EqualTo(FullProjectionReason.Rank));
    }

    [Test]
    public void Special_matrices_are_projected_as_by_the_full_projector([ValueSource(typeof(TestMatrices),
        nameof(TestMatrices.Kinds))] string kind)
    {
        const int n = 104;
        double[] x = new double[SymmetricVector.Length(n)], result = new double[x.Length], exact = new double[x.Length];
        SymmetricVector.Pack(TestMatrices.Make(kind, n, 1), x, n, Root2);
        new PsdProjector(n).Project(x, exact, Root2);
        double largest = MatrixBatch.Largest(x), unit = largest == 0 ? 1 : largest;
        PartialPsdProjector partial = new(n);
        for (int step = 0; step < 3; step++)
        {
            PartialProjection projection = partial.Project(x, result, Root2, Tolerance);
            double squares = 0, norm = 0;
            for (int i = 0; i < x.Length; i++)
            {
                squares += Math.Pow((result[i] - exact[i]) / unit, 2);
                norm += Math.Pow(x[i] / unit, 2);
            }
            Assert.That(Math.Sqrt(squares), Is.LessThanOrEqualTo(Tolerance * Math.Sqrt(norm)), $"{kind}, step {step}: {projection}");
        }
    }

    [Test]
    public void Results_are_the_same_from_run_to_run([Values(1, 2, 3)] int threads)
    {
        const int n = 130;
        using var team = new WorkerTeam(threads);
        var path = new Path(n, 4, -1, 5);
        PartialPsdProjector first = new(n, team), second = new(n, team), single = new(n);
        double[] result = new double[SymmetricVector.Length(n)], again = new double[result.Length], alone = new double[result.Length];
        for (int step = 0; step < 6; step++)
        {
            double[] x = path.At(1e-5 * step);
            first.Project(x, result, Root2, Tolerance);
            second.Project(x, again, Root2, Tolerance);
            single.Project(x, alone, Root2, Tolerance);
            Assert.That(again, Is.EqualTo(result));
            Assert.That(alone, Is.EqualTo(result).Within(1e-5));
        }
    }

    [Test]
    public void The_result_may_replace_the_matrix()
    {
        double[] x = new Path(120, 2, 1, 5).At(0), result = new double[x.Length];
        PartialPsdProjector partial = new(120), other = new(120);
        for (int step = 0; step < 3; step++)
        {
            double[] replaced = (double[])x.Clone();
            partial.Project(x, result, Root2, Tolerance);
            other.Project(replaced, replaced, Root2, Tolerance);
            Assert.That(replaced, Is.EqualTo(result));
        }
    }

    [Test]
    public void Misuse_is_refused([Values] bool isWarm)
    {
        PartialPsdProjector partial = new(120);
        double[] x = new Path(120, 2, 1, 5).At(0), result = new double[x.Length];
        if (isWarm)
            partial.Project(x, result, Root2, Tolerance);
        Assert.Throws<ArgumentOutOfRangeException>(() => _ = new PartialPsdProjector(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => partial.Project(x, result, Root2, 1e-14));
        Assert.Throws<ArgumentOutOfRangeException>(() => partial.Project(x, result, Root2, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => partial.Project(x, result, 0, Tolerance));
        Assert.Throws<ArgumentOutOfRangeException>(() => partial.Project(x, result, double.PositiveInfinity, Tolerance));
        Assert.Throws<ArgumentException>(() => partial.Project(x.AsSpan(1), result, Root2, Tolerance));
        Assert.Throws<ArgumentException>(() => partial.Project(x, result.AsSpan(1), Root2, Tolerance));
        foreach (double bad in new[] { double.NaN, double.PositiveInfinity })
        {
            double[] damaged = (double[])x.Clone();
            damaged[77] = bad;
            Assert.Throws<ArgumentException>(() => partial.Project(damaged, result, Root2, Tolerance));
        }
        Assert.That(partial.Project(x, result, Root2, Tolerance).IsPartial, Is.False);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => partial.Project(x, result, Root2, Tolerance, cancelled.Token));
        Assert.Throws<OperationCanceledException>(() => partial.ProjectExactly(x, result, Root2, cancelled.Token));
    }

    [Test]
    public void One_filter_leaves_an_error_that_is_reported([Values(2, 4, 8)] int degree)
    {
        const int n = 140;
        var path = new Path(n, 4, -1, 7);
        PsdProjector full = new(n);
        PartialPsdProjector partial = new(n);
        double[] result = new double[SymmetricVector.Length(n)];
        for (int step = 0; step < 12; step++)
        {
            double[] x = path.At(2e-4 * step);
            PartialProjection projection = partial.ProjectInexactly(x, result, Root2, degree);
            Assert.That(projection.IsPartial, Is.EqualTo(step > 0));
            if (step > 3)
                Assert.That(projection.Products, Is.LessThanOrEqualTo(degree + 1));
            Assert.That(Error(full, x, result) * EuclideanNorm.Of(x), Is.LessThanOrEqualTo(1.5 * projection.ErrorEstimate + 1e-12));
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => partial.ProjectInexactly(path.At(0), result, Root2, 1));
    }

    [Test]
    public void Projecting_does_not_allocate_when_the_rank_changes()
    {
        const int n = 130;
        double[][] matrices = [.. Enumerable.Range(0, 8).Select(rank => new Path(n, rank % 5 + 1, -1, 5).At(0))];
        double[] result = new double[SymmetricVector.Length(n)];
        PartialPsdProjector partial = new(n);
        partial.Project(matrices[0], result, Root2, Tolerance);
        partial.Project(matrices[0], result, Root2, Tolerance);
        foreach (double[] matrix in matrices)
            Assert.That(Allocation.Of(() => partial.Project(matrix, result, Root2, Tolerance)), Is.Zero);
    }

    [Test]
    public void Projecting_again_does_not_allocate()
    {
        PartialPsdProjector partial = new(100);
        double[] x = new Path(100, 3, 1, 5).At(0), result = new double[x.Length];
        partial.Project(x, result, Root2, Tolerance);
        partial.Project(x, result, Root2, Tolerance);
        Assert.That(Allocation.Of(() => partial.Project(x, result, Root2, Tolerance)), Is.Zero);
    }

    [Test]
    public void Small_orders_are_projected_fully([Values(0, 1, 5, 99)] int n)
    {
        double[] x = new Path(n, Math.Min(1, n), -1, 5).At(0), result = new double[x.Length];
        PartialPsdProjector partial = new(n);
        for (int step = 0; step < 2; step++)
            Assert.That(partial.Project(x, result, Root2, Tolerance).IsPartial, Is.False);
    }
}
