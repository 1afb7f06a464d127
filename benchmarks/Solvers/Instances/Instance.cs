using Copositive.Modeling;

namespace Copositive.Benchmarks.Solvers;

/// <summary>An instance and its program, on which every solver's errors are recomputed.</summary>
/// <param name="Source">Where it comes from.</param>
/// <param name="Program">The program.</param>
internal sealed record Instance(InstanceSource Source, ConicProgram Program);
