using Copositive.Modeling;

namespace Copositive.Solvers.Admm.Tests;

/// <summary>The interior-point path of small programs: where it is taken, and what becomes of programs that have no interior point.</summary>
public sealed class HkmPathTests
{
    /// <summary>A path has about as many steps as this; ADMM needs many more on these programs.</summary>
    private const int PathSteps = 20;

    [TestCase(30)]
    [TestCase(60)]
    [TestCase(140)]
    public void Bounds_on_cuts_follow_the_path(int n)
    {
        ConicProgram program = CutProgram.Bipartite(n, n, out int edges);
        Assert.That(HkmPath.Where(Scaled(program)), Is.Not.Null);
        SolveResult result = Solve(program);
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal), result.Message);
        Assert.That(result.PrimalObjective, Is.EqualTo(edges).Within(1e-6 * edges));
        Assert.That(result.Errors!.Value.Max, Is.LessThanOrEqualTo(1e-7));
        Assert.That(result.Iterations, Is.LessThanOrEqualTo(PathSteps));
    }

    [Test]
    public void Only_where_steps_are_cheap_and_cones_allow()
    {
        Assert.That(HkmPath.Where(Scaled(CutProgram.Bipartite(310, 1, out _))), Is.Null, "large");
        Assert.That(HkmPath.Where(Scaled(Read("1\n1\n-2\n1\n0 1 1 1 1\n1 1 1 1 1\n"))), Is.Null, "no matrix");
    }

    [Test]
    public void Without_second_order_steps_there_is_no_path()
    {
        ConicProgram program = CutProgram.Bipartite(30, 5, out int edges);
        SolveResult result = Solve(program, new AdmmOptions { Newton = false });
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal), result.Message);
        Assert.That(result.Iterations, Is.GreaterThan(PathSteps));
        Assert.That(result.PrimalObjective, Is.EqualTo(edges).Within(1e-5 * edges));
    }

    /// <summary>[x 1; 1 −x] is never positive semidefinite.</summary>
    [Test]
    public void Infeasible_programs_get_a_ray() =>
        Assert.That(Solve(Read("1\n1\n2\n1\n0 1 1 2 -1\n1 1 1 1 1\n1 1 2 2 -1\n")).Termination, Is.EqualTo(Termination.Infeasible));

    /// <summary>min −x, [x 0; 0 1] ⪰ 0.</summary>
    [Test]
    public void Unbounded_programs_get_a_direction() =>
        Assert.That(Solve(Read("1\n1\n2\n-1\n0 1 2 2 -1\n1 1 1 1 1\n")).Termination, Is.EqualTo(Termination.Unbounded));

    /// <summary>[x 1; 1 0] is within any distance of the cone, and never in it.</summary>
    [Test]
    public void Weakly_infeasible_programs_are_not_called_optimal() =>
        Assert.That(
            Solve(Read("1\n1\n2\n1\n0 1 1 2 -1\n1 1 1 1 1\n")).Termination,
            Is.AnyOf(Termination.IllPosed, Termination.Inaccurate, Termination.Infeasible));

    /// <summary>min x, [x 1; 1 y] ⪰ 0 has the value 0 at no point.</summary>
    [Test]
    public void Values_that_no_point_has_are_not_called_optimal() =>
        Assert.That(
            Solve(Read("2\n1\n2\n1 0\n0 1 1 2 -1\n1 1 1 1 1\n2 1 2 2 1\n")).Termination, Is.AnyOf(Termination.IllPosed, Termination.Inaccurate));

    [Test]
    public void The_steps_of_a_path_count([Values(1, 3)] int limit)
    {
        ConicProgram program = CutProgram.Bipartite(40, 6, out _);
        SolveResult result = program.Solve(new AdmmSolver(), options: new SolveOptions { IterationLimit = limit });
        Assert.That(result.Termination, Is.EqualTo(Termination.Limit));
        Assert.That(result.Iterations, Is.EqualTo(limit));
        Assert.That(result.Errors, Is.Not.Null);
    }

    private static ScaledProgram Scaled(ConicProgram program) => new(program, new AdmmOptions().ScalingPasses, 1);

    private static SolveResult Solve(ConicProgram program, AdmmOptions? options = null) =>
        program.Solve(new AdmmSolver(options), options: new SolveOptions { Presolve = false });

    private static ConicProgram Read(string sdpa)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.dat-s");
        File.WriteAllText(path, sdpa);
        try
        {
            return ProgramReader.Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
