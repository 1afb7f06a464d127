namespace Copositive.Benchmarks.Solvers;

/// <summary>What SCS returns.</summary>
/// <param name="Status">Its exit flag: 1 solved, 2 or less accurate, −1 unbounded, −2 infeasible, ….</param>
/// <param name="Iterations">Its iterations.</param>
/// <param name="Seconds">Its own time, setup included.</param>
/// <param name="X">x.</param>
/// <param name="Y">y.</param>
/// <param name="S">s.</param>
internal sealed record ScsAnswer(int Status, int Iterations, double Seconds, double[] X, double[] Y, double[] S);
