namespace Copositive.Numerics;

/// <summary>The smallest sizes at which sharing out work among a team's threads was measured to pay.</summary>
internal static class TeamThreshold
{
    /// <summary>Changed rows of a merge.</summary>
    public const int MergeOrder = 100;

    /// <summary>The order of a tridiagonal matrix.</summary>
    public const int ConquerOrder = 100;
}
