namespace Copositive.Benchmarks.Solvers;

/// <summary>What a peer says of its own answer.</summary>
internal enum Claim
{
    /// <summary>Solved by its own measure.</summary>
    Solved,

    /// <summary>Something short of that.</summary>
    Inaccurate,

    /// <summary>The program has no feasible point.</summary>
    Infeasible,

    /// <summary>The program's objective has no finite optimum.</summary>
    Unbounded,

    /// <summary>The time limit came first.</summary>
    Limit,

    /// <summary>There is no answer.</summary>
    Failed,
}
