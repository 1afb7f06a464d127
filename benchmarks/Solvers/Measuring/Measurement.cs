namespace Copositive.Benchmarks.Solvers;

/// <summary>How one solver did on one instance.</summary>
internal sealed record Measurement
{
    /// <summary>The status of an answer whose recomputed error is within the goal.</summary>
    public const string Optimal = "optimal";

    /// <summary>The status where a limit came first.</summary>
    public const string Limit = "limit";

    /// <summary>The status of a solver that is not on this machine.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>The instance's name.</summary>
    public required string Instance { get; init; }

    /// <summary>The solver's name.</summary>
    public required string Solver { get; init; }

    /// <summary>
    /// optimal (the recomputed error is within the goal), inaccurate (an answer that is not), infeasible, unbounded, illPosed, limit,
    /// failed,
    /// unsupported or unavailable.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>The time of the solve; for "limit" the time until it was stopped. Null where there was none.</summary>
    public double? Seconds { get; init; }

    /// <summary>The largest of the six errors, recomputed; null where there is no point and dual.</summary>
    public double? Error { get; init; }

    /// <summary>The primal objective at the point returned.</summary>
    public double? Objective { get; init; }

    /// <summary>Iterations as the solver counts them.</summary>
    public int? Iterations { get; init; }

    /// <summary>Peak resident memory: what a solve in this library's process adds, all of an external process.</summary>
    public double? Megabytes { get; init; }

    /// <summary>The number of threads of the run reported; null for the solver's default.</summary>
    public int? Threads { get; init; }

    /// <summary>The tolerance with which the goal was reached.</summary>
    public double? Tolerance { get; init; }

    /// <summary>For SCS: the form in which the program was given.</summary>
    public string? Form { get; init; }

    /// <summary>Why there is no better answer; null if there is nothing to say.</summary>
    public string? Note { get; init; }

    /// <summary>Whether the goal was reached.</summary>
    public bool IsSolved => Status == Optimal;

    /// <summary>The measurement of a solver that is not there.</summary>
    public static Measurement Absent(string instance, string solver, string reason) =>
        new() { Instance = instance, Solver = solver, Status = Unavailable, Note = reason };

    /// <summary>The better of two: solved before unsolved, then the faster one.</summary>
    public static Measurement Better(Measurement? a, Measurement b) =>
        a is null || b.IsSolved && (!a.IsSolved || b.Seconds < a.Seconds) ? b : a;
}
