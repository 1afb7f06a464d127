namespace Copositive.Numerics.Tests;

public class GemmTeamTests
{
    /// <summary>Large enough to be shared; triangles, more rows and more columns than the other way.</summary>
    private static readonly (int M, int N, int K)[] Shapes = [(150, 150, 150), (700, 40, 60), (40, 900, 50), (90, 620, 33)];

    [Test]
    public void Teams_agree_with_one_thread_on_integers_and_with_themselves_bit_by_bit([Values(1, 2, 3, 7)] int threads)
    {
        using var team = new WorkerTeam(threads);
        foreach ((int m, int n, int k) in Shapes)
        {
            double[] a = Rounded(m, k, 1), b = Rounded(k, n, 2), c = Rounded(m, n, 3);
            double[] alone = (double[])c.Clone(), shared = (double[])c.Clone();
            Gemm.MultiplyAdd(m, n, k, 1, a, k, false, b, n, false, 2, alone, n);
            Gemm.MultiplyAdd(m, n, k, 1, a, k, false, b, n, false, 2, shared, n, team);
            Assert.That(shared, Is.EqualTo(alone), $"{m}×{n}×{k}");

            double[] x = TestMatrices.Random(m, k, 4), y = TestMatrices.Random(k, n, 5);
            double[] first = new double[m * n], second = new double[m * n];
            Gemm.MultiplyAdd(m, n, k, 1, x, k, false, y, n, false, 0, first, n, team);
            Gemm.MultiplyAdd(m, n, k, 1, x, k, false, y, n, false, 0, second, n, team);
            Assert.That(second, Is.EqualTo(first));
        }
    }

    [Test]
    public void Triangles_are_shared_without_touching_the_other_half([Values(2, 3, 8)] int threads, [Values] bool transpose)
    {
        using var team = new WorkerTeam(threads);
        foreach (int n in new[] { 60, 129, 260 })
        {
            const int k = 90;
            double[] a = Rounded(n, k, 1), b = Rounded(n, k, 2), c = Rounded(n, n, 3);
            int lda = transpose ? n : k;
            double[] alone = (double[])c.Clone(), shared = (double[])c.Clone();
            Gemm.SyrkLower(n, k, -1, a, lda, transpose, 1, alone, n);
            Gemm.SyrkLower(n, k, -1, a, lda, transpose, 1, shared, n, team);
            Assert.That(shared, Is.EqualTo(alone));
            Gemm.Syr2kLower(n, k, 1, a, lda, b, lda, transpose, 0, alone, n);
            Gemm.Syr2kLower(n, k, 1, a, lda, b, lda, transpose, 0, shared, n, team);
            Assert.That(shared, Is.EqualTo(alone));
            for (int i = 0; i < n; i++)
                for (int j = i + 1; j < n; j++)
                    Assert.That(shared[i * n + j], Is.EqualTo(c[i * n + j]));
        }
    }

    [Test]
    public void Warm_products_do_not_allocate()
    {
        using var team = new WorkerTeam(2);
        const int n = 120;
        double[] a = TestMatrices.Random(n, n, 1), c = new double[n * n], x = TestMatrices.Random(n, 1, 2), y = new double[n];
        Assert.That(Allocation.Of(() => Gemm.MultiplyAdd(n, n, n, 1, a, n, false, a, n, true, 0, c, n)), Is.Zero);
        Assert.That(Allocation.Of(() => Gemm.MultiplyAdd(n, n, n, 1, a, n, false, a, n, false, 0, c, n, team)), Is.Zero);
        Assert.That(Allocation.Of(() => Gemm.SyrkLower(n, n, 1, a, n, true, 0, c, n)), Is.Zero);
        Assert.That(Allocation.Of(() => Symv.MultiplyAdd(n, 1, a, n, x, 0, y)), Is.Zero);
    }

    /// <summary>Entries k/64 with |k| ≤ 64: products and sums of them are exact.</summary>
    private static double[] Rounded(int rows, int columns, int seed) =>
        [.. TestMatrices.Random(rows, columns, seed).Select(x => Math.Round(64 * x) / 64)];
}
