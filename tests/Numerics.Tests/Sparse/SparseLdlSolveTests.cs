using MathNet.Numerics.LinearAlgebra;
using static Copositive.Numerics.Tests.SparseSystems;

namespace Copositive.Numerics.Tests;

public class SparseLdlSolveTests
{
    [Test]
    public void Solutions_agree_with_a_dense_solve([Values(1, 2, 5, 30, 120)] int n, [Values(0, 1, 20, 80)] int m)
    {
        (SparseMatrix upper, int[] signs) = QuasiDefinite(n, m, 3, n + 7 * m);
        SparseLdl ldl = SparseLdl.Analyze(upper, signs);
        ldl.Refactor(upper.Values);
        Assert.That(ldl.RegularizedPivots, Is.Zero);
        double[] b = TestMatrices.Random(n + m, 1, 3), x = (double[])b.Clone(), refined = (double[])b.Clone();
        ldl.Solve(x);
        ldl.Solve(refined, refinementSteps: 3);
        Vector<double> expected = Dense(upper).LU().Solve(Vector<double>.Build.Dense(b));
        Assert.That(x, Is.EqualTo(expected.ToArray()).Within(1e-11 * (1 + expected.AbsoluteMaximum())));
        Assert.That(refined, Is.EqualTo(expected.ToArray()).Within(1e-11 * (1 + expected.AbsoluteMaximum())));
    }

    [Test]
    public void A_large_grid_is_solved()
    {
        const int k = 150;
        SparseMatrix grid = Grid(k);
        SparseLdl ldl = SparseLdl.Analyze(grid);
        ldl.Refactor(grid.Values);
        double[] x = TestMatrices.Random(k * k, 1, 1), b = new double[k * k];
        grid.MultiplySymmetric(x, b);
        ldl.Solve(b);
        Assert.That(b.Zip(x, (p, q) => Math.Abs(p - q)).Max(), Is.LessThan(1e-11));
    }

    [TestCase(2)]
    [TestCase(3)]
    [TestCase(8)]
    public void A_team_factors_and_solves_alike_and_the_same_bit_by_bit_in_every_run(int threads)
    {
        using var team = new WorkerTeam(threads);
        foreach (SparseMatrix upper in new[] { Grid(130), NormalEquations(2500, 5000, 1) })
        {
            int n = upper.Columns;
            SparseLdl alone = SparseLdl.Analyze(upper), ldl = new(alone.Symbolic, team);
            double[] x = TestMatrices.Random(n, 1, 1), b = new double[n], first = new double[n];
            upper.MultiplySymmetric(x, b);
            b.CopyTo(first, 0);
            alone.Refactor(upper.Values);
            ldl.Refactor(upper.Values);
            ldl.Solve(first);
            Assert.That(first, Is.EqualTo(x).Within(1e-10));
            for (int run = 0; run < 3; run++)
            {
                double[] again = (double[])b.Clone();
                ldl.Refactor(upper.Values);
                ldl.Solve(again);
                Assert.That(again, Is.EqualTo(first));
            }
        }
    }

    [Test]
    public void Several_right_hand_sides_are_solved_like_single_ones([Values(0, 1, 7, 32, 33, 100)] int count, [Values(1, 3)] int threads)
    {
        using var team = new WorkerTeam(threads);
        foreach ((SparseMatrix upper, int[] signs) in new[] { QuasiDefinite(50, 30, 3, 1), FullQuasiDefinite(50, 30), (Grid(9), null!) })
        {
            int n = upper.Columns;
            SparseLdl ldl = SparseLdl.Analyze(upper, signs, team);
            ldl.Refactor(upper.Values);
            double[] block = TestMatrices.Random(n, count, 1), original = (double[])block.Clone();
            ldl.SolveBlock(block, count);
            for (int c = 0; c < count; c++)
            {
                double[] single = original.Where((_, k) => k % count == c).ToArray();
                ldl.Solve(single);
                Assert.That(block.Where((_, k) => k % count == c), Is.EqualTo(single).Within(1e-12));
            }
        }
    }

    [Test]
    public void Refined_solutions_say_how_well_they_fit()
    {
        (SparseMatrix upper, int[] signs) = QuasiDefinite(60, 40, 3, 2);
        SparseLdl ldl = SparseLdl.Analyze(upper, signs);
        // A shift of 1e-4 makes the factors good to four digits only; refinement restores K.
        ldl.StaticRegularization = 1e-4;
        ldl.Refactor(upper.Values);
        double[] x = TestMatrices.Random(100, 1, 1), b = new double[100], rough;
        upper.MultiplySymmetric(x, b);
        rough = (double[])b.Clone();
        RefinedSolution once = ldl.SolveRefined(rough, 0);
        Assert.That(once.Steps, Is.Zero);
        Assert.That(once.Residual, Is.InRange(1e-8, 1e-2));
        RefinedSolution refined = ldl.SolveRefined(b);
        Assert.That(refined.Residual, Is.LessThan(1e-15));
        Assert.That(refined.Steps, Is.InRange(2, 8));
        Assert.That(b, Is.EqualTo(x).Within(1e-12));
        double[] nan = new double[100];
        nan[4] = double.NaN;
        Assert.That(ldl.SolveRefined(nan).Residual, Is.NaN);
        Assert.That(ldl.SolveRefined(new double[100]).Residual, Is.Zero);
    }

    [Test]
    public void Negative_numbers_of_refinement_steps_are_refused()
    {
        SparseMatrix one = SparseMatrix.FromTriplets(1, 1, [0], [0], [2]);
        SparseLdl ldl = SparseLdl.Analyze(one);
        ldl.Refactor(one.Values);
        Assert.Throws<ArgumentOutOfRangeException>(() => ldl.Solve(new double[1], -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ldl.SolveRefined(new double[1], -1));
    }
}
