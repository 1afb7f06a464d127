using Copositive.Modeling;

namespace Copositive.Benchmarks.Solvers;

/// <summary>One run of an external solver.</summary>
/// <param name="Program">The program, for the recomputed errors.</param>
/// <param name="SdpaFile">The program as a file.</param>
/// <param name="Folder">Where the solver runs and writes.</param>
/// <param name="Tolerance">Its tolerance.</param>
/// <param name="Threads">Its number of threads.</param>
/// <param name="TimeLimit">After which it is stopped.</param>
internal sealed record ExternalRun(ConicProgram Program, string SdpaFile, string Folder, double Tolerance, int Threads, TimeSpan TimeLimit);
