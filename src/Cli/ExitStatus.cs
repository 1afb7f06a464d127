namespace Copositive.Cli;

/// <summary>The exit statuses of the command.</summary>
public static class ExitStatus
{
    /// <summary>0: a decided answer (optimal, infeasible, unbounded; for a network the gap asked for).</summary>
    public const int Decided = 0;

    /// <summary>1: undecided: a limit or inaccuracy came first, or the user cancelled.</summary>
    public const int Undecided = 1;

    /// <summary>2: the input or the command line is wrong, or asks for what this version does not offer.</summary>
    public const int BadInput = 2;
}
