namespace Copositive.Modeling;

/// <summary>An input file is malformed. The message is one line that names the file, the line and what was expected.</summary>
public sealed class InputFormatException : Exception
{
    /// <summary>An error at a place of a file.</summary>
    /// <param name="file">The file's name as the user gave it.</param>
    /// <param name="line">The line, counted from 1; 0 where no line can be named.</param>
    /// <param name="expectation">What was found and what was expected.</param>
    public InputFormatException(string file, int line, string expectation)
        : base(line > 0 ? $"{file}:{line}: {expectation}" : $"{file}: {expectation}")
    {
        File = file;
        Line = line;
    }

    /// <summary>An exception with a message.</summary>
    public InputFormatException(string message) : base(message) { }

    /// <summary>An exception with a message and the exception behind it.</summary>
    public InputFormatException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>An exception without particulars.</summary>
    public InputFormatException() { }

    /// <summary>The file's name as the user gave it; null where none is known.</summary>
    public string? File { get; }

    /// <summary>The line, counted from 1; 0 where no line can be named.</summary>
    public int Line { get; }
}
