using Copositive.Modeling;
using Copositive.Solvers.Admm;
using Copositive.Solvers.OrTools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Copositive.Conformance;

/// <summary>Backends as keyed services: chosen, configured and exchanged without the caller knowing them.</summary>
public sealed class InjectionTests
{
    private static ConicProgram Fixture(string name) => ConformanceCase.Fixtures().Single(problem => problem.Expected.Name == name).Read();

    [TestCase("lp_two_resources", 11)]
    [TestCase("lp_least_absolute_deviation", 9)]
    [TestCase("lp_assignment", 5)]
    public void Exchanging_the_backend_by_its_key_changes_no_value(string name, double value)
    {
        using ServiceProvider provider = new ServiceCollection().AddGlop().AddAdmm().BuildServiceProvider();
        ConicProgram program = Fixture(name);
        foreach (string key in new[] { "glop", "admm" })
        {
            SolveResult result = program.Solve(provider.GetRequiredKeyedService<IConicSolver>(key));
            Assert.That(result.Solver, Is.EqualTo(key));
            Assert.That(result.Termination, Is.EqualTo(Termination.Optimal), key);
            Assert.That(result.PrimalObjective, Is.EqualTo(value).Within(1e-5 * value), key);
            Assert.That(result.DualObjective, Is.EqualTo(value).Within(1e-5 * value), key);
        }
    }

    [Test]
    public void Two_keys_of_one_backend_keep_their_own_options()
    {
        using ServiceProvider provider = new ServiceCollection()
            .AddAdmm("fast", o => o.IterationLimit = 3)
            .AddAdmm("accurate", o => o.Tolerance = 1e-9)
            .BuildServiceProvider();
        var fast = provider.GetRequiredKeyedService<IConicSolver>("fast");
        var accurate = provider.GetRequiredKeyedService<IConicSolver>("accurate");
        Assert.That(fast, Is.Not.SameAs(accurate));

        ConicProgram program = Fixture("theta_c5");
        SolveResult quick = program.Solve(fast), exact = program.Solve(accurate);
        Assert.That(quick.Iterations, Is.LessThanOrEqualTo(3));
        Assert.That(quick.Termination, Is.EqualTo(Termination.Limit));
        Assert.That(exact.Errors!.Value.Max, Is.LessThanOrEqualTo(1e-9));
        Assert.That(exact.PrimalObjective, Is.EqualTo(Math.Sqrt(5)).Within(1e-7));
    }

    [Test]
    public void A_key_gives_one_solver_which_is_safe_to_share()
    {
        using ServiceProvider provider = new ServiceCollection().AddGlop().AddAdmm().BuildServiceProvider();
        foreach (string key in new[] { "glop", "admm" })
        {
            var solver = provider.GetRequiredKeyedService<IConicSolver>(key);
            Assert.That(provider.GetRequiredKeyedService<IConicSolver>(key), Is.SameAs(solver));
            // One program, too: its lazily computed parts and those of its model are shared.
            var model = new ConicModel();
            Variable x = model.AddVector("x", 2).In(Cone.Nonnegative);
            model.Add("resource", x[0] + 2 * x[1] <= 4);
            model.Maximize(x.Sum());
            var values = new double[8];
            Parallel.For(0, values.Length, k => values[k] = model.Solve(solver).Value(x.Sum()));
            Assert.That(values, Is.All.EqualTo(values[0]), key);
        }
    }

    [Test]
    public void Options_out_of_range_fail_when_the_solver_is_resolved_and_name_the_setting()
    {
        using ServiceProvider provider = new ServiceCollection()
            .AddAdmm("bad", o => o.Tolerance = -1)
            .AddGlop("worse", o => o.TimeLimit = TimeSpan.FromSeconds(-1))
            .AddAdmm("good")
            .BuildServiceProvider();
        Assert.That(() => provider.GetRequiredKeyedService<IConicSolver>("bad"), Throws.TypeOf<OptionsValidationException>().With.Message.Contains("Tolerance"));
        Assert.That(() => provider.GetRequiredKeyedService<IConicSolver>("worse"), Throws.TypeOf<OptionsValidationException>().With.Message.Contains("TimeLimit"));
        Assert.That(provider.GetRequiredKeyedService<IConicSolver>("good"), Is.TypeOf<AdmmSolver>());
    }

    [Test]
    public void An_options_class_configured_elsewhere_reaches_the_key_of_its_name()
    {
        // What binding a configuration section does: options of the name are configured apart from the registration.
        using ServiceProvider provider = new ServiceCollection()
            .AddGlop("lp")
            .Configure<GlopOptions>("lp", o => o.Tolerance = 1e-5)
            .BuildServiceProvider();
        Assert.That(provider.GetRequiredKeyedService<IConicSolver>("lp").Solve(Fixture("lp_assignment")).Tolerance, Is.EqualTo(1e-5));
    }
}
