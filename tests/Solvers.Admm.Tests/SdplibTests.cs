using Copositive.Modeling;
using Copositive.Tests;

namespace Copositive.Solvers.Admm.Tests;

/// <summary>SDPLIB problems with their published optima (Borchers, "SDPLIB 1.2", 1999), max-cut with its own sign.</summary>
public sealed class SdplibTests
{
    private static readonly AdmmSolver Solver = new(new AdmmOptions { TimeLimit = TimeSpan.FromSeconds(60) });

    [TestCase("theta1", 23, 1e-6)]
    [TestCase("theta2", 32.879169, 1e-6)]
    [TestCase("mcp100", 226.15735, 1e-5)]
    [TestCase("qap5", -436, 1e-4)]
    [TestCase("control1", 17.784627, 1e-5)]
    [TestCase("truss5", -132.63568, 1e-4)]
    public void The_published_optimum_is_reached(string name, double value, double tolerance)
    {
        ConicProgram program = SdpaReader.Read(SharedData.Path($"sdplib/{name}.dat-s"));
        SolveResult result = program.Solve(Solver);
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(result.Errors!.Value.Max, Is.LessThanOrEqualTo(1e-7));
        Assert.That(program.Evaluate(result.Solution.X!), Is.EqualTo(value).Within(tolerance));
    }

    [Test]
    public void Infp1_is_infeasible()
    {
        ConicProgram program = SdpaReader.Read(SharedData.Path("sdplib/infp1.dat-s"));
        ConicSolution solution = Solver.Solve(program);
        Assert.That(solution.Termination, Is.EqualTo(Termination.Infeasible));
        RayOracle.CheckInfeasibility(program, solution.Y!);
    }

    [Test]
    public void Infd1_is_unbounded()
    {
        ConicProgram program = SdpaReader.Read(SharedData.Path("sdplib/infd1.dat-s"));
        ConicSolution solution = Solver.Solve(program);
        Assert.That(solution.Termination, Is.EqualTo(Termination.Unbounded));
        RayOracle.CheckUnboundedness(program, solution.X!);
    }

    [TestCase("control1", 10)]
    [TestCase("gpp100", 40)]
    [TestCase("hinf1", 40)]
    [TestCase("arch0", 20)]
    public void A_program_too_hard_for_the_iterations_allowed_ends_with_its_best_point(string name, int limit)
    {
        ConicProgram program = SdpaReader.Read(SharedData.Path($"sdplib/{name}.dat-s"));
        SolveResult result = program.Solve(Solver, options: new SolveOptions { IterationLimit = limit, Presolve = false });
        Assert.That(result.Termination, Is.EqualTo(Termination.Limit));
        Assert.That(result.Errors!.Value.Max, Is.GreaterThan(1e-7).And.LessThan(1e3));
    }
}
