namespace Copositive.Solvers.Admm;

/// <summary>
/// Decides when a Newton direction is worth its price: first after a few iterations, then again after every step that was accepted, and
/// after a growing wait when one was not.
/// </summary>
internal sealed class NewtonSchedule
{
    private const int FirstIteration = 12, FirstIterationWhenWarm = 2, InitialWait = 12;
    private const double LargestError = 5;

    private double _wait = InitialWait;
    private int _next = FirstIteration;

    /// <summary>A candidate whose residual is at most this many times the old one is accepted and followed by another.</summary>
    public const double Acceptance = 0.9;

    /// <summary>A candidate whose residual is at most this many times the old one is kept, but first-order steps follow.</summary>
    public const double Retention = 0.95;

    /// <summary>Steps accepted.</summary>
    public int Accepted { get; private set; }

    /// <summary>Says that the iteration starts near a solution, where Newton steps pay at once; where they do not, they are put off.</summary>
    public void StartWarm() => _next = FirstIterationWhenWarm;

    public bool IsDue(int iteration, double error) => iteration >= _next && error < LargestError;

    public void Accept()
    {
        Accepted++;
        _wait = InitialWait;
    }

    public void Postpone(int iteration, double growth)
    {
        _wait = Math.Min(_wait * growth, 1000);
        _next = iteration + (int)_wait;
    }
}
