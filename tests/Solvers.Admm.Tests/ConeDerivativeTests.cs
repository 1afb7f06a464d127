using Copositive.Modeling;
using Copositive.Numerics;
using Copositive.Solvers.Common;

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

    /// <summary>Every cone, small equal blocks done together among them, in single precision and after a projection without vectors.</summary>
    [TestCase(1)]
    [TestCase(2)]
    public void Single_precision_and_later_decompositions_give_the_same_derivative(int threads)
    {
        ConeBlock[] blocks = Assorted(out int rows);
        var program = new ConicProgram("", ObjectiveSense.Minimize, null, [], 0, SparseMatrix.Zero(rows, 0), new double[rows], [.. blocks]);
        using var team = new WorkerTeam(threads);
        ProductProjection cones = new(program, team), light = new(program, team);
        (double[] w, double[] h) = Points(new ConeBlock(Cone.Nonnegative, 0, rows, "all"), 2);
        double[] s = new double[rows], lightly = new double[rows], expected = new double[rows], later = new double[rows];
        float[] single = Array.ConvertAll(h, x => (float)x), result = new float[rows], again = new float[rows];
        cones.Project(w, s, new ProjectionMode(DerivativeFollows: true));
        cones.Derivative(h, expected);
        cones.Derivative(single, result);
        light.Project(w, lightly);
        light.Derivative(h, later);
        light.Project(w, lightly);
        light.Derivative(single, again);
        Assert.That(cones.IsExact && light.IsExact);
        for (int i = 0; i < rows; i++)
        {
            Assert.That(lightly[i], Is.EqualTo(s[i]).Within(1e-12));
            Assert.That(later[i], Is.EqualTo(expected[i]).Within(1e-9));
            Assert.That(result[i], Is.EqualTo(expected[i]).Within(1e-4));
            Assert.That(again[i], Is.EqualTo(result[i]).Within(1e-4));
        }
    }

    /// <summary>Matrices of rank 5 that move slowly: partial projections keep to the tolerance, and exact ones come on request.</summary>
    [Test]
    public void A_tolerance_is_kept_by_partial_projections_whose_derivative_is_exact()
    {
        const int n = 120, rank = 5;
        const double tolerance = 1e-6;
        var block = new ConeBlock(Cone.PositiveSemidefinite, 0, SymmetricVector.Length(n), "matrix");
        ProductProjection partial = Projection(block), exact = Projection(block), repeated = Projection(block);
        double[] w = new double[block.Rows], h = Points(block, 3).H, s = new double[block.Rows], t = new double[block.Rows];
        double[] again = new double[block.Rows], derivative = new double[block.Rows], expected = new double[block.Rows];
        int inexact = 0;
        for (int step = 0; step < 12; step++)
        {
            FewPositive(n, rank, 0.01 * step, w);
            partial.Project(w, s, new ProjectionMode(Tolerance: tolerance));
            repeated.Project(w, again, new ProjectionMode(Tolerance: tolerance));
            exact.Project(w, t);
            Assert.That(again, Is.EqualTo(s));
            Assert.That(Distance(s, t), Is.LessThan(tolerance * EuclideanNorm.Of(w)));
            if (!partial.IsExact) inexact++;
        }
        Assert.That(inexact, Is.GreaterThan(6));
        partial.Derivative(h, derivative);
        exact.Derivative(h, expected);
        for (int i = 0; i < h.Length; i++) Assert.That(derivative[i], Is.EqualTo(expected[i]).Within(1e-9));
        partial.Project(w, s);
        Assert.That(partial.IsExact);
        Assert.That(s, Is.EqualTo(t));
    }

    /// <summary>−I plus a slowly turning part of a given rank whose eigenvalues exceed 1.</summary>
    private static void FewPositive(int n, int rank, double angle, double[] w)
    {
        Array.Clear(w);
        for (int k = 0; k < rank; k++)
        {
            var random = new Random(k + 1);
            var v = new double[n];
            for (int i = 0; i < n; i++) v[i] = Math.Cos(angle + 2 * Math.PI * random.NextDouble()) / Math.Sqrt(n);
            for (int j = 0; j < n; j++)
            {
                for (int i = 0; i <= j; i++) w[SymmetricVector.Index(i, j)] += 8 * v[i] * v[j] * (i < j ? Math.Sqrt(2) : 1);
            }
        }
        for (int j = 0; j < n; j++) w[SymmetricVector.Index(j, j)] -= 1;
    }

    private static ConeBlock[] Assorted(out int rows)
    {
        (Cone Cone, int Rows)[] kinds =
        [
            (Cone.Zero, 3), (Cone.Nonnegative, 11), (Cone.SecondOrder, 9), (Cone.SecondOrder, 1), (Cone.PositiveSemidefinite, SymmetricVector.Length(5)),
            (Cone.PositiveSemidefinite, SymmetricVector.Length(5)), (Cone.PositiveSemidefinite, SymmetricVector.Length(5)),
            (Cone.PositiveSemidefinite, SymmetricVector.Length(33)), (Cone.PositiveSemidefinite, SymmetricVector.Length(130)),
        ];
        rows = 0;
        var blocks = new ConeBlock[kinds.Length];
        for (int k = 0; k < kinds.Length; k++)
        {
            blocks[k] = new ConeBlock(kinds[k].Cone, rows, kinds[k].Rows, $"block {k}");
            rows += kinds[k].Rows;
        }
        return blocks;
    }

    private static double Distance(double[] x, double[] y)
    {
        double squares = 0;
        for (int i = 0; i < x.Length; i++) squares += (x[i] - y[i]) * (x[i] - y[i]);
        return Math.Sqrt(squares);
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
