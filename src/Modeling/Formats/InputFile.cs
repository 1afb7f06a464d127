using System.Security;
using System.Text;

namespace Copositive.Modeling;

/// <summary>Opens input files; what goes wrong is an <see cref="InputFormatException"/> that names the file.</summary>
internal static class InputFile
{
    /// <summary>Opens a text file as UTF-8, or as its byte order mark says.</summary>
    /// <exception cref="InputFormatException">The file does not exist or cannot be opened.</exception>
    public static StreamReader OpenText(string path) => new(OpenRead(path), Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);

    /// <summary>Opens a file for one pass from its beginning.</summary>
    /// <exception cref="InputFormatException">The file does not exist or cannot be opened.</exception>
    public static FileStream OpenRead(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputFormatException(path, 0, "there is no such file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException or ArgumentException or NotSupportedException)
        {
            throw new InputFormatException(path, 0, $"the file cannot be opened: {OneLine(e.Message)}");
        }
    }

    /// <summary>A message without line breaks.</summary>
    public static string OneLine(string message) => message.ReplaceLineEndings(" ");
}
