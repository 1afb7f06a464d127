using Copositive.Modeling;
using Copositive.Tests;

namespace Copositive.Solvers.Admm.Tests;

/// <summary>Random programs whose optimal value, or whose lack of one, follows from how they are made.</summary>
public sealed class ConstructedProgramTests
{
    private static readonly AdmmSolver Solver = new();

    public static IEnumerable<TestCaseData> Cases()
    {
        for (int seed = 1; seed <= 5; seed++)
        {
            foreach (bool quadratic in new[] { false, true })
            {
                yield return Case("LP", seed, quadratic, r => r.Add(Cone.Zero, 4).Add(Cone.Nonnegative, 30), 15);
                yield return Case("SOCP", seed, quadratic, r => r.Add(Cone.SecondOrder, 6).Add(Cone.Zero, 2).Add(Cone.SecondOrder, 9), 8);
                yield return Case("SDP", seed, quadratic, r => r.Add(Cone.PositiveSemidefinite, 8), 12);
                yield return Case("mixed", seed, quadratic,
                    r => r.Add(Cone.PositiveSemidefinite, 5).Add(Cone.Zero, 3).Add(Cone.SecondOrder, 4).Add(Cone.Nonnegative, 10).Add(Cone.PositiveSemidefinite, 3), 14);
            }
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void The_constructed_optimum_is_found(int seed, bool quadratic, Func<RandomProgram, RandomProgram> shape, int columns)
    {
        (ConicProgram program, double value) = shape(new RandomProgram(seed)).Optimal(columns, quadratic);
        SolveResult result = program.Solve(Solver);
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal));
        // Recomputed by the library, not taken from the solver.
        Assert.That(result.Errors!.Value.Max, Is.LessThanOrEqualTo(1e-7));
        Assert.That(program.Evaluate(result.Solution.X!), Is.EqualTo(value).Within(1e-5 * (1 + Math.Abs(value))));
    }

    [TestCaseSource(nameof(Cases))]
    public void A_constructed_infeasibility_is_proved_by_a_ray(int seed, bool quadratic, Func<RandomProgram, RandomProgram> shape, int columns)
    {
        ConicProgram program = shape(new RandomProgram(seed + (quadratic ? 100 : 0))).Infeasible(columns);
        ConicSolution solution = Solver.Solve(program);
        Assert.That(solution.Termination, Is.EqualTo(Termination.Infeasible));
        RayOracle.CheckInfeasibility(program, solution.Y!);
    }

    [TestCaseSource(nameof(Cases))]
    public void A_constructed_unboundedness_is_shown_by_a_direction(int seed, bool quadratic, Func<RandomProgram, RandomProgram> shape, int columns)
    {
        ConicProgram program = shape(new RandomProgram(seed + (quadratic ? 100 : 0))).Unbounded(columns);
        ConicSolution solution = Solver.Solve(program);
        Assert.That(solution.Termination, Is.EqualTo(Termination.Unbounded));
        RayOracle.CheckUnboundedness(program, solution.X!);
    }

    private static TestCaseData Case(string name, int seed, bool quadratic, Func<RandomProgram, RandomProgram> shape, int columns) =>
        new TestCaseData(seed, quadratic, shape, columns).SetArgDisplayNames(name, $"seed {seed}", quadratic ? "quadratic" : "linear");
}
