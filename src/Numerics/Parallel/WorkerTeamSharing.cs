namespace Copositive.Numerics;

/// <summary>Work that a team does where there is one and it pays, and the calling thread alone elsewhere.</summary>
internal static class WorkerTeamSharing
{
    /// <summary>Does all parts: on the calling thread when there is one only, else by the team, which must then be there.</summary>
    public static void Share<TBody>(this WorkerTeam? team, int parts, TBody body)
        where TBody : struct, IParallelBody
    {
        if (parts > 1)
            team!.Run(parts, body);
        else if (parts == 1)
            body.Run(0);
    }
}
