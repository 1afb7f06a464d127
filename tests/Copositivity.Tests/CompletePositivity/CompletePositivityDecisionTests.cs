using Copositive.Copositivity.Tests.Hierarchies;
using Copositive.Numerics;
using Copositive.Solvers.Admm;
using Copositive.Solvers.Auto;
using Copositive.Solvers.InteriorPoint;
using Copositive.Solvers.LowRank;
using Copositive.Solvers.OrTools;

namespace Copositive.Copositivity.Tests.CompletePositivity;

public sealed class CompletePositivityDecisionTests
{
    private static readonly CompletePositivityDecision Decision =
        new(new AutoSolver(new AdmmSolver(), new InteriorPointSolver(), new GlopSolver(), new LowRankSolver()));

    private static readonly double[,] SponselDur = new double[,]
        { { 41, 43, 80, 56, 50 }, { 43, 62, 89, 78, 51 }, { 80, 89, 162, 120, 93 }, { 56, 78, 120, 104, 62 }, { 50, 51, 93, 62, 65 } };

    private static IEnumerable<TestCaseData> Facts()
    {
        yield return Case("cpcert-5I+J (5x5)", Matrices.Circulant(6, 1, 1, 1, 1), true);
        yield return Case("cpcert-SponselDur+I", PlusDiagonal(SponselDur, 1), true);
        yield return Case("cpcert-circ(9,4,2,2,4)", Matrices.Circulant(9, 4, 2, 2, 4), true);
        yield return Case("cp-boundary", Matrices.Circulant(2, 1, 0, 0, 1), true);
        // Berman's and Shaked-Monderer's matrix: triangle-free with a comparison matrix of determinant −1.
        yield return Case("dnn2", new double[,] { { 1, 1, 0, 0, 1 }, { 1, 2, 1, 0, 0 }, { 0, 1, 2, 1, 0 }, { 0, 0, 1, 2, 1 }, { 1, 0, 0, 1, 6 } }, false);
        // c = (√5 − 1)/2 in doubles: ⟨Horn, A⟩ ≈ −1.18 is far from the rounding, whichever side of semidefinite that takes the matrix to.
        double c = (Math.Sqrt(5) - 1) / 2;
        yield return Case("dnn3", Matrices.Circulant(1, c, 0, 0, c), false);

        static TestCaseData Case(string fact, double[,] matrix, bool isCompletelyPositive) =>
            new TestCaseData(matrix, isCompletelyPositive).SetName($"Facts({fact})").SetProperty("Fact", fact);
    }

    [TestCaseSource(nameof(Facts))]
    public void MatricesOfTheLiterature(double[,] a, bool isCompletelyPositive) => Check(a, isCompletelyPositive);

    // Its integer factor, exactly: A = Σ b bᵀ with three columns.
    [Test, Property("Fact", "SponselDur")]
    public void SponselsAndDursMatrix()
    {
        int[][] columns = [[4, 6, 7, 6, 6], [3, 5, 8, 8, 2], [4, 1, 7, 2, 5]];
        for (int i = 0; i < 5; i++)
        {
            for (int j = 0; j < 5; j++) Assert.That(columns.Sum(b => b[i] * b[j]), Is.EqualTo(SponselDur[i, j]));
        }
        // On the boundary (rank 3) no interior proof can be given; a wrong answer is excluded.
        CompletePositivityResult result = Decision.Decide(SponselDur, TimeSpan.FromSeconds(3));
        Assert.That(result.Status, Is.Not.EqualTo(CompletePositivityStatus.NotCompletelyPositive));
    }

    // ⟨Horn, A⟩ = 0 puts it on the boundary; it is doubly nonnegative with eigenvalues ≥ .52. Nothing wrong may be said.
    [Test, Property("Fact", "cp-boundary2")]
    public void OrthogonalToHorn()
    {
        double[,] a = Matrices.Circulant(8, 5, 1, 1, 5);
        Assert.That(Decision.Decide(a, TimeSpan.FromSeconds(3)).Status, Is.Not.EqualTo(CompletePositivityStatus.NotCompletelyPositive));
        Check(PlusDiagonal(a, 0.125), true);
        // Less of the diagonal, ⟨Horn, A⟩ < 0.
        Check(PlusDiagonal(a, -0.125), false);
    }

