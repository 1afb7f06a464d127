using Copositive.Modeling;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm.Tests;

/// <summary>Derivatives of projections, against central differences.</summary>
public sealed class ConeDerivativeTests
{
    private const double Step = 1e-6;

    public static IEnumerable<TestCaseData> Blocks()
    {
        for (int seed = 1; seed <= 3; seed++)
        {
            yield return new TestCaseData(new ConeBlock(Cone.Nonnegative, 0, 5, "orthant"), seed);
            yield return new TestCaseData(new ConeBlock(Cone.SecondOrder, 0, 1, "half-line"), seed);
            yield return new TestCaseData(new ConeBlock(Cone.SecondOrder, 0, 5, "second-order"), seed);
            yield return new TestCaseData(new ConeBlock(Cone.PositiveSemidefinite, 0, SymmetricVector.Length(6), "matrix"), seed);
        }
    }

    [TestCaseSource(nameof(Blocks))]
    public void A_projection_changes_as_its_derivative_says(ConeBlock block, int seed)
    {
        ProductProjection cones = Projection(block);
        (double[] w, double[] h) = Points(block, seed);
        double[] plus = new double[block.Rows], minus = new double[block.Rows], derivative = new double[block.Rows];
        cones.Project(Moved(w, h, Step), plus);
        cones.Project(Moved(w, h, -Step), minus);
        cones.Project(w, new double[block.Rows]);
        cones.Derivative(h, derivative);
        // The random points are nowhere near a kink, where the derivative would jump.
        for (int i = 0; i < w.Length; i++) Assert.That(derivative[i], Is.EqualTo((plus[i] - minus[i]) / (2 * Step)).Within(1e-7));
    }

    /// <summary>A large block, which threads do together, and small ones, which they share out.</summary>
    [TestCase(2)]
    [TestCase(5)]
    public void Threads_change_projections_and_derivatives_by_rounding_only(int threads)
    {
        int large = SymmetricVector.Length(150), small = SymmetricVector.Length(40);
        ConeBlock[] blocks =
        [
            new(Cone.PositiveSemidefinite, 0, small, "small"), new(Cone.PositiveSemidefinite, small, large, "large"),
            new(Cone.PositiveSemidefinite, small + large, small, "second small"), new(Cone.Nonnegative, 2 * small + large, 9, "orthant"),
        ];
        int rows = 2 * small + large + 9;
        var program = new ConicProgram("", ObjectiveSense.Minimize, null, [], 0, SparseMatrix.Zero(rows, 0), new double[rows], [.. blocks]);
        using var team = new WorkerTeam(threads);
        ProductProjection alone = new(program), shared = new(program, team);
        (double[] w, double[] h) = Points(new ConeBlock(Cone.Nonnegative, 0, rows, "all"), 1);
        double[] expected = new double[rows], actual = new double[rows], again = new double[rows];
        alone.Project(w, expected);
        shared.Project(w, actual);
        shared.Project(w, again);
        Assert.That(again, Is.EqualTo(actual));
        for (int i = 0; i < rows; i++) Assert.That(actual[i], Is.EqualTo(expected[i]).Within(1e-12));
        alone.Derivative(h, expected);
        shared.Derivative(h, actual);
        // Rounding in close pairs of eigenvalues of either sign is amplified.
        for (int i = 0; i < rows; i++) Assert.That(actual[i], Is.EqualTo(expected[i]).Within(1e-9));
    }

    private static ProductProjection Projection(ConeBlock block) => new(
        new ConicProgram("", ObjectiveSense.Minimize, null, [], 0, SparseMatrix.Zero(block.Rows, 0), new double[block.Rows], [block]));

    private static (double[] W, double[] H) Points(ConeBlock block, int seed)
    {
        var random = new Random(seed);
        double[] w = new double[block.Rows], h = new double[block.Rows];
        for (int i = 0; i < w.Length; i++)
        {
            w[i] = 2 * random.NextDouble() - 1;
            h[i] = 2 * random.NextDouble() - 1;
        }
        return (w, h);
    }

    private static double[] Moved(double[] w, double[] h, double step)
    {
        var moved = new double[w.Length];
        for (int i = 0; i < w.Length; i++) moved[i] = w[i] + step * h[i];
        return moved;
    }
}
