using Microsoft.Extensions.Options;

namespace Copositive.Solvers.Admm;

/// <summary>Checks that every setting of <see cref="AdmmOptions"/> lies in its documented range; each failure names the setting.</summary>
public sealed class AdmmOptionsValidator : IValidateOptions<AdmmOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, AdmmOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = new List<string>();
        Require(options.Tolerance is > 0 and < 1, nameof(options.Tolerance), options.Tolerance, "strictly between 0 and 1");
        Require(options.IterationLimit >= 1, nameof(options.IterationLimit), options.IterationLimit, "at least 1");
        Require(options.TimeLimit is null || options.TimeLimit > TimeSpan.Zero, nameof(options.TimeLimit), options.TimeLimit, "above zero, or null");
        Require(options.Threads is null or >= 1, nameof(options.Threads), options.Threads, "at least 1, or null");
        Require(options.OverRelaxation is > 0 and < 2, nameof(options.OverRelaxation), options.OverRelaxation, "strictly between 0 and 2");
        Require(options.AndersonMemory is >= 0 and <= 100, nameof(options.AndersonMemory), options.AndersonMemory, "0 to 100");
        Require(options.AndersonStart >= 1, nameof(options.AndersonStart), options.AndersonStart, "at least 1");
        Require(options.AndersonGrowth is > 1 and <= 1e6, nameof(options.AndersonGrowth), options.AndersonGrowth, "above 1 and at most 1e6");
        Require(options.ScalingPasses is >= 0 and <= 25, nameof(options.ScalingPasses), options.ScalingPasses, "0 to 25");
        Require(options.Penalty is >= 1e-6 and <= 1e6, nameof(options.Penalty), options.Penalty, "1e-6 to 1e6");
        Require(options.EqualityStiffness is >= 1e-6 and <= 1e6, nameof(options.EqualityStiffness), options.EqualityStiffness, "1e-6 to 1e6");
        Require(options.ProximalWeight is >= 1e-12 and <= 1, nameof(options.ProximalWeight), options.ProximalWeight, "1e-12 to 1");
        Require(options.KrylovLimit is >= 1 and <= 1000, nameof(options.KrylovLimit), options.KrylovLimit, "1 to 1000");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Require(bool holds, string setting, object? value, string range)
        {
            if (!holds) failures.Add($"{nameof(AdmmOptions)}.{setting} is {value ?? "null"}; it must be {range}.");
        }
    }
}
