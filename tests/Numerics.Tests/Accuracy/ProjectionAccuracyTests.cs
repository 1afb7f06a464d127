namespace Copositive.Numerics.Tests;

/// <summary>‖Π(A) − P‖_F for the exact projection P, and the error of the distance, each at most 50·n·u·‖A‖.</summary>
public class ProjectionAccuracyTests
{
    [TestCaseSource(typeof(KnownSpectra), nameof(KnownSpectra.Kinds))]
    public void Projections_agree_with_the_exact_ones(string kind)
    {
        foreach (int n in EigenAccuracyTests.Orders)
            Check(KnownSpectra.Make(kind, n));
    }

    [Test]
    public void Scaling_by_large_and_small_powers_of_two_loses_nothing([Values(-498, 498)] int exponent)
    {
        foreach (string kind in KnownSpectra.Kinds)
            foreach (int n in new[] { 1, 2, 3, 7, 8, 9, 30, 129 })
                Check(KnownSpectra.Make(kind, n).ScaledBy(exponent));
    }

    private static void Check(KnownSpectrum known)
    {
        int n = known.Order;
        double[] triangle = new double[SymmetricVector.Length(n)], result = new double[triangle.Length];
        SymmetricVector.Pack(known.Matrix, triangle, n, 1);
        var projector = new PsdProjector(n);
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
