namespace Copositive.Copositivity;

/// <summary>How long a decision may take, and by which method it is made.</summary>
public sealed record CopositivityOptions
{
    /// <summary>The method. Default <see cref="CopositivityMethod.Automatic"/>.</summary>
    public CopositivityMethod Method { get; init; }

    /// <summary>Wall-clock limit, above zero, after which the answer is unknown; null, the default, for none.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Throws if a value is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public void Validate()
    {
        if (!Enum.IsDefined(Method)) throw new ArgumentOutOfRangeException(nameof(Method), Method, "This is no method.");
        if (TimeLimit is { } limit && limit <= TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(TimeLimit), limit, "The time limit must be above zero.");
    }
}
