using Microsoft.Extensions.Options;

namespace Copositive.Solvers.Auto;

/// <summary>Checks that every setting of <see cref="AutoOptions"/> lies in its documented range; each failure names the setting.</summary>
public sealed class AutoOptionsValidator : IValidateOptions<AutoOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, AutoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = new List<string>();
        Require(options.Tolerance is > 0 and < 1, nameof(options.Tolerance), options.Tolerance, "strictly between 0 and 1");
        Require(options.TimeLimit is null || options.TimeLimit > TimeSpan.Zero, nameof(options.TimeLimit), options.TimeLimit, "above zero, or null");
        Require(options.MemoryLimit is null or >= 1, nameof(options.MemoryLimit), options.MemoryLimit, "at least 1, or null");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Require(bool holds, string setting, object? value, string expected)
        {
            if (!holds) failures.Add($"{nameof(AutoOptions)}.{setting} is {value}; it must be {expected}.");
        }
    }
}
