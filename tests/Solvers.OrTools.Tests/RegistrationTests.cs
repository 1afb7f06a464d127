using Copositive.Modeling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Copositive.Solvers.OrTools.Tests;

/// <summary>The solver as a keyed service.</summary>
public sealed class RegistrationTests
{
    [Test]
    public void The_default_key_is_glop()
    {
        using ServiceProvider provider = new ServiceCollection().AddGlop().BuildServiceProvider();
        Assert.That(provider.GetRequiredKeyedService<IConicSolver>("glop"), Is.TypeOf<GlopSolver>());
        Assert.That(provider.GetKeyedService<IConicSolver>("other"), Is.Null);
    }

    [Test]
    public void Each_key_has_its_own_options()
    {
        using ServiceProvider provider = new ServiceCollection()
            .AddGlop("loose", o => o.Tolerance = 1e-4)
            .AddGlop("tight", o => o.Tolerance = 1e-9)
            .BuildServiceProvider();
        ConicProgram program = Linear.Program([1], new double[,] { { -1 } }, [0]);
        Assert.That(provider.GetRequiredKeyedService<IConicSolver>("loose").Solve(program).Tolerance, Is.EqualTo(1e-4));
        Assert.That(provider.GetRequiredKeyedService<IConicSolver>("tight").Solve(program).Tolerance, Is.EqualTo(1e-9));
    }

    [Test]
    public void Options_are_validated_when_the_solver_is_resolved()
    {
        using ServiceProvider provider = new ServiceCollection().AddGlop(configure: o => o.IterationLimit = -3).BuildServiceProvider();
        Assert.That(
            () => provider.GetRequiredKeyedService<IConicSolver>("glop"),
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains("GlopOptions.IterationLimit is -3; it must be at least 1"));
    }

    [Test]
    public void A_key_must_not_be_empty() =>
        Assert.That(() => new ServiceCollection().AddGlop(""), Throws.ArgumentException);
}
