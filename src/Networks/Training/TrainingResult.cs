using Copositive.Numerics;

namespace Copositive.Networks;

/// <summary>A trained network with rigorous bounds of the optimal value p* of its training problem: Lower ≤ p* ≤ Upper.</summary>
public sealed record TrainingResult
{
    /// <summary>The network; its exact objective is at most <see cref="Upper"/>.</summary>
    public required TwoLayerNetwork Network { get; init; }

    /// <summary>A rigorous lower bound of p*; at least 0.</summary>
    public required double Lower { get; init; }

    /// <summary>A rigorous upper bound of p*: the network's objective, rounded up.</summary>
    public required double Upper { get; init; }

    /// <summary>The matrix n×c of the dual certificate: <see cref="Scale"/>·Z is feasible for the dual problem and has the value <see cref="Lower"/>.</summary>
    public required double[,] Z { get; init; }

    /// <summary>s: |s|·<see cref="Mu"/> ≤ β exactly.</summary>
    public required double Scale { get; init; }

    /// <summary>The rigorous bound μ ≥ max over ‖u‖ ≤ 1 of ‖Zᵀ(Xu)₊‖.</summary>
    public required double Mu { get; init; }

    /// <summary>Whether the gap asked for was reached; if not, a limit or the accuracy of doubles ended the training.</summary>
    public required bool Converged { get; init; }

    /// <summary>
    /// The bounds after each iteration. The last entry is that of the simplified network, which may be worse than the one before by a part of what
    /// the gap asked for leaves.
    /// </summary>
    public required IReadOnlyList<TrainingProgress> History { get; init; }

    /// <summary>The time taken.</summary>
    public required double Seconds { get; init; }

    /// <summary>The iterations made.</summary>
    public required int Iterations { get; init; }

    /// <summary>The cones examined by all branch-and-bound runs.</summary>
    public required long Nodes { get; init; }

    /// <summary>The number of hidden neurons of the network.</summary>
    public int Neurons => Network.Neurons;

    /// <summary>The relative gap (upper − lower)/upper, rounded up; 0 where the upper bound is 0.</summary>
    public double Gap => Upper > 0 ? Rounded.DivideUp(Rounded.SubtractUp(Upper, Lower), Upper) : 0;
}
