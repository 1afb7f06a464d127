using Copositive.Numerics;

namespace Copositive.Networks;

/// <summary>Rigorous bounds of a training problem's optimal value p* from a given network, however it was trained: Lower ≤ p* ≤ Upper.</summary>
/// <param name="Lower">A rigorous lower bound; at least 0.</param>
/// <param name="Upper">The network's objective, rounded up.</param>
/// <param name="Z">The dual matrix n×c: <paramref name="Scale"/>·Z is feasible for the dual problem and has the value <paramref name="Lower"/>.</param>
/// <param name="Scale">s: |s|·μ ≤ β exactly.</param>
/// <param name="Mu">The rigorous bound μ ≥ max over ‖u‖ ≤ 1 of ‖Zᵀ(Xu)₊‖.</param>
/// <param name="Nodes">The cones examined.</param>
public sealed record NetworkCertificate(double Lower, double Upper, double[,] Z, double Scale, double Mu, long Nodes)
{
    /// <summary>
    /// The relative gap (upper − lower)/upper, rounded up; 0 where the upper bound is 0, 1 where it is infinite. It bounds how far the network is from optimal.
    /// </summary>
    public double Gap => double.IsPositiveInfinity(Upper) ? 1 : Upper > 0 ? Rounded.DivideUp(Rounded.SubtractUp(Upper, Lower), Upper) : 0;

    /// <summary>Bounds p* by a network's objective and by two dual matrices: the network's residual, and the dual solution over its hidden neurons.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The data, with the network's dimensions.</param>
    /// <param name="beta">β &gt; 0.</param>
    /// <param name="options">Limits of each of the two branch-and-bound runs; null for none.</param>
    /// <param name="progress">As for <see cref="CertifiedOracle.Prove"/>.</param>
    /// <param name="cancellationToken">Ends the computation with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">A dimension does not match, or β is not positive and finite.</exception>
    public static NetworkCertificate From(TwoLayerNetwork network, TrainingData data, double beta, OracleOptions? options = null,
        IProgress<OracleProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        var upper = PrimalBound.Of(network, data, beta).Value;
        var oracle = new CertifiedOracle(data.ToInputs());
        var best = new NetworkCertificate(0, upper, new double[data.Samples, data.Outputs], 0, 0, 0);
        long nodes = 0;
        foreach (var z in (double[][])[Residual(network, data), DualOverNeurons(network, data, beta, cancellationToken)])
        {
            var matrix = DenseRows.ToMatrix(z, data.Samples, data.Outputs);
            var proof = oracle.Bound(matrix, 1e-9, options, progress, cancellationToken);
            nodes += proof.Nodes;
            var bound = DualBound.From(matrix, data, beta, proof.Bound);
            if (bound.Value > best.Lower) best = new NetworkCertificate(bound.Value, upper, matrix, bound.Scale, bound.Mu, 0);
        }

        return best with { Nodes = nodes };
    }

    /// <summary>Y less the outputs; Y itself where the outputs leave the range of doubles (any Z gives a bound).</summary>
    private static double[] Residual(TwoLayerNetwork network, TrainingData data)
    {
        var outputs = network.Predict(data.ToInputs());
        var residual = data.Y.ToArray();
        for (var i = 0; i < data.Samples; i++)
            for (var q = 0; q < data.Outputs; q++) residual[i * data.Outputs + q] -= outputs[i, q];
        return Array.TrueForAll(residual, double.IsFinite) ? residual : data.Y.ToArray();
    }

    private static double[] DualOverNeurons(TwoLayerNetwork network, TrainingData data, double beta, CancellationToken cancellationToken)
    {
        var pool = new NeuronPool(data);
        for (var j = 0; j < network.Neurons; j++) pool.Add(network.HiddenWeights.Slice(j * data.Features, data.Features).ToArray());
        return RestrictedSolver.Solve(pool.Atoms(), data.Y, data.Samples, data.Outputs, beta, [], 1e-13, cancellationToken).Dual;
    }
}
