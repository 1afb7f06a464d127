using static Copositive.Numerics.Tests.SparseSystems;

namespace Copositive.Numerics.Tests;

public class SparseLdlTests
{
    [TestCase(60, 40)]
    [TestCase(100, 29)]
    [TestCase(200, 101)]
    public void A_full_matrix_is_factored_by_panels(int n, int m)
    {
        (SparseMatrix upper, int[] signs) = FullQuasiDefinite(n, m);
        SparseLdl ldl = SparseLdl.Analyze(upper, signs);
        Assert.That(ldl.FactorNonzeros, Is.EqualTo((n + m) * (n + m - 1) / 2));
        ldl.Refactor(upper.Values);
        Assert.That(ldl.RegularizedPivots, Is.Zero);
        double[] x = TestMatrices.Random(n + m, 1, 1), b = new double[n + m];
        upper.MultiplySymmetric(x, b);
        ldl.Solve(b);
        Assert.That(b, Is.EqualTo(x).Within(1e-13));
    }

    [Test]
    public void A_semidefinite_matrix_with_fill_is_regularised_once_for_each_lost_rank()
    {
        // The Laplacian of a connected graph has the constant vectors as kernel; a right-hand side that sums to zero is consistent.
        foreach (int k in new[] { 4, 60 })
        {
            SparseMatrix laplacian = GridLaplacian(k);
            SparseLdl ldl = SparseLdl.Analyze(laplacian, Enumerable.Repeat(1, k * k).ToArray());
            ldl.Refactor(laplacian.Values);
            Assert.That(ldl.RegularizedPivots, Is.EqualTo(1));
            double[] x = TestMatrices.Random(k * k, 1, 1), b = new double[k * k], r = new double[k * k];
            laplacian.MultiplySymmetric(x, b);
            double[] solution = (double[])b.Clone();
            ldl.Solve(solution, refinementSteps: 5);
            laplacian.MultiplySymmetric(solution, r);
            Assert.That(r, Is.EqualTo(b).Within(1e-9), $"k = {k}");
        }
    }

    [Test]
    public void Refactoring_uses_the_new_values()
    {
        (SparseMatrix upper, int[] signs) = QuasiDefinite(40, 30, 4, 1);
        SparseLdl ldl = SparseLdl.Analyze(upper, signs);
        ldl.Refactor(upper.Values);
        double[] doubled = upper.Values.ToArray().Select(v => 2 * v).ToArray();
        double[] b = TestMatrices.Random(70, 1, 3), x = (double[])b.Clone(), y = (double[])b.Clone();
        ldl.Solve(x);
        ldl.Refactor(doubled);
        ldl.Solve(y);
        // (2K)⁻¹b = ½K⁻¹b, exactly in binary arithmetic.
        Assert.That(y.Select(v => 2 * v), Is.EqualTo(x));
    }

    [Test]
    public void A_singular_matrix_is_regularised_and_refinement_solves_consistent_systems()
    {
        // [1 1; 1 1] x = (2, 2) is consistent; the second pivot is 0 and is replaced.
        SparseMatrix upper = SparseMatrix.FromTriplets(2, 2, [0, 0, 1], [0, 1, 1], [1, 1, 1]);
        SparseLdl ldl = SparseLdl.Analyze(upper, [1, 1]);
        ldl.Refactor(upper.Values);
        Assert.That(ldl.RegularizedPivots, Is.EqualTo(1));
        double[] x = [2, 2];
        ldl.Solve(x, refinementSteps: 5);
        Assert.That(x[0] + x[1], Is.EqualTo(2).Within(1e-12));
    }

    [Test]
    public void Pivots_below_the_threshold_are_replaced_by_the_replacement()
    {
        // diag(1, 1e-3) with threshold 0.01 and replacement 0.5: the second pivot becomes 0.5, so that x₂ = 1/0.5.
        SparseMatrix upper = SparseMatrix.FromTriplets(2, 2, [0, 1], [0, 1], [1, 1e-3]);
        SparseLdl ldl = SparseLdl.Analyze(upper, [1, 1]);
        (ldl.PivotThreshold, ldl.PivotReplacement) = (0.01, 0.5);
        ldl.Refactor(upper.Values);
        double[] x = [1, 1];
        ldl.Solve(x);
        Assert.That(x, Is.EqualTo(new[] { 1.0, 2 }));
        Assert.That(ldl.RegularizedPivots, Is.EqualTo(1));
    }

