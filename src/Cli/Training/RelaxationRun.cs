using System.Diagnostics;
using Copositive.Modeling;
using Copositive.Networks;

namespace Copositive.Cli.Training;

/// <summary><c>--method relax</c>: the level-0 relaxation in form (V), and the rigorous bound that its residual proves.</summary>
internal static class RelaxationRun
{
    /// <summary>Solves the relaxation with a backend.</summary>
    public static NetworkAnswer Run(
        IConicSolver solver, NetworkRequest request, TrainingData data, Action<string> say, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        NetworkRelaxation relaxation = Relax(data, request.Beta);
        var options = new SolveOptions { TimeLimit = request.TimeLimit, Seed = request.Seed };
        var progress = new SynchronousProgress<SolverProgress>(state => say(Text.State(solver.Name, state, state.PrimalObjective)));
        SolveResult result = relaxation.Model.Solve(solver, Approximation.Parrilo(level: 0), options, progress, cancellationToken);
        var answer = new NetworkAnswer
        {
            Data = data,
            Estimate = result.PrimalObjective,
            Message = result.Message,
            Status = $"{result.Backend}: {result.Termination.ToString().ToLowerInvariant()}",
            Arrangements = relaxation.CellCount,
            Iterations = result.Iterations,
            IsDecided = result.Termination == Termination.Optimal,
        };
        if (result.X is not { } point || !result.HasPoint) return answer;
        say("certifying the dual bound");
        double[,] z = ToMatrix(relaxation.Residual(point), data.Samples, data.Outputs);
        // At least a second of the limit is for the bound, without which the solve would say nothing certain.
        var limits = new OracleOptions
        {
            TimeLimit = request.TimeLimit is { } limit ? TimeSpan.FromSeconds(Math.Max(1, (limit - watch.Elapsed).TotalSeconds)) : null,
        };
        double mu = new CertifiedOracle(data.ToInputs()).Bound(z, options: limits, cancellationToken: cancellationToken).Bound;
        return answer with { Lower = DualBound.From(z, data, request.Beta, mu).Value };
    }

    private static NetworkRelaxation Relax(TrainingData data, double beta)
    {
        try
        {
            return NetworkRelaxation.FormV(data, beta);
        }
        catch (ArrangementLimitException e)
        {
            throw new BadInputException(
                $"network: the relaxation lists the cells of the data, up to {e.CellBound} here, and takes at most {e.Limit}; use --method exact, which does not list them", e);
        }
    }

    private static double[,] ToMatrix(double[] rows, int n, int c)
    {
        var matrix = new double[n, c];
        Buffer.BlockCopy(rows, 0, matrix, 0, rows.Length * sizeof(double));
        return matrix;
    }
}
