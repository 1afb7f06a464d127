using Copositive.Modeling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Copositive.Solvers.OrTools;

/// <summary>Registers the solvers of this package.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>
    /// Adds a <see cref="GlopSolver"/> as the <see cref="IConicSolver"/> of a key, with <see cref="GlopOptions"/> of the same name. The
    /// options are validated when the solver is first resolved. Several keys may be added, each with its own options.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The key of the service and the name of its options.</param>
    /// <param name="configure">Sets the options; null leaves the defaults, or what is bound to the name elsewhere.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddGlop(this IServiceCollection services, string key = "glop", Action<GlopOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(key);
        OptionsBuilder<GlopOptions> options = services.AddOptions<GlopOptions>(key);
        if (configure is not null) options.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GlopOptions>, GlopOptionsValidator>());
        services.AddKeyedSingleton<IConicSolver>(key, static (provider, name) => new GlopSolver(
            provider.GetRequiredService<IOptionsMonitor<GlopOptions>>().Get((string)name!),
            provider.GetService<ILogger<GlopSolver>>()));
        return services;
    }
}
