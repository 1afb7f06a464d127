namespace Copositive.Cli.Plotting;

/// <summary>The certified bounds known after an iteration of training.</summary>
/// <param name="Iteration">The iteration, counted from 1.</param>
/// <param name="Lower">The best certified lower bound so far; null before there is one.</param>
/// <param name="Upper">The best certified upper bound so far.</param>
public readonly record struct GapPoint(int Iteration, double? Lower, double Upper)
{
    /// <summary>(upper − lower) / max(1, |upper|); null before there is a lower bound.</summary>
    public double? RelativeGap => Lower is { } lower ? Math.Max(0, Upper - lower) / Math.Max(1, Math.Abs(Upper)) : null;
}
