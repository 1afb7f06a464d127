using Microsoft.Extensions.Options;

namespace Copositive.Solvers.LowRank;

/// <summary>Checks that every setting of <see cref="LowRankOptions"/> lies in its documented range; each failure names the setting.</summary>
public sealed class LowRankOptionsValidator : IValidateOptions<LowRankOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, LowRankOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var failures = new List<string>();
        Require(options.Tolerance is > 0 and < 1, nameof(options.Tolerance), options.Tolerance, "strictly between 0 and 1");
        Require(options.IterationLimit >= 1, nameof(options.IterationLimit), options.IterationLimit, "at least 1");
        Require(options.TimeLimit is null || options.TimeLimit > TimeSpan.Zero, nameof(options.TimeLimit), options.TimeLimit, "above zero, or null");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Require(bool holds, string setting, object? value, string expected)
        {
            if (!holds) failures.Add($"{nameof(LowRankOptions)}.{setting} is {value}; it must be {expected}.");
        }
    }
}
