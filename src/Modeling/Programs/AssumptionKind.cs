namespace Copositive.Modeling;

/// <summary>What an <see cref="Assumption"/> bounds.</summary>
public enum AssumptionKind
{
    /// <summary>Every named column lies between two numbers.</summary>
    Box,

    /// <summary>The trace of a matrix block's slack is at most a number.</summary>
    Trace,
}
