using System.Collections.Immutable;
using Copositive.Modeling;
using Copositive.Solvers.Admm;
using Copositive.Solvers.InteriorPoint;
using Copositive.Solvers.LowRank;
using Copositive.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Copositive.Solvers.Auto.Tests;

/// <summary>Which backend is chosen, what the result says of it, and how work is handed over.</summary>
public sealed class AutoSolverTests
{
    [Test]
    public void Programs_of_vector_cones_go_to_the_interior_point_backend([Values] bool quadratic)
    {
        (ConicProgram program, double value) = new RandomProgram(1).Add(Cone.SecondOrder, 5).Add(Cone.Nonnegative, 8).Optimal(7, quadratic);
        SolveResult result = program.Solve(new AutoSolver(new AdmmSolver(), new InteriorPointSolver()));
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(result.PrimalObjective, Is.EqualTo(value).Within(1e-5 * (1 + Math.Abs(value))));
        Assert.That(result.Solver, Is.EqualTo("auto"));
        Assert.That(result.Backend, Is.EqualTo("ipm"));
        Assert.That(result.Choice, Does.Contain("vector cones"));
    }

    [Test]
    public void Stable_sets_of_large_graphs_go_to_admm()
    {
        ConicProgram program = ThetaProgram.Of(ThetaProgram.RandomGraph(80, 0.5, 1), false);
        SolveResult result = program.Solve(new AutoSolver(new AdmmSolver(), new InteriorPointSolver()));
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(result.Backend, Is.EqualTo("admm"));
        Assert.That(result.Choice, Does.Contain("estimated"));
    }

    [Test]
    public void What_does_not_fit_into_memory_goes_to_admm()
    {
        ConicProgram program = CutProgram.Bipartite(60, 5, out int edges);
        var solver = new AutoSolver(new AdmmSolver(), new InteriorPointSolver(), options: new AutoOptions { MemoryLimit = 10_000 });
        SolveResult result = program.Solve(solver);
        Assert.That(result.PrimalObjective, Is.EqualTo(edges).Within(1e-5 * edges));
        Assert.That(result.Backend, Is.EqualTo("admm"));
        Assert.That(result.Choice, Does.Contain("GB"));
    }

    [Test]
    public void Bounds_on_cuts_go_to_the_low_rank_backend()
    {
        ConicProgram program = CutProgram.Bipartite(120, 5, out int edges);
        SolveResult result = program.Solve(new AutoSolver(new AdmmSolver(), new InteriorPointSolver(), lowRank: new LowRankSolver()));
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(result.PrimalObjective, Is.EqualTo(edges).Within(1e-6 * edges));
        Assert.That(result.Backend, Is.EqualTo("lowrank"));
    }

    [Test]
    public void Linear_programs_go_to_the_linear_backend_where_there_is_one()
    {
        (ConicProgram program, _) = new RandomProgram(2).Add(Cone.Nonnegative, 8).Optimal(4, false);
        var linear = new Scripted("simplex", Termination.Optimal);
        SolveResult result = program.Solve(new AutoSolver(new AdmmSolver(), new InteriorPointSolver(), linear), options: new SolveOptions { Presolve = false });
        Assert.That(linear.Calls, Is.EqualTo(1));
        Assert.That(result.Backend, Is.EqualTo("simplex"));
        Assert.That(program.Solve(new AutoSolver(new AdmmSolver(), new InteriorPointSolver())).Backend, Is.EqualTo("ipm"));
    }

    [Test]
    public void A_backend_that_stalls_hands_its_point_to_the_next()
    {
        (ConicProgram program, _) = new RandomProgram(3).Add(Cone.SecondOrder, 5).Add(Cone.Nonnegative, 8).Optimal(7, false);
        var stalls = new Scripted("ipm", Termination.Inaccurate, new AdmmSolver(new AdmmOptions { Tolerance = 1e-3 }));
        var goesOn = new Scripted("admm", Termination.Optimal);
        SolveResult result = program.Solve(new AutoSolver(goesOn, stalls));
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(result.Backend, Is.EqualTo("admm"));
        Assert.That(result.Choice, Does.Contain("ipm ended short"));
        Assert.That(goesOn.LastStart, Is.Not.Null);
    }

    [Test]
    public void Where_none_decides_the_best_point_is_returned_and_limits_are_shared()
    {
        (ConicProgram program, _) = new RandomProgram(4).Add(Cone.SecondOrder, 5).Add(Cone.Nonnegative, 8).Optimal(7, false);
        var first = new Scripted("ipm", Termination.Inaccurate, new AdmmSolver(new AdmmOptions { Tolerance = 1e-4 }));
        var second = new Scripted("admm", Termination.Failed);
        ConicSolution solution = new AutoSolver(second, first).Solve(program, new SolveOptions { IterationLimit = 10_000 });
        Assert.That(solution.Termination, Is.EqualTo(Termination.Inaccurate));
        Assert.That(solution.Backend, Is.EqualTo("ipm"));
        Assert.That(second.LastLimit, Is.EqualTo(10_000 - first.LastIterations));
    }

