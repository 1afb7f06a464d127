using Google.OrTools.LinearSolver;

namespace Copositive.Solvers.OrTools;

/// <summary>
/// Interrupts a running solve when a token is cancelled. OR-Tools clears its interruption flag as a solve begins, so a request that came
/// a moment too early would be lost; it is repeated until this object is disposed.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private const int PeriodMilliseconds = 20;
    private readonly Timer _timer;
    private readonly CancellationTokenRegistration _registration;

    public Interruption(Solver solver, CancellationToken token)
    {
        _timer = new Timer(static state => ((Solver)state!).InterruptSolve(), solver, Timeout.Infinite, Timeout.Infinite);
        _registration = token.Register(static state => ((Timer)state!).Change(0, PeriodMilliseconds), _timer);
    }

    /// <summary>Waits for a request under way, so that the solver can be freed afterwards.</summary>
    public void Dispose()
    {
        _registration.Dispose();
        using var done = new ManualResetEvent(false);
        if (_timer.Dispose(done)) done.WaitOne();
    }
}
