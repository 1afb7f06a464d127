namespace Copositive.Solvers.Admm;

/// <summary>Decides when the scaling is refined: at iterations that grow threefold, where the errors fall slowly.</summary>
internal sealed class RescalingSchedule
{
    private const int First = 60;
    private const double Growth = 3;

    private int _next = First, _last;
    private double _lastError = double.PositiveInfinity;

    public bool IsDue(int iteration) => iteration >= _next;

    /// <summary>
    /// Whether the errors, falling as since the last look, would take more than twice the iterations done to reach the tolerance.
    /// </summary>
    public bool IsSlow(int iteration, double error, double tolerance)
    {
        double pace = Math.Log(_lastError / error) / (iteration - _last);
        bool isSlow = iteration >= 2 * First && !(Math.Log(error / tolerance) <= 2 * iteration * pace);
        _next = (int)(Growth * iteration);
        _lastError = error;
        _last = iteration;
        return isSlow;
    }
}
