namespace Copositive.Benchmarks.Solvers;

/// <summary>One of the ways to state a program for SCS.</summary>
internal interface IScsForm
{
    /// <summary>The statement.</summary>
    ScsProblem Problem { get; }

    /// <summary>Whether SCS solves the dual, so that its infeasible is our unbounded.</summary>
    bool IsDual { get; }

    /// <summary>
    /// Points and duals of the program, from SCS' x, y and s. There may be several, since s satisfies the cones and what follows from x
    /// satisfies the equations, each exactly: the better one counts.
    /// </summary>
    IEnumerable<(double[] X, double[] Y)> MapBack(ScsAnswer answer);
}
