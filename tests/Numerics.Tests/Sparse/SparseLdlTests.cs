using MathNet.Numerics.LinearAlgebra;

namespace Copositive.Numerics.Tests;

public class SparseLdlTests
{
    /// <summary>[H A'; A −G] with H, G positive diagonal plus sparse Gram matrices and sparse random A; upper triangle and signs.</summary>
    private static (SparseMatrix Upper, int[] Signs) QuasiDefinite(int n, int m, int perRow, int seed)
    {
        var random = new Random(seed);
        List<int> rows = [], columns = [];
        List<double> values = [];
        void Add(int i, int j, double v)
        {
            rows.Add(Math.Min(i, j));
            columns.Add(Math.Max(i, j));
            values.Add(v);
        }
        for (int j = 0; j < n; j++)
            Add(j, j, 1 + random.NextDouble());
        for (int k = 0; k < n / 3; k++)
        {
            int i = random.Next(n), j = random.Next(n);
            Add(i, i, 1);
            if (i == j)
                continue;
            Add(j, j, 1);
            Add(i, j, random.NextDouble());
        }
        for (int i = 0; i < m; i++)
        {
            Add(n + i, n + i, -0.1 - random.NextDouble());
            for (int k = 0; k < perRow; k++)
                Add(n + i, random.Next(n), 2 * random.NextDouble() - 1);
        }
        int[] signs = new int[n + m];
        Array.Fill(signs, 1, 0, n);
        Array.Fill(signs, -1, n, m);
        return (SparseMatrix.FromTriplets(n + m, n + m, rows.ToArray(), columns.ToArray(), values.ToArray()), signs);
    }

    private static Matrix<double> Dense(SparseMatrix upper)
    {
        Matrix<double> full = Matrix<double>.Build.Dense(upper.Rows, upper.Columns);
        for (int j = 0; j < upper.Columns; j++)
            for (int k = upper.ColumnStarts[j]; k < upper.ColumnStarts[j + 1]; k++)
                full[upper.RowIndices[k], j] = full[j, upper.RowIndices[k]] = upper.Values[k];
        return full;
    }

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

    /// <summary>A matrix without zeros: the factor is one block, in panels when it is wide.</summary>
    private static (SparseMatrix Upper, int[] Signs) FullQuasiDefinite(int n, int m)
    {
        int order = n + m;
        double[] a = TestMatrices.RandomSymmetric(order, order);
        List<int> rows = [], columns = [];
        List<double> values = [];
        for (int j = 0; j < order; j++)
            for (int i = 0; i <= j; i++)
            {
                rows.Add(i);
                columns.Add(j);
                // The diagonal dominates, so that H and G are positive definite.
                values.Add(i == j ? (j < n ? 1.0 : -1.0) * order : a[i * order + j]);
            }
        return (SparseMatrix.FromTriplets(order, order, rows.ToArray(), columns.ToArray(), values.ToArray()), [.. Enumerable.Repeat(1, n), .. Enumerable.Repeat(-1, m)]);
    }

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

    private static SparseMatrix GridLaplacian(int k)
    {
        List<int> rows = [], columns = [];
        List<double> values = [];
        void Edge(int v, int w)
        {
            rows.AddRange([v, w, v]);
            columns.AddRange([v, w, w]);
            values.AddRange([1, 1, -1]);
        }
        for (int i = 0; i < k; i++)
            for (int j = 0; j < k; j++)
            {
                if (i + 1 < k)
                    Edge(i * k + j, (i + 1) * k + j);
                if (j + 1 < k)
                    Edge(i * k + j, i * k + j + 1);
            }
        return SparseMatrix.FromTriplets(k * k, k * k, rows.ToArray(), columns.ToArray(), values.ToArray());
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

    private static SparseMatrix Grid(int k)
    {
        List<int> rows = [], columns = [];
        List<double> values = [];
        for (int i = 0; i < k; i++)
            for (int j = 0; j < k; j++)
            {
                int v = i * k + j;
                rows.Add(v);
                columns.Add(v);
                values.Add(4.01);
                foreach (int w in new[] { i > 0 ? v - k : -1, j > 0 ? v - 1 : -1 })
                    if (w >= 0)
                    {
                        rows.Add(w);
                        columns.Add(v);
                        values.Add(-1);
                    }
            }
        return SparseMatrix.FromTriplets(k * k, k * k, rows.ToArray(), columns.ToArray(), values.ToArray());
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

    /// <summary>The upper triangle of AA' + I for random A, a few entries a column, nearby and far: much fill, a bushy tree.</summary>
    private static SparseMatrix NormalEquations(int m, int n, int seed)
    {
        var random = new Random(seed);
        List<int> rows = [], columns = [];
        List<double> values = [];
        for (int j = 0; j < n; j++)
            for (int k = 0; k < 3; k++)
            {
                rows.Add(random.NextDouble() < 0.05 ? random.Next(m) : Math.Min(m - 1, (int)((long)j * m / n) + random.Next(12)));
                columns.Add(j);
                values.Add(2 * random.NextDouble() - 1);
            }
        var normal = new NormalMatrix(SparseMatrix.FromTriplets(m, n, rows.ToArray(), columns.ToArray(), values.ToArray()));
        double[] product = new double[normal.NonzeroCount];
        normal.Form([], product);
        normal.AddDiagonal(1, product);
        return normal.ToMatrix(product);
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
