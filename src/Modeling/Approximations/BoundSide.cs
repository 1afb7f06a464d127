namespace Copositive.Modeling;

/// <summary>What the optimal value of an approximated minimisation says about the program it approximates.</summary>
public enum BoundSide
{
    /// <summary>Both: nothing was approximated, or every approximation is exact.</summary>
    Exact,

    /// <summary>A lower bound: every approximated cone was enlarged.</summary>
    Lower,

    /// <summary>An upper bound: every approximated cone was shrunk.</summary>
    Upper,

    /// <summary>Neither: some cones were enlarged and others shrunk.</summary>
    None,
}
