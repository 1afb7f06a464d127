using Copositive.Modeling;

namespace Copositive.Benchmarks.Solvers.Tests;

/// <summary>
/// A program with a matrix block, a diagonal one and one of order 1, whose solution is exact: minimise x₁ + x₂ + x₃ with [x₁ 1; 1 x₂] ⪰ 0,
/// x₃ ≥ ½ and x₃ ≥ 0, and x₁ ≥ ¼. By the means' inequality x = (1, 1, ½); the dual is [1 −1; −1 1], (1, 0) and 0.
/// </summary>
internal static class MixedProgram
{
    public const string Sdpa = """
        3
        3
        2 -2 1
        1 1 1
        0 1 1 2 -1
        0 2 1 1 0.5
        0 3 1 1 0.25
        1 1 1 1 1
        2 1 2 2 1
        3 2 1 1 1
        3 2 2 2 1
        1 3 1 1 1

        """;

    public const double Value = 2.5;

    public static readonly double[] X = [1, 1, 0.5], Y = [1, -1, 1, 1, 0, 0];

    public static ConicProgram Read() => SdpaReader.Read(new StringReader(Sdpa), "mixed.dat-s");

    public static double ErrorOf(double[] x, double[] y) =>
        Optimality.Errors(Read(), new ConicSolution { Termination = Termination.Optimal, X = x, Y = y })!.Value.Max;
}
