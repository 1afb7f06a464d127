namespace Copositive.Cli.Export;

/// <summary>What <c>copositive export</c> was asked for.</summary>
/// <param name="Problem">The problem, one of <see cref="ExportRun.Problems"/>.</param>
/// <param name="Input">The file with its data.</param>
/// <param name="Clique">For graphs: whether the complement is meant.</param>
/// <param name="Nonnegative">For theta: whether X ≥ 0 is asked for.</param>
/// <param name="File">The file to write.</param>
internal sealed record ExportRequest(string Problem, string Input, bool Clique, bool Nonnegative, string File);