    // Sums of squares of nonnegative vectors plus a little of the identity are inside.
    [TestCase(5)]
    [TestCase(8)]
    [TestCase(12)]
    [TestCase(20)]
    public void RandomMatricesWithAKnownFactor(int n)
    {
        var random = new Random(n);
        for (int trial = 0; trial < 3; trial++)
        {
            var a = new double[n, n];
            for (int k = 0; k < 2 * n; k++)
            {
                int[] b = [.. Enumerable.Range(0, n).Select(_ => random.Next(3) == 0 ? 0 : random.Next(6))];
                for (int i = 0; i < n; i++)
                {
                    for (int j = 0; j < n; j++) a[i, j] += b[i] * b[j];
                }
            }
            Check(PlusDiagonal(a, 4), true);
        }
    }

    // ⟨DHD, A⟩ < 0 for a scaled Horn matrix separates A = ring of fives, bordered by a nonnegative part.
    [TestCase(5)]
    [TestCase(7)]
    public void RandomDoublyNonnegativeMatricesThatAreNot(int n)
    {
        var random = new Random(n);
        double c = (Math.Sqrt(5) - 1) / 2;
        for (int trial = 0; trial < 3; trial++)
        {
            double[] d = [.. Enumerable.Range(0, n).Select(_ => 1 + random.NextDouble())];
            var a = new double[n, n];
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    double entry = i >= 5 || j >= 5 ? (i == j ? 2 : 0.01) : i == j ? 1.02 : (i - j + 5) % 5 is 1 or 4 ? c : 0;
                    a[i, j] = d[Math.Min(i, j)] * d[Math.Max(i, j)] * entry;
                }
            }
            Check(a, false);
        }
    }

    // For order at most 4 doubly nonnegative is enough (Maxfield and Minc 1962): integer Gram matrices with nonnegative entries.
    [Test]
    public void SmallOrders()
    {
        var random = new Random(4);
        for (int trial = 0; trial < 60; trial++)
        {
            int n = 1 + random.Next(4);
            var g = new int[n, 3];
            for (int i = 0; i < n; i++)
            {
                for (int k = 0; k < 3; k++) g[i, k] = random.Next(-2, 4);
            }
            var a = new double[n, n];
            bool isNonnegative = true;
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    for (int k = 0; k < 3; k++) a[i, j] += g[i, k] * g[j, k];
                    isNonnegative &= a[i, j] >= 0;
                }
            }
            Assert.That(
                Decision.Decide(a, TimeSpan.FromSeconds(1)).Status,
                Is.EqualTo(isNonnegative ? CompletePositivityStatus.CompletelyPositive : CompletePositivityStatus.NotCompletelyPositive));
        }
    }

    private static void Check(double[,] a, bool isCompletelyPositive)
    {
        CompletePositivityResult result = Decision.Decide(a, TimeSpan.FromSeconds(30));
        Assert.That(
            result.Status,
            Is.EqualTo(isCompletelyPositive ? CompletePositivityStatus.CompletelyPositive : CompletePositivityStatus.NotCompletelyPositive), result.Method);
        int n = a.GetLength(0);
        if (!isCompletelyPositive)
        {
            Assert.That(result.Separator, Is.Not.Null, result.Method);
            Assert.That(CopositivityDecision.IsCopositive(result.Separator!), Is.True);
            var sum = new ExactSum();
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++) sum.AddProduct(a[i, j], result.Separator![i, j]);
            }
            Assert.That(sum.Up(), Is.LessThan(0));
            return;
        }
        Assert.That(result.Factor, Is.Not.Null, result.Method);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double product = 0;
                for (int k = 0; k < result.Factor!.GetLength(1); k++)
                {
                    Assert.That(result.Factor[i, k], Is.GreaterThanOrEqualTo(0));
                    product += result.Factor[i, k] * result.Factor[j, k];
                }
                Assert.That(product, Is.EqualTo(a[i, j]).Within(1e-9 * (1 + a[i, i] + a[j, j])));
            }
        }
    }

    private static double[,] PlusDiagonal(double[,] a, double more)
    {
        var sum = (double[,])a.Clone();
        for (int i = 0; i < a.GetLength(0); i++) sum[i, i] += more;
        return sum;
    }
}
