using System.CommandLine;

namespace Copositive.Cli.CommandLine;

/// <summary>Arguments and options that name a file to read or to write.</summary>
internal static class InputPath
{
    /// <summary>An argument that names a file to read.</summary>
    public static Argument<string> Argument(string name, string description) => new(name) { Description = description };

    /// <summary>An option that names a file.</summary>
    public static Option<string?> Option(string name, string description) => new(name) { Description = description, HelpName = "FILE" };

    /// <summary>The <c>--json</c> switch.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object and nothing else" };

    /// <summary>Throws unless a file can be read.</summary>
    /// <exception cref="BadInputException">There is no such file.</exception>
    public static string RequireFile(string path)
    {
        if (Directory.Exists(path)) throw new BadInputException($"{path}: is a directory; expected a file");
        if (!File.Exists(path)) throw new BadInputException($"{path}: no such file");
        return path;
    }

    /// <summary>Throws unless a file can be written to its folder, before any work is spent on it.</summary>
    /// <exception cref="BadInputException">There is no such folder, or the name is one of a folder.</exception>
    public static string? RequireWritable(string? path)
    {
        if (path is null) return null;
        if (path.Length == 0) throw new BadInputException("the name of the file to write is empty");
        if (Directory.Exists(path)) throw new BadInputException($"{path}: is a directory; expected the name of a file to write");
        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (folder is not null && !Directory.Exists(folder)) throw new BadInputException($"{path}: there is no folder {folder}");
        return path;
    }
}
