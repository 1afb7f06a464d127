namespace Copositive.Conformance;

/// <summary>What is special in a random program.</summary>
internal enum RandomKind
{
    /// <summary>An optimum by construction, strictly complementary or degenerate.</summary>
    Optimal,

    /// <summary>A Farkas ray.</summary>
    Infeasible,

    /// <summary>A direction of unbounded improvement, and a feasible point.</summary>
    Unbounded,

    /// <summary>No Slater point, an infimum not attained, a duality gap, infeasible without a ray.</summary>
    IllPosed,

    /// <summary>An optimum, with dependent rows and columns.</summary>
    RankDeficient,

    /// <summary>An optimum, in units of very different sizes.</summary>
    BadlyScaled,

    /// <summary>An optimum, with rows that do not bind.</summary>
    Redundant,
}
