namespace Copositive.Benchmarks.Solvers.Tests.Measuring;

public sealed class ToleranceSearchTests
{
    private static readonly Goal Goal = new(1e-6, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(100));

    [Test]
    public void TheSequenceFallsByHalfDecadesAroundTheGoal()
    {
        double[] all = ToleranceSearch.Around(1e-6);
        double[] expected = [1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6, 1e-6, 3e-7, 1e-7, 3e-8, 1e-8, 3e-9, 1e-9];
        Assert.That(all, Is.EqualTo(expected).Within(1e-3).Percent);
        Assert.That(all, Does.Contain(1e-6), "the goal itself, to the bit");
        Assert.That(ToleranceSearch.Around(0.2).Max(), Is.EqualTo(0.2));
        Assert.That(ToleranceSearch.Around(0.01).Max(), Is.EqualTo(0.1).Within(1e-12));
    }

    // Errors are at most 1e-6 from the third tolerance on. The search goes down to it from above and up to it from below, and tries one
    // tolerance that is too large in the second case.
    [TestCase(0, "1 0.1 0.01")]
    [TestCase(2, "0.01 0.1")]
    [TestCase(3, "0.001 0.01 0.1")]
    public void TheLargestToleranceThatReachesTheGoalIsFoundFromBothSides(int start, string expected)
    {
        var tried = new List<double>();
        Attempt found = ToleranceSearch.Run([1, 0.1, 0.01, 0.001], start, Goal, tolerance =>
        {
            tried.Add(tolerance);
            return new Attempt { Claim = Claim.Solved, Tolerance = tolerance, Error = tolerance * 5e-5 };
        });
        Assert.That(found.Tolerance, Is.EqualTo(0.01));
        Assert.That(string.Join(' ', tried.Select(t => t.ToString(System.Globalization.CultureInfo.InvariantCulture))), Is.EqualTo(expected));
    }

    // The start takes too long, as does the next; the one after is quick enough and small enough.
    [Test]
    public void AfterALimitLargerTolerancesAreTried()
    {
        Attempt found = ToleranceSearch.Run([1, 0.1, 0.01, 0.001], 3, Goal, tolerance => new Attempt
        {
            Claim = tolerance < 0.1 ? Claim.Limit : Claim.Solved,
            Tolerance = tolerance,
            Error = tolerance < 0.1 ? double.PositiveInfinity : tolerance * 1e-6,
        });
        Assert.That(found.Tolerance, Is.EqualTo(1));
        found = ToleranceSearch.Run([1, 0.1, 0.01], 2, Goal, tolerance => new Attempt
        {
            Claim = tolerance < 0.1 ? Claim.Limit : Claim.Solved,
            Tolerance = tolerance,
            Error = tolerance < 0.1 ? double.PositiveInfinity : tolerance,
        });
        Assert.That(found.Claim, Is.EqualTo(Claim.Limit));
    }

    // A point of error 1e-3 at the limit: larger tolerances end earlier and are not tried.
    [Test]
    public void APointAtTheLimitEndsTheSearch()
    {
        int runs = 0;
        Attempt found = ToleranceSearch.Run([1, 0.1, 0.01], 1, Goal, tolerance =>
        {
            runs++;
            return new Attempt { Claim = Claim.Limit, Tolerance = tolerance, Error = 1e-3 };
        });
        Assert.That((found.Claim, runs), Is.EqualTo((Claim.Limit, 1)));
    }

    [Test]
    public void NoRunBeginsAfterTheTotalLimit()
    {
        int runs = 0;
        ToleranceSearch.Run([3, 2, 1], 0, Goal with { TotalLimit = TimeSpan.Zero }, tolerance =>
        {
            runs++;
            return new Attempt { Claim = Claim.Solved, Tolerance = tolerance, Error = 1 };
        });
        Assert.That(runs, Is.EqualTo(1));
    }

    [Test]
    public void OtherWaysAreGivenUpWhereTheyAreSlower()
    {
        var solved = new Measurement { Instance = "i", Solver = "s", Status = "optimal", Seconds = 0.2 };
        Goal goal = Goal with { TimeLimit = TimeSpan.FromSeconds(100) };
        Assert.That(goal.NotSlowerThan(null), Is.EqualTo(goal));
        Assert.That(goal.NotSlowerThan(solved with { Status = "limit" }), Is.EqualTo(goal));
        Assert.That(goal.NotSlowerThan(solved).TimeLimit, Is.InRange(TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(10)));
        Assert.That(goal.NotSlowerThan(solved with { Seconds = 99 }), Is.EqualTo(goal));
    }

    [Test]
    public void WithoutSuccessTheMostAccurateAnswerIsKept()
    {
        double[] errors = [1e-2, 1e-4, 1e-3];
        int k = 0;
        Attempt found = ToleranceSearch.Run([3, 2, 1], 0, Goal, tolerance =>
            new Attempt { Claim = Claim.Solved, Tolerance = tolerance, Error = errors[k++] });
        Assert.That(found.Tolerance, Is.EqualTo(2));
    }

    [TestCase("Limit")]
    [TestCase("Infeasible")]
    [TestCase("Unbounded")]
    public void SomeAnswersEndTheSearch(string claim)
    {
        Attempt found = ToleranceSearch.Run([2, 1], 0, Goal, tolerance =>
            new Attempt { Claim = tolerance > 1 ? Claim.Inaccurate : Enum.Parse<Claim>(claim), Tolerance = tolerance });
        Assert.That((found.Tolerance, $"{found.Claim}"), Is.EqualTo((1.0, claim)));
    }

    // A later failure does not take an earlier answer away.
    [Test]
    public void AFailureLeavesTheBestAnswer()
    {
        Attempt found = ToleranceSearch.Run([2, 1], 0, Goal, tolerance => tolerance > 1
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
