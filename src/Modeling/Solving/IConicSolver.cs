namespace Copositive.Modeling;

/// <summary>
/// A backend. Implementations keep no state between calls, are safe for concurrent use, and are synchronous because the work is
/// CPU-bound. Most callers solve through a model or <c>program.Solve(solver, …)</c>, which plan, solve, map back and recheck.
/// </summary>
public interface IConicSolver
{
    /// <summary>The name by which reports call this backend, such as "admm".</summary>
    string Name { get; }

    /// <summary>What this backend takes as it is.</summary>
    SolverCapabilities Capabilities { get; }

    /// <summary>Solves a program that lies within <see cref="Capabilities"/>.</summary>
    /// <param name="program">The program, already planned for this backend.</param>
    /// <param name="options">Overrides of the configured options.</param>
    /// <param name="progress">Receives throttled progress; may be null.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>What was found; estimates, until rechecked.</returns>
    /// <exception cref="UnsupportedProgramException">The program is outside the capabilities.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ConicSolution Solve(
        ConicProgram program,
        SolveOptions? options = null,
        IProgress<SolverProgress>? progress = null,
        CancellationToken cancellationToken = default);
}