    [Test]
    public void A_missing_diagonal_is_zero_and_gets_its_sign()
    {
        // [1 1; 1 0] with signs +, −: pivots 1 and −1, whichever is first to go.
        SparseMatrix upper = SparseMatrix.FromTriplets(2, 2, [0, 0], [0, 1], [1, 1]);
        SparseLdl ldl = SparseLdl.Analyze(upper, [1, -1]);
        ldl.Refactor(upper.Values);
        double[] x = [3, 1];
        ldl.Solve(x, refinementSteps: 10);
        Assert.That(x, Is.EqualTo(new[] { 1.0, 2 }).Within(1e-10));
    }

    [Test]
    public void An_arrow_matrix_fills_nothing_and_a_grid_little()
    {
        // The hub of an arrow must go last: n − 1 entries below the diagonal. In its natural order it would fill n(n−1)/2.
        const int n = 500;
        SparseMatrix arrow = SparseMatrix.FromTriplets(n, n,
            [.. Enumerable.Range(0, n), .. Enumerable.Repeat(0, n - 1)], [.. Enumerable.Range(0, n), .. Enumerable.Range(1, n - 1)],
            [.. Enumerable.Repeat(100.0, n), .. Enumerable.Repeat(1.0, n - 1)]);
        Assert.That(SparseLdl.Analyze(arrow).FactorNonzeros, Is.EqualTo(n - 1));

        // A tree has an order without fill, which minimum degree finds: leaves first.
        SparseMatrix tree = SparseMatrix.FromTriplets(n, n,
            [.. Enumerable.Range(0, n), .. Enumerable.Range(1, n - 1).Select(i => (i - 1) / 2)], [.. Enumerable.Range(0, n), .. Enumerable.Range(1, n - 1)],
            [.. Enumerable.Repeat(100.0, n), .. Enumerable.Repeat(1.0, n - 1)]);
        Assert.That(SparseLdl.Analyze(tree).FactorNonzeros, Is.EqualTo(n - 1));

        // On a k × k grid minimum degree needs near 31 k² log₂k / 4 entries at most (nested dissection's bound); the band order needs k³.
        const int k = 60;
        Assert.That(SparseLdl.Analyze(Grid(k)).FactorNonzeros, Is.LessThan(31.0 / 4 * k * k * Math.Log2(k)).And.LessThan(k * k * k / 2));
    }

    [Test]
    public void A_matrix_that_is_not_positive_definite_is_refused_with_the_column()
    {
        foreach (int threads in new[] { 1, 3 })
        {
            using var team = new WorkerTeam(threads);
            SparseMatrix grid = Grid(40);
            SparseLdl ldl = SparseLdl.Analyze(grid, default, team);
            Assert.That(ldl.TryRefactorPositive(grid.Values, out int failed));
            Assert.That(failed, Is.EqualTo(-1));
            double[] values = grid.Values.ToArray();
            // The diagonal is the last entry of a column of the triangle. A pivot is at most the diagonal entry.
            values[grid.ColumnStarts[778] - 1] = -1;
            Assert.That(ldl.TryRefactorPositive(values, out failed), Is.False);
            Assert.That(failed, Is.EqualTo(777));
            Assert.Throws<InvalidOperationException>(() => ldl.Solve(new double[1600]));
            ldl.Refactor(grid.Values);
            ldl.Solve(new double[1600]);
        }
    }

    [Test]
    public void Semidefinite_and_overflowing_matrices_are_not_positive_definite()
    {
        SparseLdl ldl = SparseLdl.Analyze(SparseMatrix.FromTriplets(2, 2, [0, 0, 1], [0, 1, 1], [1, 1, 1]));
        Assert.That(ldl.TryRefactorPositive([1, 1, 1], out int failed), Is.False);
        Assert.That(failed, Is.InRange(0, 1));
        Assert.That(ldl.TryRefactorPositive([1e-300, 1e300, 1], out _), Is.False);
        Assert.That(ldl.TryRefactorPositive([2, 1, 2], out _));
    }

