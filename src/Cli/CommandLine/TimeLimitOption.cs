using System.CommandLine;

namespace Copositive.Cli.CommandLine;

/// <summary>The <c>--time-limit</c> option, in seconds.</summary>
internal static class TimeLimitOption
{
    private const double Longest = 1e9;

    /// <summary>The option.</summary>
    public static Option<double?> Create() => NumericOption.Real(
        "--time-limit", "Seconds after which the best answer so far is returned",
        value => value is >= 1e-3 and <= Longest, "seconds, from 0.001 to 1e9");

    /// <summary>The limit as a time; null for none.</summary>
    public static TimeSpan? ToTimeSpan(double? seconds) => seconds is { } value ? TimeSpan.FromSeconds(value) : null;
}
