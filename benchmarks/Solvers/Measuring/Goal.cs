namespace Copositive.Benchmarks.Solvers;

/// <summary>What is asked of every solver.</summary>
/// <param name="Error">The largest of the six recomputed errors allowed.</param>
/// <param name="TimeLimit">For one run.</param>
internal sealed record Goal(double Error, TimeSpan TimeLimit);
