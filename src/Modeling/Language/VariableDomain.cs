namespace Copositive.Modeling;

/// <summary>The values that a variable may take.</summary>
public enum VariableDomain
{
    /// <summary>Any real number.</summary>
    Continuous,

    /// <summary>Any integer.</summary>
    Integer,

    /// <summary>0 or 1.</summary>
    Binary,
}
