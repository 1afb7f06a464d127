using System.Diagnostics;

namespace Copositive.Copositivity;

/// <summary>The limits of one decision, looked at every so many nodes.</summary>
internal sealed class DecisionClock(TimeSpan? limit, CancellationToken cancellationToken)
{
    private const int Period = 64;

    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public long Nodes { get; private set; }

    public bool IsLate { get; private set; }

    /// <summary>Counts a node; false once the time is up.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool Tick()
    {
        if (Nodes++ % Period == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            IsLate |= limit is { } time && _watch.Elapsed >= time;
        }
        return !IsLate;
    }
}
