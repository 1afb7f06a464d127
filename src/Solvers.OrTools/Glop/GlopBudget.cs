using System.Diagnostics;

namespace Copositive.Solvers.OrTools;

/// <summary>The time and iterations that one solve may spend over all its linear programs.</summary>
internal sealed class GlopBudget(TimeSpan? timeLimit, int? iterationLimit)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>Simplex iterations spent.</summary>
    public long Iterations { get; private set; }

    /// <summary>Time spent.</summary>
    public TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>Time left; null without a limit, zero when it has passed.</summary>
    public TimeSpan? TimeLeft => timeLimit is { } limit ? (limit > _watch.Elapsed ? limit - _watch.Elapsed : TimeSpan.Zero) : null;

    /// <summary>Iterations left; null without a limit.</summary>
    public long? IterationsLeft => iterationLimit is { } limit ? Math.Max(0, limit - Iterations) : null;

    /// <summary>Whether nothing is left of the time or of the iterations.</summary>
    public bool IsSpent => TimeLeft == TimeSpan.Zero || IterationsLeft == 0;

    /// <summary>Counts iterations.</summary>
    public void Spend(long iterations) => Iterations += iterations;
}
