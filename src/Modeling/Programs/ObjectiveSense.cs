namespace Copositive.Modeling;

/// <summary>Whether the user asked for the smallest or the largest value of the objective.</summary>
public enum ObjectiveSense
{
    /// <summary>The smallest value.</summary>
    Minimize,

    /// <summary>The largest value; a program stores the negated objective and reports the user's.</summary>
    Maximize,
}
