using Copositive.Modeling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Copositive.Solvers.InteriorPoint;

/// <summary>Registers the interior-point solver.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="InteriorPointSolver"/> as the keyed singleton <see cref="IConicSolver"/> of a name, with options of the same name. Several
    /// may be registered under different names.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The key of the service and the name of its options. Default "ipm".</param>
    /// <param name="configure">Changes the options; null leaves the defaults.</param>
    /// <returns>The services, to go on.</returns>
    public static IServiceCollection AddInteriorPoint(this IServiceCollection services, string key = "ipm", Action<InteriorPointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(key);
        OptionsBuilder<InteriorPointOptions> options = services.AddOptions<InteriorPointOptions>(key);
        if (configure is not null) options.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<InteriorPointOptions>, InteriorPointOptionsValidator>());
        services.AddKeyedSingleton<IConicSolver>(key, (provider, _) => new InteriorPointSolver(
            provider.GetRequiredService<IOptionsMonitor<InteriorPointOptions>>().Get(key),
            provider.GetService<ILogger<InteriorPointSolver>>()));
        return services;
    }
}
