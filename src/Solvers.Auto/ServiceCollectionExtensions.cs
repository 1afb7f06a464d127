using Copositive.Modeling;
using Copositive.Solvers.Admm;
using Copositive.Solvers.InteriorPoint;
using Copositive.Solvers.LowRank;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Copositive.Solvers.Auto;

/// <summary>Registers the solver that chooses.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="AutoSolver"/> as the keyed singleton <see cref="IConicSolver"/> of a name, with options of the same name. It
    /// takes the backends registered as "admm", "ipm" and "lowrank", which are added where they are missing, and for linear programs the one
    /// registered as "glop", where there is one.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The key of the service and the name of its options. Default "auto".</param>
    /// <param name="configure">Changes the options; null leaves the defaults.</param>
    /// <returns>The services, to go on.</returns>
    public static IServiceCollection AddAuto(this IServiceCollection services, string key = "auto", Action<AutoOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(key);
        OptionsBuilder<AutoOptions> options = services.AddOptions<AutoOptions>(key);
        if (configure is not null) options.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AutoOptions>, AutoOptionsValidator>());
        if (!IsRegistered("admm")) services.AddAdmm();
        if (!IsRegistered("ipm")) services.AddInteriorPoint();
        if (!IsRegistered("lowrank")) services.AddLowRank();
        services.AddKeyedSingleton<IConicSolver>(key, (provider, _) => new AutoSolver(
            provider.GetRequiredKeyedService<IConicSolver>("admm"),
            provider.GetRequiredKeyedService<IConicSolver>("ipm"),
            provider.GetKeyedService<IConicSolver>("glop"),
            provider.GetRequiredKeyedService<IConicSolver>("lowrank"),
            provider.GetRequiredService<IOptionsMonitor<AutoOptions>>().Get(key),
            provider.GetService<ILogger<AutoSolver>>()));
        return services;

        bool IsRegistered(string name) => services.Any(service => service.ServiceType == typeof(IConicSolver) && Equals(service.ServiceKey, name));
    }
}
