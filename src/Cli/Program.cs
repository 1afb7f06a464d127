using System.Text;

namespace Copositive.Cli;

/// <summary>The <c>copositive</c> command.</summary>
public static class Program
{
    private static Task<int> Main(string[] args)
    {
        if (Console.IsOutputRedirected) Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return RunAsync(args, Console.Out, Console.Error, isTerminal: !Console.IsOutputRedirected);
    }

    /// <summary>Runs the command line as the process would, writing to the given writers.</summary>
    /// <param name="args">The arguments after the command's name.</param>
    /// <param name="output">Receives results.</param>
    /// <param name="error">Receives at most one line: what was wrong.</param>
    /// <param name="isTerminal">Whether output is a terminal: progress is shown there only.</param>
    /// <param name="cancellationToken">Cancels the work, as Ctrl-C does.</param>
    /// <returns>The exit status, one of <see cref="ExitStatus"/>.</returns>
    public static Task<int> RunAsync(
        IReadOnlyList<string> args, TextWriter output, TextWriter error, bool isTerminal = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        return CopositiveCommand.RunAsync(args, new CommandOutput(output, error, isTerminal), cancellationToken);
    }
}
