using System.Diagnostics;

namespace Copositive.Networks;

/// <summary>The nodes and seconds that the searches of one oracle call may use together. Thread-safe.</summary>
internal sealed class SearchBudget(OracleOptions options, double threshold, IProgress<OracleProgress>? progress, CancellationToken cancellationToken)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Lock _reporting = new();
    private double _nextReport = 0.1;
    private long _nodes;
    private volatile bool _exhausted, _nodesExhausted;

    /// <summary>The cones examined.</summary>
    public long Nodes => Interlocked.Read(ref _nodes);

    /// <summary>Whether a limit was met.</summary>
    public bool Exhausted => _exhausted || _nodesExhausted;

    /// <summary>Whether the time is over, for every search.</summary>
    public bool OutOfTime => _exhausted;

    /// <summary>Notes that a search met its share of the node limit.</summary>
    public void NodesExhausted() => _nodesExhausted = true;

    /// <summary>The time since the call began.</summary>
    public double Seconds => _watch.Elapsed.TotalSeconds;

    /// <summary>Counts nodes; false where the search has to stop.</summary>
    /// <param name="nodes">The nodes since the last report.</param>
    /// <param name="open">The cones that the search has left open.</param>
    /// <param name="openBound">Their largest bound.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool Report(long nodes, long open, double openBound)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var total = Interlocked.Add(ref _nodes, nodes);
        var seconds = Seconds;
        if (seconds >= options.TimeLimit?.TotalSeconds) _exhausted = true;
        if (progress is not null && seconds >= _nextReport)
        {
            lock (_reporting)
            {
                if (seconds >= _nextReport)
                {
                    _nextReport = seconds + 0.1;
                    progress.Report(new OracleProgress(total, open, Math.Max(threshold, openBound)));
                }
            }
        }

        return !_exhausted;
    }
}
