using Copositive.Modeling;
using Copositive.Networks;

namespace Copositive.Cli.Training;

/// <summary><c>--method relax</c>: the level-0 relaxation in form (V), and the rigorous bound that its residual proves.</summary>
internal static class RelaxationRun
{
    private const double SmallestMargin = 1e-8;

    /// <summary>Solves the relaxation with a backend.</summary>
    public static NetworkAnswer Run(
        IConicSolver solver, NetworkRequest request, TrainingData data, Action<string> say, CancellationToken cancellationToken)
    {
        NetworkRelaxation relaxation = NetworkRelaxation.FormV(data, request.Beta);
        var options = new SolveOptions { TimeLimit = request.TimeLimit, Seed = request.Seed };
        var progress = new SynchronousProgress<SolverProgress>(state => say(Text.State(solver.Name, state, state.PrimalObjective)));
        SolveResult result = relaxation.Model.Solve(solver, Approximation.Parrilo(level: 0), options, progress, cancellationToken);
        var answer = new NetworkAnswer
        {
            Data = data,
            Estimate = result.PrimalObjective,
            Message = result.Message,
            Status = $"{solver.Name}: {result.Termination.ToString().ToLowerInvariant()}",
            Arrangements = new ArrangementEnumerator(data).Enumerate(RelaxationOptions.Default.CellLimit, cancellationToken).LongCount(),
            Iterations = result.Iterations,
            IsDecided = result.Termination == Termination.Optimal,
        };
        if (result.X is not { } point || !result.HasPoint) return answer;
        say("certifying the dual bound");
        double[,] z = ToMatrix(relaxation.Residual(point), data.Samples, data.Outputs);
        return answer with { Lower = DualBound.From(z, data, request.Beta, LargestProduct(data, z, request.Beta, cancellationToken)).Value };
    }

    // The backend's Z meets μ(Z) ≤ β up to its accuracy only. Asked for a threshold below μ the oracle stops at violators with a weak bound, so the
    // threshold follows the largest value seen, by growing margins, until it is proved.
    private static double LargestProduct(TrainingData data, double[,] z, double beta, CancellationToken cancellationToken)
    {
        var oracle = new CertifiedOracle(data.ToInputs());
        OracleProof proof = oracle.Prove(z, beta, cancellationToken: cancellationToken);
        double best = proof.Bound;
        for (double margin = SmallestMargin; !proof.Proved && margin < 1; margin *= 10)
        {
            proof = oracle.Prove(z, Math.Max(beta, proof.BestValue) * (1 + margin), cancellationToken: cancellationToken);
            best = Math.Min(best, proof.Bound);
        }
        return best;
    }

    private static double[,] ToMatrix(double[] rows, int n, int c)
    {
        var matrix = new double[n, c];
        Buffer.BlockCopy(rows, 0, matrix, 0, rows.Length * sizeof(double));
        return matrix;
    }
}
