namespace Copositive.Solvers.Common;

/// <summary>
/// The time until the tolerance, from the decay of the best error: with errors e₀ at t₀ and e₁ at t₁, a steady rate needs
/// (t₁ − t₀) log(e₁/ε)/log(e₀/e₁) more. The window reaches back by a third of the time passed, at least by two reports.
/// </summary>
/// <param name="tolerance">ε.</param>
internal sealed class RemainingTime(double tolerance)
{
    /// <summary>A smaller fall over the window is no basis for a forecast.</summary>
    private const double LeastFall = 1.05;

    private const double WindowShare = 1.0 / 3;

    private readonly Queue<(TimeSpan Time, double Error)> _window = new();

    /// <summary>Takes in a report.</summary>
    /// <param name="elapsed">Its time, later than the last one's.</param>
    /// <param name="error">The best error so far.</param>
    /// <returns>The time still needed; null where the error is not finite, hardly falls, or this is the first report.</returns>
    public TimeSpan? Estimate(TimeSpan elapsed, double error)
    {
        if (!double.IsFinite(error)) return null;
        while (_window.Count > 2 && _window.Peek().Time < elapsed * (1 - WindowShare)) _window.Dequeue();
        (TimeSpan Time, double Error) oldest = _window.Count > 0 ? _window.Peek() : (elapsed, error);
        _window.Enqueue((elapsed, error));
        if (error <= tolerance) return TimeSpan.Zero;
        if (!(oldest.Error >= LeastFall * error)) return null;
        double seconds = (elapsed - oldest.Time).TotalSeconds * Math.Log(error / tolerance) / Math.Log(oldest.Error / error);
        return seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(seconds) : null;
    }
}
