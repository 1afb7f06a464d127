using System.Diagnostics;
using Copositive.Modeling;

namespace Copositive.Solvers.Common;

/// <summary>A direction of improvement shows an infinite optimum only together with a feasible point, which is looked for where one was found.</summary>
internal static class UnboundednessProof
{
    /// <summary>Solves, and where the answer is a direction, the feasibility problem after it.</summary>
    /// <param name="program">The program.</param>
    /// <param name="options">The caller's options.</param>
    /// <param name="timeLimit">The limit for both solves together; null for none.</param>
    /// <param name="run">Solves a program.</param>
    public static ConicSolution Solve(
        ConicProgram program, SolveOptions options, TimeSpan? timeLimit, Func<ConicProgram, SolveOptions, ConicSolution> run)
    {
        var watch = Stopwatch.StartNew();
        ConicSolution solution = run(program, options);
        if (solution.Termination != Termination.Unbounded || IsSolvedByZero(program)) return solution;
        TimeSpan? time = timeLimit - watch.Elapsed;
        ConicSolution feasibility = run(
            new ConicProgram(program.Name, program.Sense, null, new double[program.Columns], 0, program.A, program.B, program.Blocks),
            options with { WarmStart = null, TimeLimit = time <= TimeSpan.Zero ? TimeSpan.FromTicks(1) : time });
        int iterations = solution.Iterations + feasibility.Iterations;
        return feasibility.Termination switch
        {
            Termination.Infeasible => feasibility with { Iterations = iterations },
            Termination.Optimal => solution with { Iterations = iterations },
            _ => feasibility with
            {
                Termination = feasibility.Termination == Termination.Limit ? Termination.Limit : Termination.Inaccurate,
                Iterations = iterations,
                Message = "There is a direction of improvement; whether there is a feasible point remained open.",
            },
        };
    }

    /// <summary>Whether x = 0 is feasible.</summary>
    private static bool IsSolvedByZero(ConicProgram program) => new DistanceToCone(program).Measure(program.B) == 0;
}
