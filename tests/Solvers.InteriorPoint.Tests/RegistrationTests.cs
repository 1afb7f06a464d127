using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Copositive.Solvers.InteriorPoint.Tests;

/// <summary>The solver as a keyed service, and the ranges of its options.</summary>
public sealed class RegistrationTests
{
    [Test]
    public void The_default_key_is_ipm()
    {
        using ServiceProvider provider = new ServiceCollection().AddInteriorPoint().BuildServiceProvider();
        Assert.That(provider.GetRequiredKeyedService<IConicSolver>("ipm"), Is.TypeOf<InteriorPointSolver>());
        Assert.That(provider.GetKeyedService<IConicSolver>("other"), Is.Null);
    }

    [Test]
    public void Each_key_has_its_own_options()
    {
        using ServiceProvider provider = new ServiceCollection()
            .AddInteriorPoint("loose", o => o.Tolerance = 1e-4)
            .AddInteriorPoint("tight", o => o.Tolerance = 1e-9)
            .BuildServiceProvider();
        var program = new ConicProgram(
            "x ≥ 1", ObjectiveSense.Minimize, null, [1], 0, RandomProgram.Sparse(new double[,] { { -1 } }), [-1], [new ConeBlock(Cone.Nonnegative, 0, 1, "r")]);
        Assert.That(provider.GetRequiredKeyedService<IConicSolver>("loose").Solve(program).Tolerance, Is.EqualTo(1e-4));
        Assert.That(provider.GetRequiredKeyedService<IConicSolver>("tight").Solve(program).Tolerance, Is.EqualTo(1e-9));
    }

    [Test]
    public void A_key_must_not_be_empty() =>
        Assert.That(() => new ServiceCollection().AddInteriorPoint(""), Throws.ArgumentException);

    public static IEnumerable<TestCaseData> Wrong()
    {
        yield return Case("Tolerance", o => o.Tolerance = 0);
        yield return Case("Tolerance", o => o.Tolerance = double.NaN);
        yield return Case("IterationLimit", o => o.IterationLimit = 0);
        yield return Case("TimeLimit", o => o.TimeLimit = TimeSpan.Zero);
        yield return Case("Threads", o => o.Threads = 0);
        yield return Case("MemoryLimit", o => o.MemoryLimit = 0);
        yield return Case("ScalingPasses", o => o.ScalingPasses = 26);

        static TestCaseData Case(string setting, Action<InteriorPointOptions> spoil) => new TestCaseData(setting, spoil).SetArgDisplayNames(setting);
    }

    [TestCaseSource(nameof(Wrong))]
    public void A_setting_out_of_range_is_named(string setting, Action<InteriorPointOptions> spoil)
    {
        var options = new InteriorPointOptions();
        spoil(options);
        Assert.That(() => new InteriorPointSolver(options), Throws.ArgumentException.With.Message.Contains($"InteriorPointOptions.{setting} is "));
        using ServiceProvider provider = new ServiceCollection().AddInteriorPoint(configure: spoil).BuildServiceProvider();
        Assert.That(() => provider.GetRequiredKeyedService<IConicSolver>("ipm"), Throws.TypeOf<OptionsValidationException>());
    }
}
