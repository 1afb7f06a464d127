using System.Diagnostics;
using Copositive.Cli;
using Copositive.Copositivity;
using Copositive.Modeling;
using Copositive.Solvers.Admm;
using Microsoft.Extensions.DependencyInjection;

namespace Copositive.Benchmarks.Solvers;

/// <summary>
/// Measures a backend of this library in this process: small programs first, then the instance itself, until the code is compiled, then the
/// instance once, then the median of some runs. A run is everything that <see cref="ConicProgramSolving"/> does: plan, solve, map back and recheck.
/// </summary>
internal static class OwnMeasurement
{
    private const int WarmUpRounds = 4, Tightenings = 4;
    private const double Tightening = 0.3;

    /// <summary>What is called once a solve reaches its last tier after thirty; long solves run in loops, which are replaced meanwhile.</summary>
    private const int WarmUpSolves = 80;
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CompilationPause = TimeSpan.FromMilliseconds(200);

    /// <summary>Measures.</summary>
    public static Measurement Run(Instance instance, WorkerRequest request)
    {
        using ServiceProvider services = CommandServices.Create();
        IConicSolver solver = Solver(services, request);
        var options = new SolveOptions { Tolerance = request.Error, TimeLimit = TimeSpan.FromSeconds(request.Seconds),
            Threads = request.Threads };
        var template = new Measurement { Instance = request.Source.Name, Solver = request.Solver, Status = "failed",
            Threads = request.Threads };
        try
        {
            CapabilityProbe(instance.Program, solver);
            WarmUp(solver, options);
            WarmUp(instance.Program, solver, options);
            var memory = new ResidentMemory();
            SolveResult result = instance.Program.Solve(solver, options: options);
            double? megabytes = memory.Megabytes();
            for (int k = 0; k < Tightenings && result is { Termination: Termination.Optimal, Errors.Max: var error }
                && error > request.Error; k++)
            {
                options = options with { Tolerance = Tightening * options.Tolerance };
                result = instance.Program.Solve(solver, options: options);
            }
            double seconds = result.Elapsed.TotalSeconds;
            if (result.Termination != Termination.Limit && Repetitions(seconds) is > 0 and var repetitions)
                seconds = Averages.Median(Enumerable.Range(0, repetitions).Select(_ => Time(instance.Program, solver, options)));
            bool isReached = result.Errors is { Max: var reached } && reached <= request.Error;
            return template with
            {
                Status = result.Termination == Termination.Optimal && !isReached ? "inaccurate" : Name(result.Termination),
                Seconds = seconds,
                Error = result.Errors?.Max,
                Objective = result.PrimalObjective,
                Iterations = result.Iterations,
                Megabytes = megabytes,
                Tolerance = options.Tolerance,
                Note = result.Message,
            };
        }
        catch (UnsupportedProgramException exception)
        {
            return template with { Status = "unsupported", Note = exception.Message };
        }
    }

    private static IConicSolver Solver(IServiceProvider services, WorkerRequest request)
    {
        if (request.Settings is not { IsDefault: false } settings) return services.Solver(request.Solver);
        var options = new AdmmOptions();
        if (settings.Penalty is { } penalty) options.Penalty = penalty;
        if (settings.AndersonMemory is { } memory) options.AndersonMemory = memory;
        return new AdmmSolver(options);
    }

    /// <summary>Throws before any work is spent on a program that the solver cannot take.</summary>
    private static void CapabilityProbe(ConicProgram program, IConicSolver solver) =>
        Plan.Create(program, solver.Capabilities, solver.Name, approximation: null);

    private static void WarmUp(IConicSolver solver, SolveOptions options)
    {
        for (int round = 0; round < WarmUpRounds; round++)
        {
            foreach (bool nonnegative in (bool[])[false, true])
            {
                try
                {
                    new ThetaProblem(GraphFamilies.Paley(29), nonnegative).ToProgram().Solve(solver, options: options);
                }
                catch (UnsupportedProgramException)
                {
                    return;
                }
            }
            Thread.Sleep(CompilationPause);
        }
    }

    /// <summary>
    /// Solves the instance itself while that is a matter of an instant: which code runs depends on it, and compiled solvers have none to compile.
    /// </summary>
    private static void WarmUp(ConicProgram program, IConicSolver solver, SolveOptions options)
    {
        long start = Stopwatch.GetTimestamp();
        for (int k = 0; k < WarmUpSolves && Stopwatch.GetElapsedTime(start) < WarmUpTime; k++)
        {
            program.Solve(solver, options: options);
            if (k == WarmUpSolves / 2) Thread.Sleep(CompilationPause);
        }
        Thread.Sleep(CompilationPause);
    }

    private static double Time(ConicProgram program, IConicSolver solver, SolveOptions options)
    {
        GC.Collect();
        long start = Stopwatch.GetTimestamp();
        program.Solve(solver, options: options);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static int Repetitions(double seconds) => seconds switch { < 0.1 => 9, < 1 => 5, < 10 => 3, < 40 => 1, _ => 0 };

    private static string Name(Termination termination) => char.ToLowerInvariant(termination.ToString()[0]) + termination.ToString()[1..];
}