    [Test]
    public void The_least_time_limit_still_gives_a_point()
    {
        ConicSolution solution = new AutoSolver(new AdmmSolver(), new InteriorPointSolver()).Solve(
            CutProgram.Bipartite(60, 5, out _), new SolveOptions { TimeLimit = TimeSpan.FromTicks(1) });
        Assert.That(solution.Termination, Is.EqualTo(Termination.Limit));
        Assert.That(solution.X, Is.Not.Null);
    }

    [TestCase("arch0")]
    [TestCase("control1")]
    [TestCase("gpp100")]
    [TestCase("mcp100")]
    [TestCase("mcp250-1")]
    [TestCase("qap5")]
    [TestCase("theta1")]
    [TestCase("theta2")]
    [TestCase("theta4")]
    [TestCase("truss5")]
    public void Shared_instances_are_solved_to_1e7(string name)
    {
        SolveResult result = SdpaReader.Read(SharedData.Path($"sdplib/{name}.dat-s"))
            .Solve(new AutoSolver(new AdmmSolver(), new InteriorPointSolver(), lowRank: new LowRankSolver()));
        Assert.That(result.Termination, Is.EqualTo(Termination.Optimal), result.Message);
        Assert.That(result.Errors!.Value.Max, Is.LessThanOrEqualTo(1e-7));
    }

    [TestCase("infp1", Termination.Infeasible)]
    [TestCase("infd1", Termination.Unbounded)]
    public void Rays_are_found_through_it(string name, Termination expected) => Assert.That(
        SdpaReader.Read(SharedData.Path($"sdplib/{name}.dat-s")).Solve(new AutoSolver(new AdmmSolver(), new InteriorPointSolver())).Termination,
        Is.EqualTo(expected));

    [Test]
    public void Registration_brings_the_backends_along()
    {
        using ServiceProvider provider = new ServiceCollection().AddAuto().BuildServiceProvider();
        Assert.That(provider.GetRequiredKeyedService<IConicSolver>("auto"), Is.TypeOf<AutoSolver>());
        Assert.That(provider.GetRequiredKeyedService<IConicSolver>("admm"), Is.TypeOf<AdmmSolver>());
        Assert.That(provider.GetRequiredKeyedService<IConicSolver>("ipm"), Is.TypeOf<InteriorPointSolver>());
        using ServiceProvider bad = new ServiceCollection().AddAuto(configure: o => o.Tolerance = 2).BuildServiceProvider();
        Assert.That(() => bad.GetRequiredKeyedService<IConicSolver>("auto"), Throws.TypeOf<OptionsValidationException>());
        Assert.That(() => new AutoSolver(new AdmmSolver(), new InteriorPointSolver(), options: new AutoOptions { MemoryLimit = 0 }),
            Throws.ArgumentException.With.Message.Contains("AutoOptions.MemoryLimit is "));
        Assert.That(() => new AutoSolver(new AdmmSolver(), new InteriorPointSolver(), options: new AutoOptions { TimeLimit = TimeSpan.Zero }),
            Throws.ArgumentException.With.Message.Contains("AutoOptions.TimeLimit is "));
    }

    /// <summary>Says what it is told to, of another solver's point.</summary>
    private sealed class Scripted(string name, Termination termination, IConicSolver? inner = null) : IConicSolver
    {
        private readonly IConicSolver _inner = inner ?? new InteriorPointSolver();

        public string Name => name;

        public SolverCapabilities Capabilities => new()
        {
            Cones = ImmutableHashSet.Create(ConeKind.Zero, ConeKind.Nonnegative, ConeKind.SecondOrder, ConeKind.PositiveSemidefinite),
            QuadraticObjective = true,
        };

        public int Calls { get; private set; }

        public WarmStart? LastStart { get; private set; }

        public int? LastLimit { get; private set; }

        public int LastIterations { get; private set; }

        public ConicSolution Solve(
            ConicProgram program, SolveOptions? options, IProgress<SolverProgress>? progress, CancellationToken cancellationToken)
        {
            Calls++;
            (LastStart, LastLimit) = (options!.WarmStart, options.IterationLimit);
            ConicSolution solution = _inner.Solve(program, inner is null ? options : options with { Tolerance = 1e-3 }, null, cancellationToken);
            LastIterations = solution.Iterations;
            return solution with { Termination = termination, X = termination == Termination.Failed ? null : solution.X };
        }
    }
}
