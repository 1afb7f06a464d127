using Copositive.Modeling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Copositive.Solvers.Admm;

/// <summary>Registers the ADMM solver.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="AdmmSolver"/> as the keyed singleton <see cref="IConicSolver"/> of a name, with options of the same name. Several
    /// may be registered under different names.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="key">The key of the service and the name of its options. Default "admm".</param>
    /// <param name="configure">Changes the options; null leaves the defaults.</param>
    /// <returns>The services, to go on.</returns>
    public static IServiceCollection AddAdmm(this IServiceCollection services, string key = "admm", Action<AdmmOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(key);
        OptionsBuilder<AdmmOptions> options = services.AddOptions<AdmmOptions>(key);
        if (configure is not null) options.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AdmmOptions>, AdmmOptionsValidator>());
        services.AddKeyedSingleton<IConicSolver>(key, (provider, _) => new AdmmSolver(
            provider.GetRequiredService<IOptionsMonitor<AdmmOptions>>().Get(key),
            provider.GetService<ILogger<AdmmSolver>>()));
        return services;
    }
}
