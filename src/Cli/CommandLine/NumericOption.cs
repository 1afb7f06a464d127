using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Copositive.Cli.CommandLine;

/// <summary>Options that hold a number within a range. NaN and infinities are refused everywhere.</summary>
internal static class NumericOption
{
    /// <summary>A real number.</summary>
    /// <param name="name">The option's name, with dashes.</param>
    /// <param name="description">For the help.</param>
    /// <param name="accept">The range.</param>
    /// <param name="expectation">The range in words.</param>
    public static Option<double?> Real(string name, string description, Func<double, bool> accept, string expectation) => new(name)
    {
        Description = description,
        HelpName = "NUMBER",
        CustomParser = result =>
        {
            string text = Single(result);
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && accept(value))
                return value;
            result.AddError($"{name} is '{text}'; expected {expectation}");
            return null;
        },
    };

    /// <summary>A whole number.</summary>
    /// <param name="name">The option's name, with dashes.</param>
    /// <param name="description">For the help.</param>
    /// <param name="minimum">The smallest number accepted.</param>
    public static Option<int?> Integer(string name, string description, int minimum) => new(name)
    {
        Description = description,
        HelpName = "INTEGER",
        CustomParser = result =>
        {
            string text = Single(result);
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= minimum) return value;
            result.AddError($"{name} is '{text}'; expected an integer of at least {minimum}");
            return null;
        },
    };

    private static string Single(ArgumentResult result) => result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
}
