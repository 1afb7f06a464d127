namespace Copositive.Benchmarks.Solvers.Tests.Measuring;

public sealed class ToleranceSearchTests
{
    private static readonly Goal Goal = new(1e-6, TimeSpan.FromSeconds(1));

    [Test]
    public void TheSequenceFallsByThirdsOfADecade() => Assert.That(
        ToleranceSearch.Sequence(1e-3, 1e-5), Is.EqualTo(new[] { 1e-3, 3e-4, 1e-4, 3e-5, 1e-5 }).Within(1e-12));

    // Errors fall below the goal at the third tolerance; a fourth is not tried.
    [Test]
    public void TheFirstToleranceThatReachesTheGoalEndsTheSearch()
    {
        var tried = new List<double>();
        Attempt found = ToleranceSearch.Run([1, 0.1, 0.01, 0.001], Goal, tolerance =>
        {
            tried.Add(tolerance);
            return new Attempt { Claim = Claim.Solved, Tolerance = tolerance, Error = tolerance * 5e-5 };
        });
        Assert.That(found.Tolerance, Is.EqualTo(0.01));
        Assert.That(tried, Has.Count.EqualTo(3));
    }

    [Test]
    public void WithoutSuccessTheMostAccurateAnswerIsKept()
    {
        double[] errors = [1e-2, 1e-4, 1e-3];
        int k = 0;
        Attempt found = ToleranceSearch.Run([3, 2, 1], Goal, tolerance =>
            new Attempt { Claim = Claim.Solved, Tolerance = tolerance, Error = errors[k++] });
        Assert.That(found.Tolerance, Is.EqualTo(2));
    }

    [TestCase("Limit")]
    [TestCase("Infeasible")]
    [TestCase("Unbounded")]
    public void SomeAnswersEndTheSearch(string claim)
    {
        Attempt found = ToleranceSearch.Run([2, 1], Goal, tolerance =>
            new Attempt { Claim = tolerance > 1 ? Claim.Inaccurate : Enum.Parse<Claim>(claim), Tolerance = tolerance });
        Assert.That((found.Tolerance, $"{found.Claim}"), Is.EqualTo((1.0, claim)));
    }

    // A later failure does not take an earlier answer away.
    [Test]
    public void AFailureLeavesTheBestAnswer()
    {
        Attempt found = ToleranceSearch.Run([2, 1], Goal, tolerance => tolerance > 1
            ? new Attempt { Claim = Claim.Solved, Tolerance = tolerance, Error = 1e-3 }
            : new Attempt { Claim = Claim.Failed, Tolerance = tolerance });
        Assert.That(found.Error, Is.EqualTo(1e-3));
    }

    [Test]
    public void TheBetterMeasurementIsTheSolvedThenTheFasterOne()
    {
        static Measurement Of(string status, double seconds) => new() { Instance = "i", Solver = "s", Status = status, Seconds = seconds };
        Measurement slow = Of("optimal", 2), fast = Of("optimal", 1), unsolved = Of("inaccurate", 0.1);
        Assert.That(Measurement.Better(null, unsolved), Is.SameAs(unsolved));
        Assert.That(Measurement.Better(slow, fast), Is.SameAs(fast));
        Assert.That(Measurement.Better(fast, slow), Is.SameAs(fast));
        Assert.That(Measurement.Better(slow, unsolved), Is.SameAs(slow));
        Assert.That(Measurement.Better(unsolved, slow), Is.SameAs(slow));
    }
}
