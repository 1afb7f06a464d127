using Copositive.Solvers.Common;

namespace Copositive.Solvers.Admm.Tests;

public sealed class RemainingTimeTests
{
    [Test]
    public void A_steady_decay_is_continued_to_the_tolerance()
    {
        // The error falls tenfold a second from 1: it is 1e-6 at 6 s.
        var remaining = new RemainingTime(1e-6);
        Assert.That(remaining.Estimate(Seconds(0.5), Math.Pow(10, -0.5)), Is.Null);
        for (double t = 1; t < 6; t += 0.5)
            Assert.That(remaining.Estimate(Seconds(t), Math.Pow(10, -t))!.Value.TotalSeconds, Is.EqualTo(6 - t).Within(1e-6));
    }

    [Test]
    public void Only_the_recent_decay_counts()
    {
        // Tenfold a second until 2 s, then tenfold in 10 s: at 12 s the error is 1e-3, and 30 s are missing.
        var remaining = new RemainingTime(1e-6);
        TimeSpan? last = null;
        for (int k = 1; k <= 120; k++) last = remaining.Estimate(Seconds(0.1 * k), Math.Pow(10, k <= 20 ? -0.1 * k : -2 - 0.01 * (k - 20)));
        Assert.That(last!.Value.TotalSeconds, Is.EqualTo(30).Within(1e-6));
    }

    [Test]
    public void A_standstill_gives_no_estimate()
    {
        var remaining = new RemainingTime(1e-6);
        for (int k = 1; k <= 10; k++) Assert.That(remaining.Estimate(Seconds(k), 1e-3), Is.Null);
        Assert.That(remaining.Estimate(Seconds(11), double.PositiveInfinity), Is.Null);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
