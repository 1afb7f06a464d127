using Copositive.Modeling;
using Copositive.Networks;
using Copositive.Solvers.Admm;
using Copositive.Solvers.Auto;
using Copositive.Solvers.InteriorPoint;
using Copositive.Solvers.LowRank;
using Copositive.Solvers.OrTools;
using Microsoft.Extensions.DependencyInjection;

namespace Copositive.Cli;

/// <summary>Everything the commands are given: the backends, each under the key by which <c>--solver</c> calls it.</summary>
internal static class CommandServices
{
    /// <summary>The keys of the registered backends.</summary>
    public static readonly string[] SolverKeys = ["auto", "admm", "ipm", "lowrank", "glop"];

    /// <summary>The container. Backends are created when first asked for.</summary>
    public static ServiceProvider Create() => new ServiceCollection()
        .AddAdmm()
        .AddInteriorPoint()
        .AddLowRank()
        .AddGlop()
        .AddAuto()
        .AddSingleton<INetworkTrainer, ColumnGeneration>()
        .BuildServiceProvider();

    /// <summary>The backend of a key.</summary>
    public static IConicSolver Solver(this IServiceProvider services, string key) => services.GetRequiredKeyedService<IConicSolver>(key);
}
