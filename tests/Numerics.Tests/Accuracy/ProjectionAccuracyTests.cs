namespace Copositive.Numerics.Tests;

/// <summary>‖Π(A) − P‖_F for the exact projection P, and the error of the distance, each at most 50·n·u·‖A‖.</summary>
public class ProjectionAccuracyTests
{
    [TestCaseSource(typeof(KnownSpectra), nameof(KnownSpectra.Kinds))]
    public void Projections_agree_with_the_exact_ones(string kind)
    {
        using WorkerTeam two = new(2), three = new(3);
        foreach (int n in EigenAccuracyTests.Orders)
        {
            KnownSpectrum known = KnownSpectra.Make(kind, n);
            foreach (WorkerTeam? team in new[] { null, two, three })
                Check(known, new PsdProjector(n, team));
        }
    }

    [Test]
    public void Cancellation_is_honoured_and_leaves_the_projector_fit_for_the_next_matrix([Values(1, 2)] int threads)
    {
        const int n = 150;
        using WorkerTeam team = new(threads);
        var projector = new PsdProjector(n, team);
        double[] triangle = new double[SymmetricVector.Length(n)];
        triangle[^1] = 1;
        triangle[0] = -1;
        Assert.Throws<OperationCanceledException>(() => projector.Project(triangle, triangle, 1, new CancellationToken(true)));
        Check(KnownSpectra.Make("random", n), projector);
    }

    [Test]
    public void Scaling_by_large_and_small_powers_of_two_loses_nothing([Values(-498, 498)] int exponent)
    {
        foreach (string kind in KnownSpectra.Kinds)
            foreach (int n in new[] { 1, 2, 3, 7, 8, 9, 30, 129 })
                Check(KnownSpectra.Make(kind, n).ScaledBy(exponent), new PsdProjector(n));
    }

    private static void Check(KnownSpectrum known, PsdProjector projector)
    {
        int n = known.Order;
        double[] triangle = new double[SymmetricVector.Length(n)], result = new double[triangle.Length];
        SymmetricVector.Pack(known.Matrix, triangle, n, 1);
        double distance = projector.Project(triangle, result, 1);
        double bound = ErrorNorms.Bound(n, known.Norm);
        Assert.That(distance, Is.EqualTo(EuclideanNorm(known.Eigenvalues.Where(value => value < 0))).Within(bound), $"distance of {known}");
        if (known.Projection is null)
            return;
        var errors = new double[n * n];
        SymmetricVector.Unpack(result, errors, n, 1);
        Assert.That(EuclideanNorm(errors.Zip(known.Projection, (x, y) => x - y)), Is.LessThanOrEqualTo(bound), $"projection of {known}");
    }

    /// <summary>√Σx² for numbers whose squares may overflow or vanish.</summary>
    private static double EuclideanNorm(IEnumerable<double> numbers)
    {
        double[] all = [.. numbers];
        double largest = all.Length == 0 ? 0 : all.Max(Math.Abs);
        return largest == 0 ? 0 : largest * Math.Sqrt(all.Sum(x => x / largest * (x / largest)));
    }
}