    [Test]
    public void A_pivot_that_overflows_is_reported()
    {
        // The first pivot is above the threshold of 1e-13 · 1e300; eliminating it subtracts 1e312 from the other.
        SparseLdl ldl = SparseLdl.Analyze(SparseMatrix.FromTriplets(2, 2, [0, 0, 1], [0, 1, 1], [1, 1, 1]));
        Assert.Throws<OverflowException>(() => ldl.Refactor([1e288, 1e300, 1e288]));
        Assert.Throws<InvalidOperationException>(() => ldl.Solve(new double[2]));
        ldl.Refactor([2, 1, 2]);
    }

    [Test]
    public void Scaling_by_powers_of_two_changes_nothing()
    {
        (SparseMatrix upper, int[] signs) = FullQuasiDefinite(60, 40);
        SparseLdl ldl = SparseLdl.Analyze(upper, signs);
        double[] b = TestMatrices.Random(100, 1, 3), expected = (double[])b.Clone();
        ldl.Refactor(upper.Values);
        ldl.Solve(expected);
        foreach (int exponent in new[] { -500, 500 })
        {
            double scale = Math.ScaleB(1, exponent);
            ldl.Refactor(upper.Values.ToArray().Select(v => v * scale).ToArray());
            double[] x = b.Select(v => v * scale).ToArray();
            ldl.Solve(x);
            Assert.That(x, Is.EqualTo(expected));
        }
    }

    [Test]
    public void Cancelling_leaves_no_factorisation()
    {
        using var team = new WorkerTeam(2);
        foreach ((SparseMatrix upper, WorkerTeam? workers) in new[] { (Grid(40), null), (Grid(3), null), (NormalEquations(2000, 4000, 1), team) })
        {
            SparseLdl ldl = SparseLdl.Analyze(upper, default, workers);
            using var cancelled = new CancellationTokenSource();
            cancelled.Cancel();
            Assert.Throws<OperationCanceledException>(() => ldl.Refactor(upper.Values, cancelled.Token));
            Assert.Throws<InvalidOperationException>(() => ldl.Solve(new double[upper.Columns]));
            ldl.Refactor(upper.Values);
        }
    }

    [Test]
    public void Refactoring_and_solving_do_not_allocate()
    {
        foreach ((SparseMatrix upper, int[] signs) in new[] { QuasiDefinite(100, 80, 3, 1), FullQuasiDefinite(100, 80) })
            CheckAllocations(upper, signs);
    }

    private static void CheckAllocations(SparseMatrix upper, int[] signs)
    {
        SparseLdl ldl = SparseLdl.Analyze(upper, signs);
        double[] b = new double[180];
        b[3] = 1;
        Assert.That(Allocation.Of(() =>
        {
            ldl.Refactor(upper.Values);
            ldl.Solve(b, 2);
            ldl.SolveRefined(b);
            ldl.SolveBlock(b, 1);
        }), Is.Zero);
    }

    [Test]
    public void Misuse_is_refused()
    {
        SparseMatrix upper = SparseMatrix.FromTriplets(2, 2, [0, 1], [0, 1], [1, 1]);
        SparseMatrix lower = SparseMatrix.FromTriplets(2, 2, [0, 1, 1], [0, 0, 1], [1, 1, 1]);
        Assert.Throws<ArgumentException>(() => SparseLdl.Analyze(lower));
        Assert.Throws<ArgumentException>(() => SparseLdl.Analyze(SparseMatrix.Zero(2, 3)));
        Assert.Throws<ArgumentException>(() => SparseLdl.Analyze(upper, [1]));
        Assert.Throws<ArgumentException>(() => SparseLdl.Analyze(upper, [1, 0]));
        SparseLdl ldl = SparseLdl.Analyze(upper);
        Assert.Throws<InvalidOperationException>(() => ldl.Solve(new double[2]));
        Assert.Throws<ArgumentException>(() => ldl.Refactor([1]));
        Assert.Throws<ArgumentException>(() => ldl.Refactor([1, double.NaN]));
        ldl.Refactor([1, 1]);
        Assert.Throws<ArgumentException>(() => ldl.Solve(new double[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ldl.PivotThreshold = -1);
        Assert.Throws<ArgumentOutOfRangeException>(() => ldl.PivotReplacement = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => ldl.StaticRegularization = double.NaN);
        Assert.Throws<ArgumentException>(() => ldl.SolveBlock(new double[3], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ldl.SolveBlock([], -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ldl.SolveRefined(new double[2], -1));
        Assert.Throws<ArgumentNullException>(() => _ = new SparseLdl(null!));
    }
}
