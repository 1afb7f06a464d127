namespace Copositive.Cli;

/// <summary>The command line or an input cannot be used. The message is one line that says what was expected.</summary>
public sealed class BadInputException : Exception
{
    /// <summary>An exception with a message.</summary>
    public BadInputException(string message) : base(message) { }

    /// <summary>An exception with a message and the exception behind it.</summary>
    public BadInputException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>An exception without particulars.</summary>
    public BadInputException() { }
}
