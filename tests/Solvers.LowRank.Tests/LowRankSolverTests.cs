using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.InteriorPoint;
using Copositive.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Copositive.Solvers.LowRank.Tests;

/// <summary>Bounds on cuts: known values, agreement with the interior-point backend, the certificate, and what is refused.</summary>
public sealed class LowRankSolverTests
{
    private static readonly LowRankSolver Solver = new();

    [Test]
    public void The_bound_of_a_bipartite_graph_is_its_number_of_edges([Values(20, 61, 150)] int order)
    {
        ConicProgram program = CutProgram.Bipartite(order, 5, out int edges);
        SolveResult result = program.Solve(Solver);
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal), result.Message);
        Assert.That(result.Errors!.Value.Max, Is.LessThanOrEqualTo(1e-8));
        Assert.That(result.PrimalObjective, Is.EqualTo(edges).Within(1e-6 * edges));
    }

    /// <summary>The bound of an odd cycle C_n, with weights ¼ of its Laplacian, is n(1 + cos(π/n))/2 (Goemans and Williamson 1995).</summary>
    [Test]
    public void The_bound_of_an_odd_cycle_is_known([Values(3, 5, 7, 31, 101)] int order)
    {
        SolveResult result = Cut(order, [.. Enumerable.Range(0, order).Select(i => (i, (i + 1) % order, 1.0))]).Solve(Solver);
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal), result.Message);
        Assert.That(result.PrimalObjective, Is.EqualTo(0.5 * order * (1 + Math.Cos(Math.PI / order))).Within(1e-6 * order));
    }

    [Test]
    public void Signed_weighted_and_scaled_programs_agree_with_the_interior_point_backend([Values(1, 2, 3, 4, 5, 6)] int seed)
    {
        ConicProgram program = Random(seed, 30 + 5 * seed, seed % 2 == 0);
        SolveResult own = program.Solve(Solver), other = program.Solve(new InteriorPointSolver());
        Assert.That(own.Termination, Is.EqualTo(Termination.Optimal), own.Message);
        Assert.That(own.Errors!.Value.Max, Is.LessThanOrEqualTo(1e-8));
        Assert.That(own.PrimalObjective, Is.EqualTo(other.PrimalObjective).Within(1e-6 * (1 + Math.Abs(other.PrimalObjective!.Value))));
    }

    /// <summary>Two components and two isolated vertices, as one block and, after the plan, as several.</summary>
    [Test]
    public void Graphs_in_several_parts_are_one_problem([Values] bool presolve)
    {
        List<(int, int, double)> edges = [.. Enumerable.Range(0, 5).Select(i => (i, (i + 1) % 5, 1.0)), .. Enumerable.Range(0, 7).Select(i => (5 + i, 5 + ((i + 1) % 7), 1.0))];
        SolveResult result = Cut(14, edges).Solve(Solver, options: new SolveOptions { Presolve = presolve });
        Assert.That(result.Plan.Program.Blocks.Length, presolve ? Is.GreaterThan(1) : Is.EqualTo(1));
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal), result.Message);
        double expected = 2.5 * (1 + Math.Cos(Math.PI / 5)) + 3.5 * (1 + Math.Cos(Math.PI / 7));
        Assert.That(result.PrimalObjective, Is.EqualTo(expected).Within(1e-6));
    }

    [TestCase("mcp100", 226.15735)]
    [TestCase("mcp250-1", 317.26434)]
    public void The_published_optimum_is_reached(string name, double value)
    {
        SolveResult result = SdpaReader.Read(SharedData.Path($"sdplib/{name}.dat-s")).Solve(Solver);
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(result.PrimalObjective, Is.EqualTo(value).Within(1e-5));
    }

    [Test]
    public void Programs_without_off_diagonal_entries_are_trivial()
    {
        SolveResult result = Cut(4, []).Solve(Solver, options: new SolveOptions { Presolve = false });
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(result.PrimalObjective, Is.EqualTo(0).Within(1e-7));
    }

    [Test]
    public void Limits_give_a_feasible_point_and_cancellation_throws()
    {
        ConicProgram program = Random(1, 60, true);
        ConicSolution few = Solver.Solve(program, new SolveOptions { IterationLimit = 2 }), soon = Solver.Solve(program, new SolveOptions { TimeLimit = TimeSpan.FromTicks(1) });
        Assert.That(few.Termination, Is.EqualTo(Termination.Limit));
        Assert.That(soon.Termination, Is.EqualTo(Termination.Limit));
        OptimalityErrors errors = Optimality.Errors(program, few)!.Value;
        Assert.That(errors.PrimalCone, Is.LessThanOrEqualTo(1e-9));
        Assert.That(errors.DualCone, Is.LessThanOrEqualTo(1e-9));
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Solver.Solve(program, cancellationToken: source.Token));
    }

    [Test]
    public void Equal_seeds_give_equal_bits()
    {
        ConicProgram program = Random(2, 50, true);
        double[] first = Solver.Solve(program).X!, second = Solver.Solve(program).X!, other = Solver.Solve(program, new SolveOptions { Seed = 7 }).X!;
        Assert.That(second, Is.EqualTo(first));
        Assert.That(other, Is.EqualTo(first).Within(1e-5));
    }

    [Test]
    public void Programs_of_another_structure_are_refused_with_advice()
    {
        ConicProgram theta = ThetaProgram.Of(ThetaProgram.RandomGraph(10, 0.5, 1), false);
        Assert.That(LowRankSolver.Takes(theta), Is.False);
        Assert.That(() => Solver.Solve(theta), Throws.TypeOf<UnsupportedProgramException>().With.Message.Contains("diagonal").And.Message.Contains("auto"));
        ConicProgram cut = CutProgram.Bipartite(20, 5, out _);
        Assert.That(LowRankSolver.Takes(cut));
        var negative = new ConicProgram("", cut.Sense, null, [.. cut.C.ToArray().Select((c, j) => j == 3 ? -c : c)], 0, cut.A, cut.B, cut.Blocks);
        Assert.That(LowRankSolver.Takes(negative), Is.False);
    }

    [Test]
    public void The_solver_is_registered_and_its_options_are_checked()
    {
        using ServiceProvider provider = new ServiceCollection().AddLowRank().BuildServiceProvider();
        Assert.That(provider.GetRequiredKeyedService<IConicSolver>("lowrank"), Is.TypeOf<LowRankSolver>());
        foreach ((string setting, Action<LowRankOptions> spoil) in new (string, Action<LowRankOptions>)[]
        {
            ("Tolerance", o => o.Tolerance = 1), ("IterationLimit", o => o.IterationLimit = 0), ("TimeLimit", o => o.TimeLimit = TimeSpan.Zero),
        })
        {
            using ServiceProvider bad = new ServiceCollection().AddLowRank(configure: spoil).BuildServiceProvider();
            Assert.That(() => bad.GetRequiredKeyedService<IConicSolver>("lowrank"),
                Throws.TypeOf<OptionsValidationException>().With.Message.Contains($"LowRankOptions.{setting} is "));
        }
    }

    /// <summary>Random weights of one or both signs, with diagonals of Z and coefficients of x of several sizes.</summary>
    private static ConicProgram Random(int seed, int order, bool signed)
    {
        var random = new Random(seed);
        List<(int, int, double)> edges = [];
        for (int j = 0; j < order; j++)
        {
            for (int i = 0; i < j; i++)
            {
                if (random.NextDouble() < 0.2) edges.Add((i, j, (signed && random.Next(2) == 0 ? -1 : 1) * (0.1 + random.NextDouble())));
            }
        }
        ConicProgram cut = Cut(order, edges);
        double[] scales = [.. Enumerable.Range(0, order).Select(_ => 0.5 + 2 * random.NextDouble())], ones = [.. Enumerable.Repeat(1.0, cut.Rows)];
        return new ConicProgram(
            "weighted cut", cut.Sense, null, [.. scales.Select(s => s * (0.3 + random.NextDouble()))], 1.5, cut.A.Scale(ones, scales), cut.B, cut.Blocks);
    }

    /// <summary>min Σx subject to Diag(x) ⪰ ¼ of the Laplacian.</summary>
    private static ConicProgram Cut(int order, IReadOnlyList<(int I, int J, double Weight)> edges)
    {
        var b = new double[SymmetricVector.Length(order)];
        foreach ((int i, int j, double weight) in edges)
        {
            b[SymmetricVector.Index(Math.Min(i, j), Math.Max(i, j))] += 0.25 * weight;
            b[SymmetricVector.Index(i, i)] -= 0.25 * weight;
            b[SymmetricVector.Index(j, j)] -= 0.25 * weight;
        }
        int[] rows = [.. Enumerable.Range(0, order).Select(i => SymmetricVector.Index(i, i))], columns = [.. Enumerable.Range(0, order)];
        return new ConicProgram(
            "cut", ObjectiveSense.Minimize, null, [.. Enumerable.Repeat(1.0, order)], 0,
            SparseMatrix.FromTriplets(b.Length, order, rows, columns, [.. Enumerable.Repeat(-1.0, order)]), b,
            [new ConeBlock(Cone.PositiveSemidefinite, 0, b.Length, "slack")]);
    }
}
