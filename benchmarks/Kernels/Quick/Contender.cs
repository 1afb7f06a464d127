namespace Copositive.Benchmarks.Kernels;

/// <summary>One side of a <see cref="Contest"/>.</summary>
/// <param name="Call">What is timed.</param>
/// <param name="WarmUp">How long it is called before anything is timed.</param>
/// <param name="Pause">How long its threads need to come to rest after its turn.</param>
internal sealed record Contender(Action Call, TimeSpan WarmUp, TimeSpan Pause);
