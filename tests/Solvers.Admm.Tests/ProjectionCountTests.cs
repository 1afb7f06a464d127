using Copositive.Modeling;
using Copositive.Tests;

namespace Copositive.Solvers.Admm.Tests;

/// <summary>
/// How many projections the solver needs to an error of 1e-6, which is what its time consists of. The limits leave room for rounding to
/// take other paths, at most half of what a method without Newton steps and an exact x-step needs.
/// </summary>
public sealed class ProjectionCountTests
{
    [TestCase("brock200_4", false, 25)]
    [TestCase("keller4", false, 30)]
    [TestCase("c-fat200-1", false, 105)]
    [TestCase("brock200_4", true, 25)]
    [TestCase("keller4", true, 48)]
    [TestCase("hamming6-4", true, 17)]
    [TestCase("johnson8-4-4", true, 14)]
    public void Theta_bounds_of_graphs_take_few_projections(string graph, bool isNonnegative, int limit) =>
        Check(ThetaProgram.Of(ThetaProgram.ReadGraph(SharedData.Path($"graphs/{graph}.clq")), isNonnegative), new AdmmOptions { Threads = 1 }, limit);

    [TestCase("theta1", 45)]
    [TestCase("theta2", 31)]
    [TestCase("theta4", 39)]
    [TestCase("mcp100", 118)]
    public void Published_programs_take_few_projections(string name, int limit) =>
        Check(SdpaReader.Read(SharedData.Path($"sdplib/{name}.dat-s")), new AdmmOptions { Threads = 1 }, limit);

    [Test]
    public void Settings_change_the_count_by_little(
        [Values(false, true)] bool isNonnegative, [Values(0.3, 1, 3)] double penalty, [Values(10, 30)] int memory) =>
        Check(ThetaProgram.Of(ThetaProgram.RandomGraph(60, 0.5, 3), isNonnegative), new AdmmOptions { Penalty = penalty, AndersonMemory = memory }, 40);

    [TestCase(1)]
    [TestCase(2)]
    public void A_doubly_nonnegative_program_whose_bounds_and_equalities_share_columns_takes_few_projections(int seed) =>
        Check(ThetaProgram.BinaryQuadratic(60, seed), new AdmmOptions { Threads = 1 }, 300);

    private static void Check(ConicProgram program, AdmmOptions options, int limit)
    {
        SolveResult result = program.Solve(new AdmmSolver(options), options: new SolveOptions { Tolerance = 1e-6, IterationLimit = limit });
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal), result.Message);
        Assert.That(result.Errors!.Value.Max, Is.LessThanOrEqualTo(1e-6));
    }
}
