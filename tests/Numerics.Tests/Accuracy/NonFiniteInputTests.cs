namespace Copositive.Numerics.Tests;

/// <summary>A matrix with an entry that is NaN or infinite is refused wherever the entry stands, and leaves the kernel fit for the next one.</summary>
public class NonFiniteInputTests
{
    private static readonly double[] Bad = [double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    /// <summary>Orders below, at and above the vector lengths and the switches between algorithms.</summary>
    private static readonly int[] Orders = [1, 2, 3, 6, 7, 8, 9, 17, 33, 100];

    [TestCaseSource(nameof(Orders))]
    public void Eigensolver(int n)
    {
        var solver = new SymmetricEigensolver(n);
        double[] good = TestMatrices.RandomSymmetric(n, n), values = new double[n], vectors = new double[n * n], expected = new double[n];
        solver.Decompose(good, expected, vectors);
        foreach ((int i, int j, double bad) in Places(n))
        {
            double[] matrix = (double[])good.Clone();
            matrix[i * n + j] = matrix[j * n + i] = bad;
            Assert.Throws<ArgumentException>(() => solver.Decompose(matrix, values, vectors), $"{bad} at ({i}, {j})");
            Assert.Throws<ArgumentException>(() => solver.Values(matrix, values), $"{bad} at ({i}, {j})");
        }
        solver.Decompose(good, values, vectors);
        Assert.That(values, Is.EqualTo(expected));
    }

    [TestCaseSource(nameof(Orders))]
    public void Projector(int n)
    {
        var projector = new PsdProjector(n);
        double[] good = TestMatrices.Random(SymmetricVector.Length(n), 1, n), result = new double[good.Length], expected = new double[good.Length];
        projector.Project(good, expected, 1);
        foreach ((int i, int j, double bad) in Places(n))
        {
            double[] triangle = (double[])good.Clone();
            triangle[SymmetricVector.Index(i, j)] = bad;
            Assert.Throws<ArgumentException>(() => projector.Project(triangle, result, 1), $"{bad} at ({i}, {j})");
        }
        projector.Project(good, result, 1);
        Assert.That(result, Is.EqualTo(expected));
    }

    /// <summary>Every place i ≥ j of small matrices; in large ones the corners, the last row, the diagonal and a line through the middle.</summary>
    private static IEnumerable<(int I, int J, double Bad)> Places(int n) =>
        from i in Enumerable.Range(0, n)
        from j in Enumerable.Range(0, i + 1)
        where n <= 9 || j == 0 || i == n - 1 || i == j || i - j == n / 2
        from bad in Bad
        select (i, j, bad);
}
