using Copositive.Numerics;

namespace Copositive.Networks;

/// <summary>The state after an iteration of a trainer.</summary>
/// <param name="Iteration">The iteration, from 0.</param>
/// <param name="Lower">The best rigorous lower bound of the optimum so far.</param>
/// <param name="Upper">The best rigorous upper bound so far.</param>
/// <param name="Atoms">The number of candidate neurons in use.</param>
/// <param name="Seconds">The time since training began.</param>
public readonly record struct TrainingProgress(int Iteration, double Lower, double Upper, int Atoms, double Seconds)
{
    /// <summary>The relative gap (upper − lower)/upper, rounded up; 0 where the upper bound is 0.</summary>
    public double Gap => Upper > 0 ? Rounded.DivideUp(Rounded.SubtractUp(Upper, Lower), Upper) : 0;
}
