namespace Copositive.Solvers.Admm;

/// <summary>
/// Decides when the scaling is refined: at iterations that grow threefold, and, near a solution, where there was no progress for some
/// time, as long as the errors fall slowly.
/// </summary>
internal sealed class RescalingSchedule
{
    private const int First = 60;

    /// <summary>Iterations without progress, and since the last look, until the next.</summary>
    private const int Patience = 40;

    /// <summary>Looks that a stall may hasten. Each may change the scale thirtyfold, and where no solution exists, all would, one way.</summary>
    private const int MostHastened = 12;

    /// <summary>A stall hastens the look from this error on: before, stalls are of no account, and the iterates too coarse to scale by.</summary>
    private const double Near = 1e-4;

    private const double Growth = 3;

    private int _next = First, _last, _hastened;
    private double _lastError = double.PositiveInfinity;

    /// <summary>Whether it is time to look at the errors.</summary>
    /// <param name="iteration">Iterations done.</param>
    /// <param name="lastProgress">The last iteration that brought the error down by a good part.</param>
    /// <param name="bestError">The smallest error so far.</param>
    public bool IsDue(int iteration, int lastProgress, double bestError)
    {
        if (iteration >= _next) return true;
        if (bestError > Near || _hastened == MostHastened || iteration < Math.Max(lastProgress, _last) + Patience) return false;
        _hastened++;
        return true;
    }

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
