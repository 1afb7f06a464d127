using Spectre.Console;

namespace Copositive.Cli;

/// <summary>Where a command writes: results to standard output, for people or as JSON, and one line of error.</summary>
internal sealed class CommandOutput
{
    private const int PlainWidth = 110;

    /// <summary>Output to two writers.</summary>
    /// <param name="standard">Receives results.</param>
    /// <param name="error">Receives errors.</param>
    /// <param name="isTerminal">Whether results go to a terminal, which gets colours and progress.</param>
    public CommandOutput(TextWriter standard, TextWriter error, bool isTerminal)
    {
        Standard = standard;
        Error = error;
        IsTerminal = isTerminal;
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(standard),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!isTerminal) Console.Profile.Width = PlainWidth;
    }

    /// <summary>Standard output.</summary>
    public TextWriter Standard { get; }

    /// <summary>Standard error.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether standard output is a terminal.</summary>
    public bool IsTerminal { get; }

    /// <summary>Standard output for tables and colours.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Writes one line of error and returns the exit status.</summary>
    public int Fail(int status, string message)
    {
        Error.WriteLine($"copositive: {OneLine(message)}");
        return status;
    }

    /// <summary>Does work under a spinner whose text the work sets; without a terminal, or where JSON is wanted, does it silently.</summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="title">The first text.</param>
    /// <param name="quiet">Whether to show nothing.</param>
    /// <param name="work">The work; it is given an action that changes the text.</param>
    public T WithProgress<T>(string title, bool quiet, Func<Action<string>, T> work) => quiet || !IsTerminal
        ? work(static _ => { })
        : Console.Status().Spinner(Spinner.Known.Dots).Start(Markup.Escape(title), context => work(text => context.Status(Markup.Escape(text))));

    private static string OneLine(string message) =>
        string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
