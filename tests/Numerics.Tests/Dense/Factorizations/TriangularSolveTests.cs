namespace Copositive.Numerics.Tests;

public class TriangularSolveTests
{
    private static readonly int[] Orders = [0, 1, 2, 7, 8, 9, 23, 64, 127, 128, 129, 300];
    private static readonly int[] Counts = [0, 1, 2, 5, 8, 23, 24, 25, 49];

    /// <summary>A well-conditioned lower triangle in rows n + 3 apart, NaN everywhere else.</summary>
    private static double[] Triangle(int n, int seed)
    {
        int ldl = n + 3;
        double[] l = TestMatrices.Random(n, ldl, seed);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
                l[i * ldl + j] /= Math.Sqrt(n);
            l[i * ldl + i] += l[i * ldl + i] < 0 ? -1 : 1;
            for (int j = i + 1; j < ldl; j++)
                l[i * ldl + j] = double.NaN;
        }
        return l;
    }

    /// <summary>The largest |TX − B| / (|T||X| + |B|), or |XT − B| / (|X||T| + |B|), T = L or L'.</summary>
    private static double BackwardError(int n, double[] l, bool transposed, bool fromTheRight, double[] x, double[] b, int ldb, int count)
    {
        double worst = 0;
        for (int c = 0; c < count; c++)
            for (int i = 0; i < n; i++)
            {
                double sum = -At(b, i, c), size = Math.Abs(sum);
                // Row i of T from the left; column i of T from the right.
                for (int k = 0; k < n; k++)
                {
                    (int row, int column) = transposed != fromTheRight ? (k, i) : (i, k);
                    if (column > row)
                        continue;
                    double term = l[row * (n + 3) + column] * At(x, k, c);
                    sum += term;
                    size += Math.Abs(term);
                }
                worst = double.IsNaN(sum) ? double.NaN : Math.Max(worst, Math.Abs(sum) / size);
            }
        return worst;

        double At(double[] matrix, int i, int c) => fromTheRight ? matrix[c * ldb + i] : matrix[i * ldb + c];
    }

    [Test]
    public void Each_kind_has_a_small_componentwise_backward_error(
        [Values] bool transposed, [Values] bool fromTheRight, [Values(1, 3)] int threads)
    {
        using var team = new WorkerTeam(threads);
        foreach (int n in Orders)
            foreach (int count in Counts)
            {
                double[] l = Triangle(n, n);
                (int rows, int columns) = fromTheRight ? (count, n) : (n, count);
                int ldb = columns + 2;
                double[] b = TestMatrices.Random(rows, ldb, count), x = (double[])b.Clone();
                Solve(transposed, fromTheRight, n, l, n + 3, x, ldb, count, team);
                // (n + 2) roundings to each sum, and as many in the test's own.
                Assert.That(
                    BackwardError(n, l, transposed, fromTheRight, x, b, ldb, count),
                    Is.LessThanOrEqualTo(2 * (n + 4) * 1.2e-16), $"n = {n}, {count}");
                for (int i = 0; i < rows; i++)
                    Assert.That(
                        x.AsSpan(i * ldb + columns, 2).ToArray(), Is.EqualTo(b.AsSpan(i * ldb + columns, 2).ToArray()), "between rows");
            }
    }

    private static void Solve(
        bool transposed, bool fromTheRight, int n, double[] l, int ldl, double[] x, int ldb, int count, WorkerTeam? team)
    {
        if (fromTheRight)
            if (transposed)
                TriangularSolve.RightLowerTransposed(n, l, ldl, x, ldb, count, team);
            else
                TriangularSolve.RightLower(n, l, ldl, x, ldb, count, team);
        else if (transposed)
            TriangularSolve.LowerTransposed(n, l, ldl, x, ldb, count, team);
        else
            TriangularSolve.Lower(n, l, ldl, x, ldb, count, team);
    }

    [Test]
    public void One_right_hand_side_has_a_small_componentwise_backward_error([Values] bool transposed)
    {
        foreach (int n in Orders)
        {
            double[] l = Triangle(n, n), b = TestMatrices.Random(n, 1, 3), x = (double[])b.Clone();
            if (transposed)
                TriangularSolve.LowerTransposed(n, l, n + 3, x);
            else
                TriangularSolve.Lower(n, l, n + 3, x);
            Assert.That(BackwardError(n, l, transposed, false, x, b, 1, 1), Is.LessThanOrEqualTo(2 * (n + 4) * 1.2e-16), $"n = {n}");
        }
    }

    [Test]
    public void Solutions_in_small_integers_and_powers_of_two_are_exact([Values] bool transposed, [Values] bool fromTheRight)
    {
        // L is 2 on the diagonal and ±1 below it, X has entries −2 … 2: all sums are integers far below 2⁵³ and all divisions exact.
        const int n = 30, count = 11;
        var random = new Random(5);
        var l = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i; j++)
                l[i * n + j] = i == j ? 2 : random.Next(-1, 2);
        double[] x = new double[n * count], b = new double[n * count];
        for (int i = 0; i < x.Length; i++)
            x[i] = random.Next(-2, 3);
        if (fromTheRight)
            Gemm.MultiplyAdd(count, n, n, 1, x, n, false, l, n, transposed, 0, b, n);
        else
            Gemm.MultiplyAdd(n, count, n, 1, l, n, transposed, x, count, false, 0, b, count);
        Solve(transposed, fromTheRight, n, l, n, b, fromTheRight ? n : count, count, null);
        Assert.That(b, Is.EqualTo(x));
    }

    [Test]
    public void Results_are_bit_equal_from_run_to_run()
    {
        using var team = new WorkerTeam(2);
        double[] l = Triangle(200, 1), b = TestMatrices.Random(200, 90, 2), x = (double[])b.Clone(), y = (double[])b.Clone();
        TriangularSolve.Lower(200, l, 203, x, 90, 90, team);
        TriangularSolve.Lower(200, l, 203, y, 90, 90, team);
        Assert.That(x, Is.EqualTo(y));
    }

    [Test]
    public void Nothing_is_allocated_when_warm()
    {
        double[] l = Triangle(200, 1), b = TestMatrices.Random(200, 90, 2);
        Assert.That(Allocation.Of(() => TriangularSolve.LowerTransposed(200, l, 203, b, 90, 90)), Is.Zero);
        Assert.That(Allocation.Of(() => TriangularSolve.Lower(200, l, 203, b)), Is.Zero);
    }

    [Test]
    public void Cancellation_and_wrong_lengths_are_refused()
    {
        double[] l = Triangle(10, 1);
        var cancelled = new CancellationToken(true);
        Assert.Throws<OperationCanceledException>(() => TriangularSolve.Lower(10, l, 13, new double[20], 2, 2, null, cancelled));
        Assert.Throws<ArgumentException>(() => TriangularSolve.Lower(10, l, 9, new double[20], 2, 2));
        Assert.Throws<ArgumentException>(() => TriangularSolve.Lower(10, l.AsSpan(0, 126).ToArray(), 13, new double[20], 2, 2));
        Assert.Throws<ArgumentException>(() => TriangularSolve.Lower(10, l, 13, new double[19], 2, 2));
        Assert.Throws<ArgumentException>(() => TriangularSolve.RightLower(10, l, 13, new double[20], 9, 2));
        Assert.Throws<ArgumentException>(() => TriangularSolve.LowerTransposed(10, l, 13, new double[9]));
        Assert.Throws<ArgumentOutOfRangeException>(() => TriangularSolve.Lower(-1, l, 13, new double[20], 2, 2));
    }
}
