namespace Copositive.Numerics.Tests;

/// <summary>
/// The estimate θ − r against all eigenvalues of the dense solver. Ritz values θ are never below the smallest eigenvalue, so that the residual
/// r bounds what the estimate is too low; that it is hardly too high is experience.
/// </summary>
public sealed class SmallestEigenvalueTests
{
    private const double Below = 0.035, Above = 0.05;

    [Test]
    public void The_estimate_is_near_the_eigenvalue(
        [Values("random", "clustered", "twoValues", "rankOne", "diagonal", "tridiagonal", "wilkinson", "arrow", "blocks", "allOnes", "negative",
            "identity", "zero")] string kind,
        [Values(1, 2, 3, 6, 7, 20, 60, 130)] int order)
    {
        double[] matrix = TestMatrices.Make(kind, order, 1);
        double exact = Values(matrix, order)[0], largest = Values(matrix, order)[^1], size = Math.Max(Math.Abs(exact), Math.Abs(largest));
        double estimate = new SmallestEigenvalue(order).Estimate(matrix);
        Assert.That(estimate, Is.LessThanOrEqualTo(exact + Above * Math.Abs(exact) + 1e-11 * size));
        Assert.That(estimate, Is.GreaterThanOrEqualTo(exact - Below * Math.Max(Math.Abs(exact), 0.1 * size) - 1e-11 * size));
    }

    /// <summary>Many eigenvalues at both ends, as of a step near the boundary of the cone, and a smallest one apart or not.</summary>
    [Test]
    public void Known_spectra_are_met([Values(40, 150)] int order, [Values(-1, -1e-3, -50)] double smallest)
    {
        var values = new double[order];
        for (int i = 0; i < order; i++) values[i] = i % 3 == 0 ? 1 : 0.9 * smallest * (1 + 1e-6 * i / order);
        values[order / 2] = smallest;
        double estimate = new SmallestEigenvalue(order).Estimate(TestMatrices.WithSpectrum(values, 3));
        Assert.That(estimate, Is.InRange((1 + Below) * smallest, (1 - Above) * smallest));
    }

    /// <summary>Above the limit, all that is told of an eigenvalue is that it is above.</summary>
    [Test]
    public void What_is_uninteresting_is_still_told_apart([Values(30, 100)] int order)
    {
        double[] matrix = TestMatrices.RandomSymmetric(order, 5);
        double exact = Values(matrix, order)[0];
        var estimates = new SmallestEigenvalue(order);
        Assert.That(estimates.Estimate(matrix, 2 * exact), Is.InRange(2 * exact, 0));
        Assert.That(estimates.Estimate(matrix, 0.5 * exact), Is.EqualTo(estimates.Estimate(matrix)));
        Assert.That(Allocation.Of(() => estimates.Estimate(matrix)), Is.Zero);
    }

    [Test]
    public void Misuse_and_numbers_that_are_none_are_recognised()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SmallestEigenvalue(0));
        Assert.Throws<ArgumentException>(() => new SmallestEigenvalue(2).Estimate(new double[3]));
        Assert.That(new SmallestEigenvalue(2).Estimate([double.NaN, 0, 0, 1]), Is.EqualTo(double.NegativeInfinity));
        Assert.That(new SmallestEigenvalue(2).Estimate([double.PositiveInfinity, 0, 0, 1]), Is.EqualTo(double.NegativeInfinity));
    }

    private static double[] Values(double[] matrix, int order) => SymmetricEigensolver.DecomposeOnce(matrix, order).Values;
}
