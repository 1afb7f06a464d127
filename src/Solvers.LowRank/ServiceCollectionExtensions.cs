using Copositive.Modeling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Copositive.Solvers.LowRank;

/// <summary>Registers the low-rank solver.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="LowRankSolver"/> as the keyed singleton <see cref="IConicSolver"/> of a name, with options of the same name. Several
    /// may be registered under different names.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The key of the service and the name of its options. Default "lowrank".</param>
    /// <param name="configure">Changes the options; null leaves the defaults.</param>
    /// <returns>The services, to go on.</returns>
    public static IServiceCollection AddLowRank(this IServiceCollection services, string key = "lowrank", Action<LowRankOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(key);
        OptionsBuilder<LowRankOptions> options = services.AddOptions<LowRankOptions>(key);
        if (configure is not null) options.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LowRankOptions>, LowRankOptionsValidator>());
        services.AddKeyedSingleton<IConicSolver>(key, (provider, _) => new LowRankSolver(
            provider.GetRequiredService<IOptionsMonitor<LowRankOptions>>().Get(key),
            provider.GetService<ILogger<LowRankSolver>>()));
        return services;
    }
}
