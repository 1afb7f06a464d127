using Microsoft.Extensions.Options;

namespace Copositive.Solvers.OrTools;

/// <summary>Checks that every setting of <see cref="GlopOptions"/> lies in its documented range; each failure names the setting.</summary>
public sealed class GlopOptionsValidator : IValidateOptions<GlopOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, GlopOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = new List<string>();
        Require(options.Tolerance is > 0 and < 1, nameof(options.Tolerance), options.Tolerance, "strictly between 0 and 1");
        Require(options.TimeLimit is null || options.TimeLimit > TimeSpan.Zero, nameof(options.TimeLimit), options.TimeLimit, "above zero, or null");
        Require(options.IterationLimit is null or >= 1, nameof(options.IterationLimit), options.IterationLimit, "at least 1, or null");
        Require(options.Seed >= 0, nameof(options.Seed), options.Seed, "at least 0");
        Require(Enum.IsDefined(options.Algorithm), nameof(options.Algorithm), options.Algorithm, "Primal or Dual");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Require(bool holds, string setting, object? value, string range)
        {
            if (!holds) failures.Add($"{nameof(GlopOptions)}.{setting} is {value ?? "null"}; it must be {range}.");
        }
    }
}
