namespace Copositive.Benchmarks.Kernels;

/// <summary>One side of a <see cref="Contest"/>.</summary>
/// <param name="Call">What is timed.</param>
/// <param name="WarmUp">How long it is called before anything is timed.</param>
/// <param name="HasThreads">Whether threads of its own may go on working or waiting actively after its turn.</param>
internal sealed record Contender(Action Call, TimeSpan WarmUp, bool HasThreads);
