namespace Copositive.Solvers.Admm;

/// <summary>
/// Decides when a Newton direction is worth its price: first after a few iterations, then again after every step that was accepted, and
/// after a growing wait when one was not.
/// </summary>
/// <param name="first">The first iteration with one.</param>
/// <param name="initialWait">The iterations from a first rejection to the next attempt.</param>
/// <param name="growth">The factor by which further rejections in a row lengthen the wait.</param>
internal sealed class NewtonSchedule(int first, int initialWait, double growth)
{
    private const int FirstIterationWhenWarm = 2;
    private const double LongestWait = 1000;

    private double _wait = initialWait;
    private int _next = first;

    /// <summary>Steps accepted.</summary>
    public int Accepted { get; private set; }

    /// <summary>For directions by GMRES: early and often, because their candidates are damped until they pay.</summary>
    public static NewtonSchedule ForKrylovSteps() => new(8, 6, 1.3);

    /// <summary>For steps by a factorisation of the whole program.</summary>
    public static NewtonSchedule ForDirectSteps() => new(12, 12, 1.6);

    /// <summary>Says that the iteration starts near a solution, where Newton steps pay at once; where they do not, they are put off.</summary>
    public void StartWarm() => _next = FirstIterationWhenWarm;

    public bool IsDue(int iteration) => iteration >= _next;

    public void Accept()
    {
        Accepted++;
        _wait = initialWait;
    }

    public void Postpone(int iteration)
    {
        _wait = Math.Min(_wait * growth, LongestWait);
        _next = iteration + (int)_wait;
    }
}
