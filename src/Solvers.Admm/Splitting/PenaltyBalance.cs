namespace Copositive.Solvers.Admm;

/// <summary>
/// Adapts ρ so that primal and dual residuals fall at the same pace: at the end of a window, ρ is multiplied by the root of the geometric mean of
/// primal over dual residual over the window's second half, kept within a factor of 2 (of 5 at first); changes below 10 % are not worth the disturbance.
/// Windows lengthen from 5 to 100 iterations, so that the map changes ever less often.
/// </summary>
internal sealed class PenaltyBalance
{
    private const double LargestStep = 2, LargestFirstStep = 5, SmallestStep = 1.1, Lowest = 1e-7, Highest = 1e7;

    private readonly double[] _logRatios = new double[100];
    private int _count, _iteration;

    /// <summary>Takes in the residuals of an iteration.</summary>
    /// <returns>The new ρ, or the given one when it stays.</returns>
    public double Next(double penalty, double primalResidual, double dualResidual)
    {
        int window = _iteration switch { <= 20 => 5, < 60 => 10, < 160 => 20, < 500 => 50, _ => 100 };
        _iteration++;
        _logRatios[_count++] = Math.Log(Math.Max(primalResidual, 1e-16) / Math.Max(dualResidual, 1e-16));
        if (_count < window) return penalty;
        double sum = 0;
        int half = _count / 2;
        for (int k = half; k < _count; k++) sum += _logRatios[k];
        double largest = _iteration <= 20 ? LargestFirstStep : LargestStep;
        double factor = Math.Clamp(Math.Exp(0.5 * sum / (_count - half)), 1 / largest, largest);
        _count = 0;
        if (factor < SmallestStep && factor > 1 / SmallestStep) return penalty;
        return Math.Clamp(penalty * factor, Lowest, Highest);
    }
}
