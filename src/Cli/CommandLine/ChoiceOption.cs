using System.CommandLine;

namespace Copositive.Cli.CommandLine;

/// <summary>Options that hold one of a few words.</summary>
internal static class ChoiceOption
{
    /// <summary>An option with a default word.</summary>
    /// <param name="name">The option's name, with dashes.</param>
    /// <param name="description">For the help; the words are added.</param>
    /// <param name="words">The words, the default first.</param>
    public static Option<string> Create(string name, string description, params string[] words) => new(name)
    {
        Description = $"{description}: {string.Join(", ", words)}",
        HelpName = string.Join('|', words),
        DefaultValueFactory = _ => words[0],
        CustomParser = result =>
        {
            string word = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
            if (words.Contains(word)) return word;
            result.AddError($"{name} {word} is not in this version; available: {string.Join(", ", words)}");
            return words[0];
        },
    };
}
