using System.Diagnostics;

namespace Copositive.Solvers.Common;

/// <summary>The wall clock of a solve: its limit, and the throttling of progress to about ten reports a second.</summary>
internal sealed class RunClock
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(0.1);

    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly TimeSpan _limit;
    private TimeSpan _nextReport = ReportInterval;

    public RunClock(TimeSpan? limit) => _limit = limit ?? TimeSpan.MaxValue;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    public bool IsOver => Elapsed > _limit;

    /// <summary>Whether a report is due, and if so marks it as made.</summary>
    public bool TryReport(out TimeSpan elapsed)
    {
        elapsed = Elapsed;
        if (elapsed < _nextReport) return false;
        _nextReport = elapsed + ReportInterval;
        return true;
    }
}
