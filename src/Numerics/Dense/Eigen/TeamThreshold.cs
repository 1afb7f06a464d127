namespace Copositive.Numerics;

/// <summary>The smallest sizes at which sharing out work among a team's threads was measured to pay.</summary>
internal static class TeamThreshold
{
    /// <summary>The order of what is left to reduce.</summary>
    public const int ReductionOrder = 150;

    /// <summary>The order times the number of vectors to apply reflections to.</summary>
    public const long ReflectedEntries = 5_000;

    /// <summary>Changed rows of a merge.</summary>
    public const int MergeOrder = 64;

    /// <summary>The order of a matrix rebuilt from eigenvectors.</summary>
    public const int RebuiltOrder = 100;

    /// <summary>The order of a tridiagonal matrix.</summary>
    public const int ConquerOrder = 100;
}
