using System.Diagnostics;
using Copositive.Certification;
using Copositive.Modeling;

namespace Copositive.Cli.Solving;

/// <summary>Reads, solves and certifies; prints nothing.</summary>
internal static class SolveRun
{
    /// <summary>Carries out a request.</summary>
    /// <param name="services">Holds the backends.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="say">Told in a few words how far the work is.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public static SolveAnswer Run(IServiceProvider services, SolveRequest request, Action<string> say, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        ConicProgram program = WithAssumptions(ProgramReader.Read(request.File, request.Problem), request.Assumptions);
        var progress = new SynchronousProgress<SolverProgress>(state => say(Text.State(request.Solver, state, program.Sign * state.PrimalObjective)));
        SolveResult result = program.Solve(
            services.Solver(request.Solver), Approximation.Parrilo(level: 0), request.Options, progress, cancellationToken);
        say("certifying the bounds");
        CertifiedInterval bounds = result.Certify(new CertificationOptions { TimeLimit = Left(request.Options.TimeLimit, watch.Elapsed), CancellationToken = cancellationToken });
        return new SolveAnswer(result, bounds, watch.Elapsed.TotalSeconds);
    }

    /// <summary>What remains of a time limit: at least a second, so that what was found can be proved.</summary>
    private static TimeSpan? Left(TimeSpan? limit, TimeSpan elapsed) =>
        limit is { } whole ? TimeSpan.FromSeconds(Math.Max(1, (whole - elapsed).TotalSeconds)) : null;

    private static ConicProgram WithAssumptions(ConicProgram program, IReadOnlyList<AssumptionArgument> assumptions) => assumptions.Count == 0
        ? program
        : new ConicProgram(
            program.Name, program.Sense, program.P, program.C, program.C0, program.A, program.B, program.Blocks, program.ColumnNames,
            program.IntegerColumns, [.. program.Assumptions, .. assumptions.Select(assumption => assumption.Bind(program))]);
}
