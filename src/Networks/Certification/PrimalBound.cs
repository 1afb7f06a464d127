using Copositive.Numerics;

namespace Copositive.Networks;

/// <summary>
/// A rigorous upper bound of the training problem: the objective of a network, for its weights as the doubles they are, rounded up.
/// </summary>
/// <param name="Value">At least ½‖Σ_j (Xu_j)₊v_jᵀ − Y‖² + (β/2)Σ_j(‖u_j‖² + ‖v_j‖²) in exact arithmetic; +∞ where it leaves the range of doubles.</param>
/// <param name="Slack">How far <paramref name="Value"/> is above a rigorous lower bound of the same number: the rounding of the evaluation.</param>
public sealed record PrimalBound(double Value, double Slack)
{
    /// <summary>Evaluates the objective in interval arithmetic.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The data, with the network's dimensions.</param>
    /// <param name="beta">β &gt; 0.</param>
    /// <exception cref="ArgumentException">A dimension does not match, or β is not positive and finite.</exception>
    public static PrimalBound Of(TwoLayerNetwork network, TrainingData data, double beta)
    {
        ArgumentNullException.ThrowIfNull(network);
        network.Check(data);
        if (!(beta > 0) || !double.IsFinite(beta)) throw new ArgumentOutOfRangeException(nameof(beta), beta, "β must be positive and finite.");
        var (d, c) = (data.Features, data.Outputs);
        Interval loss = 0;
        var outputs = new Interval[c];
        for (var i = 0; i < data.Samples; i++)
        {
            Array.Clear(outputs);
            for (var j = 0; j < network.Neurons; j++)
            {
                var sum = Rounded.DotEnclosure(data.Input(i), network.HiddenWeights.Slice(j * d, d));
                if (!(sum.Upper > 0)) continue;
                var activation = new Interval(Math.Max(sum.Lower, 0), sum.Upper);
                for (var q = 0; q < c; q++) outputs[q] += activation * network.OutputWeights[j * c + q];
            }

            for (var q = 0; q < c; q++) loss += Interval.Square(outputs[q] - data.Target(i)[q]);
        }

        var decay = Rounded.DotEnclosure(network.HiddenWeights, network.HiddenWeights) + Rounded.DotEnclosure(network.OutputWeights, network.OutputWeights);
        var objective = new Interval(0.5) * (loss + new Interval(beta) * decay);
        return new PrimalBound(objective.Upper, Rounded.SubtractUp(objective.Upper, objective.Lower));
    }
}
