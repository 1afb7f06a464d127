using Copositive.Modeling;
using Copositive.Tests;

namespace Copositive.Solvers.Admm.Tests;

/// <summary>The shared problems whose cones this solver takes, directly or after the plan's rewrites.</summary>
public sealed class ConformanceTests
{
    private static readonly AdmmSolver Solver = new();

    public static IEnumerable<ConformanceProblem> Taken() =>
        ConformanceProblem.Cases().Where(p => !p.Cones.Any(c => c.EndsWith("Exp", StringComparison.Ordinal) || c.EndsWith("Pow", StringComparison.Ordinal)));

    [TestCaseSource(nameof(Taken))]
    public void The_published_answer_is_found(ConformanceProblem problem)
    {
        ConicProgram program = ProblemJson.Read(ConformanceProblem.FilePath, problem.Name);
        SolveResult result = program.Solve(Solver);
        if (problem.Tags.Contains("pathological"))
        {
            // Unattained, or infeasible without a certificate: anything but a claim that is false.
            Assert.That(result.Termination, Is.AnyOf(Termination.Inaccurate, Termination.IllPosed, Termination.Limit, Enum.Parse<Termination>(problem.Status)));
            return;
        }
        Assert.That(result.Termination.ToString(), Is.EqualTo(problem.Status), result.Message);
        if (problem.Objective is not { } objective) return;
        Assert.That(result.Errors!.Value.Max, Is.LessThanOrEqualTo(1e-7));
        double tolerance = problem.ObjectiveTolerance ?? 1e-5 * (1 + Math.Abs(objective));
        Assert.That(program.Sign * program.Evaluate(result.Solution.X!), Is.EqualTo(objective).Within(tolerance));
    }
}
