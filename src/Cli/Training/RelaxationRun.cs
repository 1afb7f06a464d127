using Copositive.Modeling;
using Copositive.Networks;

namespace Copositive.Cli.Training;

/// <summary><c>--method relax</c>: the level-0 relaxation in form (V), and the rigorous bound that its residual proves.</summary>
internal static class RelaxationRun
{
    /// <summary>Solves the relaxation with a backend.</summary>
    public static NetworkAnswer Run(IConicSolver solver, NetworkRequest request, TrainingData data, Action<string> say, CancellationToken cancellationToken)
    {
        NetworkRelaxation relaxation = NetworkRelaxation.FormV(data, request.Beta);
        var progress = new SynchronousProgress<SolverProgress>(state => say(
            $"{solver.Name}: iteration {state.Iteration}, objective {Text.Short(state.PrimalObjective)}, errors {Text.Small(state.PrimalError)} {Text.Small(state.DualError)}"));
        SolveResult result = relaxation.Model.Solve(
            solver, Approximation.Parrilo(level: 0), new SolveOptions { TimeLimit = request.TimeLimit, Seed = request.Seed }, progress, cancellationToken);
        var answer = new NetworkAnswer
        {
            Data = data,
            Estimate = result.PrimalObjective,
            Status = $"{solver.Name}: {result.Termination.ToString().ToLowerInvariant()}",
            Arrangements = new ArrangementEnumerator(data).Enumerate(RelaxationOptions.Default.CellLimit, cancellationToken).LongCount(),
            Iterations = result.Iterations,
            IsDecided = result.Termination == Termination.Optimal,
        };
        if (result.X is not { } point || !result.HasPoint) return answer;
        say("certifying the dual bound");
        double[,] z = ToMatrix(relaxation.Residual(point), data.Samples, data.Outputs);
        OracleProof proof = new CertifiedOracle(data.ToInputs()).Prove(z, request.Beta, cancellationToken: cancellationToken);
        return answer with { Lower = DualBound.From(z, data, request.Beta, proof.Bound).Value };
    }

    private static double[,] ToMatrix(double[] rows, int n, int c)
    {
        var matrix = new double[n, c];
        Buffer.BlockCopy(rows, 0, matrix, 0, rows.Length * sizeof(double));
        return matrix;
    }
}
