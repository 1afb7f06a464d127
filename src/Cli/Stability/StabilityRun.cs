using System.Diagnostics;
using Copositive.Cli.CommandLine;
using Copositive.Copositivity;
using Copositive.Modeling;

namespace Copositive.Cli.Stability;

/// <summary>Reads a graph and bounds its stability or clique number; prints nothing.</summary>
internal static class StabilityRun
{
    /// <summary>The names of the hierarchies, the default first.</summary>
    public static readonly string[] Hierarchies = ["parrilo", "pvz", "lp", "partition"];

    /// <summary>Carries out a request.</summary>
    /// <param name="solver">The backend.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="say">Told in a few words how far the work is.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public static StabilityAnswer Run(IConicSolver solver, StabilityRequest request, Action<string> say, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        Graph graph = GraphReader.Read(InputPath.RequireFile(request.File));
        var progress = new SynchronousProgress<SolverProgress>(state => say(Text.State(solver.Name, state, -state.DualObjective)));
        var problem = new StableSetProblem(request.Clique ? graph.Complement() : graph);
        var options = new SolveOptions { TimeLimit = request.TimeLimit };
        StabilityResult result = request is { Gap: { } wanted, Level: null }
            ? problem.Climb(solver, level => Approximate(request.Hierarchy, level), wanted, options: options, progress: progress, cancellationToken: cancellationToken)
            : problem.Solve(solver, Approximate(request.Hierarchy, request.Level ?? 0), options, progress, cancellationToken);
        bool isDecided = request.Gap is { } gap
            ? result.Upper - result.Lower <= gap * Math.Max(1, result.Upper)
            : result.IsExact || result.SolveResult.Termination == Termination.Optimal;
        return new StabilityAnswer(
            graph.ToString(), result.Lower, result.Upper, result.Bound, result.Witness, result.Level, isDecided, watch.Elapsed.TotalSeconds);
    }

    private static Approximation Approximate(string hierarchy, int level) => hierarchy switch
    {
        "pvz" => Approximation.PenaVeraZuluaga(level),
        "lp" => Approximation.DeKlerkPasechnik(level),
        "partition" => Approximation.Partition(level, ApproximationSide.Inner),
        _ => Approximation.Parrilo(level),
    };
}
