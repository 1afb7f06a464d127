namespace Copositive.Modeling;

/// <summary>
/// A program has a part that a backend cannot take and that no rewrite removes. The message names the constraint, its cone, what the
/// backend supports, and what would fit instead.
/// </summary>
public sealed class UnsupportedProgramException : Exception
{
    /// <summary>An exception with a message.</summary>
    public UnsupportedProgramException(string message) : base(message) { }

    /// <summary>An exception with a message and the exception behind it.</summary>
    public UnsupportedProgramException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>An exception without particulars.</summary>
    public UnsupportedProgramException() { }
}
