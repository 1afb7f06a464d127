using System.CommandLine;
using System.CommandLine.Parsing;
using Copositive.Cli.Decisions;
using Copositive.Cli.Export;
using Copositive.Cli.Solving;
using Copositive.Cli.Stability;
using Copositive.Cli.Training;
using Copositive.Modeling;
using Microsoft.Extensions.DependencyInjection;

namespace Copositive.Cli;

/// <summary>The root command: parses, runs a subcommand, and turns everything that goes wrong into one line and an exit status.</summary>
internal static class CopositiveCommand
{
    /// <summary>Parses and runs a command line.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CommandOutput output, CancellationToken cancellationToken)
    {
        await using ServiceProvider services = CommandServices.Create();
        RootCommand root = Create(services, output);
        // '@' is an ordinary character in a file's name here, not the mark of a response file.
        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        string? unknown = UnknownWord(parsed);
        if (parsed.Errors.Count > 0 || unknown is not null)
            return output.Fail(ExitStatus.BadInput, $"{Describe(parsed, root, unknown)} (see 'copositive --help')");
        var configuration = new InvocationConfiguration { Output = output.Standard, Error = output.Error, EnableDefaultExceptionHandler = false };
        try
        {
            return await parsed.InvokeAsync(configuration, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return output.Fail(ExitStatus.Undecided, "cancelled");
        }
        catch (Exception exception)
        {
            return output.Fail(IsBadInput(exception) ? ExitStatus.BadInput : ExitStatus.Undecided, Message(exception));
        }
    }

    private static RootCommand Create(IServiceProvider services, CommandOutput output) => new(
        "Certified bounds for programs over copositive, completely positive, semidefinite, second-order and linear cones.")
    {
        CheckCommand.Create(output),
        CompletePositivityCommand.Create(services, output),
        ExportCommand.Create(output),
        NetworkCommand.Create(services, output),
        SolveCommand.Create(services, output),
        StabilityCommand.Create(services, output),
        StandardQuadraticCommand.Create(output),
    };

    // The parser takes an unknown option for the value of an argument where one is free, and complains of its consequences first.
    private static string? UnknownWord(ParseResult parsed)
    {
        Token? option = parsed.Tokens.FirstOrDefault(
            token => token is { Type: TokenType.Argument, Value: ['-', not (>= '0' and <= '9' or '.'), ..] });
        if (option is not null) return $"unknown option {option.Value}";
        if (parsed.UnmatchedTokens.Count == 0) return null;
        return $"unknown {(parsed.CommandResult.Command is RootCommand ? "command" : "argument")} {parsed.UnmatchedTokens[0]}";
    }

    private static string Describe(ParseResult parsed, RootCommand root, string? unknown)
    {
        string commands = string.Join(", ", root.Subcommands.Select(command => command.Name));
        return parsed.CommandResult.Command == root
            ? $"{unknown ?? "no command given"}; available: {commands}"
            : $"{parsed.CommandResult.Command.Name}: {unknown ?? parsed.Errors[0].Message}";
    }

    private static bool IsBadInput(Exception exception) => exception is BadInputException or InputFormatException
        or UnsupportedProgramException or FormatException or IOException or UnauthorizedAccessException or ArgumentException
        or OutOfMemoryException or OverflowException;

    private static string Message(Exception exception) => exception switch
    {
        ArgumentException { ParamName: { } name } => exception.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal),
        OutOfMemoryException => "the problem does not fit in this machine's memory",
        ArgumentException or BadInputException or InputFormatException or UnsupportedProgramException or FormatException
            or IOException or UnauthorizedAccessException => exception.Message,
        _ => $"failed: {exception.Message} ({exception.GetType().Name})",
    };
}
