using Copositive.Modeling;

namespace Copositive.Cli.Solving;

/// <summary>What <c>copositive solve</c> was asked for.</summary>
/// <param name="File">The problem's file.</param>
/// <param name="Problem">Which problem of a file with several; null for the only one.</param>
/// <param name="Solver">The backend's key, or "auto".</param>
/// <param name="Options">Tolerance and limits.</param>
/// <param name="Assumptions">The values of <c>--assume</c>.</param>
internal sealed record SolveRequest(
    string File, string? Problem, string Solver, SolveOptions Options, IReadOnlyList<AssumptionArgument> Assumptions);
