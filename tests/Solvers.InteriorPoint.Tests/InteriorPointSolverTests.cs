using Copositive.Modeling;
using Copositive.Tests;

namespace Copositive.Solvers.InteriorPoint.Tests;

/// <summary>Programs whose answers are known from how they were made, and the ways in which a solve may end.</summary>
public sealed class InteriorPointSolverTests
{
    private static readonly InteriorPointSolver Solver = new();

    [Test]
    public void Constructed_optima_are_reached([Values(1, 2, 3, 4, 5, 6)] int seed, [Values] bool quadratic)
    {
        (ConicProgram program, double optimum) = Mixed(seed).Optimal(14, quadratic);
        SolveResult result = program.Solve(Solver);
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal), result.Message);
        Assert.That(result.Errors!.Value.Max, Is.LessThanOrEqualTo(1e-8));
        Assert.That(result.PrimalObjective, Is.EqualTo(optimum).Within(1e-6 * (1 + Math.Abs(optimum))));
        Assert.That(result.Iterations, Is.LessThanOrEqualTo(30));
    }

    [Test]
    public void Infeasible_programs_come_with_a_ray([Values(1, 2, 3, 4)] int seed)
    {
        ConicProgram program = Mixed(seed).Infeasible(14);
        ConicSolution solution = Solver.Solve(program);
        Assert.That(solution.Termination, Is.EqualTo(Termination.Infeasible), solution.Message);
        RayOracle.CheckInfeasibility(program, solution.Y!);
    }

    [Test]
    public void Unbounded_programs_come_with_a_direction([Values(1, 2, 3, 4)] int seed)
    {
        ConicProgram program = Mixed(seed).Unbounded(14);
        ConicSolution solution = Solver.Solve(program);
        Assert.That(solution.Termination, Is.EqualTo(Termination.Unbounded), solution.Message);
        RayOracle.CheckUnboundedness(program, solution.X!);
    }

    [TestCase("theta1", 23, 1e-6)]
    [TestCase("theta2", 32.879169, 1e-6)]
    [TestCase("mcp100", 226.15735, 1e-5)]
    [TestCase("mcp250-1", 317.26434, 1e-5)]
    [TestCase("gpp100", -44.943551, 1e-4)]
    [TestCase("qap5", -436, 1e-4)]
    [TestCase("control1", 17.784627, 1e-5)]
    [TestCase("arch0", 0.56651727, 1e-6)]
    [TestCase("truss5", -132.63568, 1e-5)]
    public void The_published_optimum_is_reached(string name, double value, double tolerance)
    {
        ConicProgram program = SdpaReader.Read(SharedData.Path($"sdplib/{name}.dat-s"));
        SolveResult result = program.Solve(Solver, options: new SolveOptions { Tolerance = 1e-7 });
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(result.Errors!.Value.Max, Is.LessThanOrEqualTo(1e-7));
        Assert.That(program.Evaluate(result.Solution.X!), Is.EqualTo(value).Within(tolerance));
    }

    [Test]
    public void Hinf1_is_solved_as_far_as_it_can_be_or_honestly_called_inaccurate()
    {
        ConicProgram program = SdpaReader.Read(SharedData.Path("sdplib/hinf1.dat-s"));
        SolveResult result = program.Solve(Solver);
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal).Or.EqualTo(Termination.Inaccurate));
        Assert.That(result.Errors!.Value.Max, Is.LessThanOrEqualTo(1e-5));
        Assert.That(program.Evaluate(result.Solution.X!), Is.EqualTo(2.0326).Within(1e-3));
    }

    [Test]
    public void Infp1_is_infeasible_and_infd1_unbounded()
    {
        ConicProgram infeasible = SdpaReader.Read(SharedData.Path("sdplib/infp1.dat-s")), unbounded = SdpaReader.Read(SharedData.Path("sdplib/infd1.dat-s"));
        ConicSolution ray = Solver.Solve(infeasible), direction = Solver.Solve(unbounded);
        Assert.That(ray.Termination, Is.EqualTo(Termination.Infeasible));
        Assert.That(direction.Termination, Is.EqualTo(Termination.Unbounded));
        RayOracle.CheckInfeasibility(infeasible, ray.Y!);
        RayOracle.CheckUnboundedness(unbounded, direction.X!);
    }

    [Test]
    public void Limits_hold_and_keep_the_best_point()
    {
        ConicProgram program = CutProgram.Bipartite(60, 5, out _);
        ConicSolution steps = Solver.Solve(program, new SolveOptions { IterationLimit = 3 }), time = Solver.Solve(program, new SolveOptions { TimeLimit = TimeSpan.FromTicks(1) });
        Assert.That(steps.Termination, Is.EqualTo(Termination.Limit));
        Assert.That(steps.Iterations, Is.EqualTo(3));
        Assert.That(time.Termination, Is.EqualTo(Termination.Limit));
        Assert.That(steps.X, Is.Not.Null);
        Assert.That(time.X, Is.Not.Null);
    }

    [Test]
    public void Cancellation_throws()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Solver.Solve(CutProgram.Bipartite(60, 5, out _), cancellationToken: source.Token));
    }

    [Test]
    public void A_program_that_needs_more_memory_than_allowed_is_refused_with_the_numbers()
    {
        var solver = new InteriorPointSolver(new InteriorPointOptions { MemoryLimit = 100_000 });
        Assert.That(
            () => solver.Solve(CutProgram.Bipartite(100, 5, out _)),
            Throws.TypeOf<UnsupportedProgramException>().With.Message.Contains("100 columns").And.Message.Contains("GB").And.Message.Contains("admm"));
    }

    [Test]
    public void Equal_threads_give_equal_bits_and_others_equal_digits()
    {
        ConicProgram program = CutProgram.Bipartite(130, 5, out _);
        double[] one = Solve(1), again = Solve(1), two = Solve(2), twice = Solve(2);
        Assert.That(again, Is.EqualTo(one));
        Assert.That(twice, Is.EqualTo(two));
        Assert.That(two, Is.EqualTo(one).Within(1e-5));

        double[] Solve(int threads) => Solver.Solve(program, new SolveOptions { Threads = threads }).X!;
    }

    [Test]
    public void Near_a_solution_a_warm_start_saves_steps([Values(1, 2, 3)] int seed)
    {
        (ConicProgram program, _) = Mixed(seed).Optimal(14, false);
        ConicSolution cold = Solver.Solve(program);
        ConicSolution warm = Solver.Solve(program, new SolveOptions { WarmStart = new WarmStart(cold.X, cold.Y) });
        Assert.That(warm.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(warm.Iterations, Is.LessThan(cold.Iterations));
        Assert.Throws<ArgumentException>(() => Solver.Solve(program, new SolveOptions { WarmStart = new WarmStart([1], null) }));
        Assert.Throws<ArgumentException>(() => Solver.Solve(program, new SolveOptions { WarmStart = new WarmStart(null, new double[program.Rows - 1]) }));
    }

    /// <summary>[x, 1; 1, 0] is never semidefinite, but as near to it as one likes for large x: no ray, and no point.</summary>
    [Test]
    public void Weakly_infeasible_programs_are_called_neither_optimal_nor_infeasible([Values(0, 1)] double cost)
    {
        var program = new ConicProgram(
            "", ObjectiveSense.Minimize, null, [cost], 0, RandomProgram.Sparse(new double[,] { { -1 }, { 0 }, { 0 } }), [0, 1, 0],
            [new ConeBlock(Cone.PositiveSemidefinite, 0, 3, "")]);
        Assert.That(
            program.Solve(Solver, options: new SolveOptions { Presolve = false }).Termination,
            Is.EqualTo(Termination.IllPosed).Or.EqualTo(Termination.Inaccurate));
    }

    [Test]
    public void Cones_outside_the_capabilities_are_named()
    {
        var program = new ConicProgram(
            "", ObjectiveSense.Minimize, null, [1], 0, RandomProgram.Sparse(new double[,] { { -1 }, { 0 }, { 0 } }), [0, 1, 1],
            [new ConeBlock(Cone.Exponential, 0, 3, "growth")]);
        Assert.That(() => Solver.Solve(program), Throws.TypeOf<UnsupportedProgramException>().With.Message.Contains("growth"));
    }

    /// <summary>min ⟨C, X⟩ with X_ii = 1, X ⪰ 0, stated with X as a variable: the dual has a column for each equation.</summary>
    [Test]
    public void Matrix_variables_are_solved_through_the_dual([Values(12, 30)] int order)
    {
        var model = new ConicModel("max-cut");
        var x = model.AddSymmetric("X", order).In(Cone.PositiveSemidefinite);
        var random = new Random(order);
        var c = new double[order, order];
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < i; j++) c[i, j] = c[j, i] = random.Next(-2, 3);
        }
        for (int i = 0; i < order; i++) model.Add($"diagonal {i}", x[i, i] == 1);
        model.Minimize(x.Inner(c));
        SolveResult direct = model.Solve(Solver, options: new SolveOptions { Presolve = false });
        List<double> objectives = [];
        SolveResult dual = model.Solve(Solver, progress: new Recorder(objectives));
        Assert.That(dual.Plan.ToString(), Does.Contain("by their multipliers"));
        Assert.That(dual.Plan.Program.Columns, Is.EqualTo(order));
        Assert.That(dual.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(dual.Errors!.Value.Max, Is.LessThanOrEqualTo(1e-8));
        Assert.That(dual.PrimalObjective, Is.EqualTo(direct.PrimalObjective).Within(1e-6));
        Assert.That(dual.DualObjective, Is.EqualTo(dual.PrimalObjective).Within(1e-6));
        Assert.That(dual.Iterations, Is.LessThanOrEqualTo(20));
    }

    [Test]
    public void Infeasible_and_unbounded_programs_over_a_matrix_variable_keep_their_status([Values] bool isFeasible)
    {
        const int order = 12;
        var model = new ConicModel("rays");
        var x = model.AddSymmetric("X", order).In(Cone.PositiveSemidefinite);
        // trace X = ±1 with X_11 free to grow only if X_22 may fall: the first is feasible and unbounded without the trace.
        model.Add("bound", isFeasible ? x[0, 0] == 1 : x.Trace() == -1);
        model.Minimize(-x[1, 1]);
        SolveResult result = model.Solve(Solver);
        Assert.That(result.Termination, Is.EqualTo(isFeasible ? Termination.Unbounded : Termination.Infeasible), result.Message);
        Assert.That(result.Ray!.IsAccepted);
    }

    private sealed class Recorder(List<double> objectives) : IProgress<SolverProgress>
    {
        public void Report(SolverProgress value) => objectives.Add(value.PrimalObjective);
    }

    private static RandomProgram Mixed(int seed) => new RandomProgram(seed)
        .Add(Cone.PositiveSemidefinite, 9).Add(Cone.Nonnegative, 6).Add(Cone.SecondOrder, 5).Add(Cone.Zero, 3).Add(Cone.PositiveSemidefinite, 4);
}
