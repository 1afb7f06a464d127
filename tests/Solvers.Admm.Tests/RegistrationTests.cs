using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Copositive.Solvers.Admm.Tests;

/// <summary>The solver as a keyed service, and the ranges of its options.</summary>
public sealed class RegistrationTests
{
    [Test]
    public void The_default_key_is_admm()
    {
        using ServiceProvider provider = new ServiceCollection().AddAdmm().BuildServiceProvider();
        Assert.That(provider.GetRequiredKeyedService<IConicSolver>("admm"), Is.TypeOf<AdmmSolver>());
        Assert.That(provider.GetKeyedService<IConicSolver>("other"), Is.Null);
    }

    [Test]
    public void Each_key_has_its_own_options()
    {
        using ServiceProvider provider = new ServiceCollection()
            .AddAdmm("loose", o => o.Tolerance = 1e-4)
            .AddAdmm("tight", o => o.Tolerance = 1e-9)
            .BuildServiceProvider();
        var program = new ConicProgram(
            "x ≥ 1", ObjectiveSense.Minimize, null, [1], 0, RandomProgram.Sparse(new double[,] { { -1 } }), [-1], [new ConeBlock(Cone.Nonnegative, 0, 1, "r")]);
        Assert.That(provider.GetRequiredKeyedService<IConicSolver>("loose").Solve(program).Tolerance, Is.EqualTo(1e-4));
        Assert.That(provider.GetRequiredKeyedService<IConicSolver>("tight").Solve(program).Tolerance, Is.EqualTo(1e-9));
    }

    [Test]
    public void A_key_must_not_be_empty() =>
        Assert.That(() => new ServiceCollection().AddAdmm(""), Throws.ArgumentException);

    public static IEnumerable<TestCaseData> Wrong()
    {
        yield return Case("Tolerance", o => o.Tolerance = 0);
        yield return Case("Tolerance", o => o.Tolerance = double.NaN);
        yield return Case("IterationLimit", o => o.IterationLimit = 0);
        yield return Case("TimeLimit", o => o.TimeLimit = TimeSpan.Zero);
        yield return Case("Threads", o => o.Threads = 0);
        yield return Case("OverRelaxation", o => o.OverRelaxation = 2);
        yield return Case("AndersonMemory", o => o.AndersonMemory = -1);
        yield return Case("AndersonStart", o => o.AndersonStart = 0);
        yield return Case("AndersonGrowth", o => o.AndersonGrowth = 1);
        yield return Case("ScalingPasses", o => o.ScalingPasses = 26);
        yield return Case("Penalty", o => o.Penalty = -1);
        yield return Case("EqualityStiffness", o => o.EqualityStiffness = 0);
        yield return Case("ProximalWeight", o => o.ProximalWeight = 0);
        yield return Case("KrylovLimit", o => o.KrylovLimit = 0);

        static TestCaseData Case(string setting, Action<AdmmOptions> spoil) => new TestCaseData(setting, spoil).SetArgDisplayNames(setting);
    }

    [TestCaseSource(nameof(Wrong))]
    public void A_setting_out_of_range_is_named(string setting, Action<AdmmOptions> spoil)
    {
        var options = new AdmmOptions();
        spoil(options);
        Assert.That(() => new AdmmSolver(options), Throws.ArgumentException.With.Message.Contains($"AdmmOptions.{setting} is "));
        using ServiceProvider provider = new ServiceCollection().AddAdmm(configure: spoil).BuildServiceProvider();
        Assert.That(() => provider.GetRequiredKeyedService<IConicSolver>("admm"), Throws.TypeOf<OptionsValidationException>());
    }

    [TestCase(true, true)]
    [TestCase(false, true)]
    [TestCase(true, false)]
    [TestCase(false, false)]
    public void Every_mixture_of_accelerations_converges(bool newton, bool anderson)
    {
        (ConicProgram program, double value) = new RandomProgram(19).Add(Cone.PositiveSemidefinite, 4).Add(Cone.SecondOrder, 4).Add(Cone.Nonnegative, 6).Optimal(5, true);
        var solver = new AdmmSolver(new AdmmOptions { Newton = newton, AndersonMemory = anderson ? 20 : 0 });
        ConicSolution solution = solver.Solve(program);
        Assert.That(solution.Termination, Is.EqualTo(Termination.Optimal));
        Assert.That(program.Evaluate(solution.X!), Is.EqualTo(value).Within(1e-5 * (1 + Math.Abs(value))));
    }
}
