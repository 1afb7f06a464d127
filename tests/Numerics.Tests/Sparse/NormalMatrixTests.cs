using MathNet.Numerics.LinearAlgebra;

namespace Copositive.Numerics.Tests;

public class NormalMatrixTests
{
    [Test]
    public void The_product_agrees_with_the_dense_one(
        [Values(0, 1, 2, 15, 80)] int m, [Values(0, 1, 40, 150)] int n, [Values(1, 3)] int threads)
    {
        SparseMatrix a = SparseMatrixTests.Random(m, n, 0.3, m + n);
        SparseMatrix p = Upper(m);
        var normal = new NormalMatrix(a, p);
        using var team = new WorkerTeam(threads);
        double[] values = new double[normal.NonzeroCount], weights = TestMatrices.Random(n, 1, 5);
        foreach (double[] w in new[] { weights, Enumerable.Repeat(2.0, n).ToArray() })
        {
            normal.Form(w, values, team);
            normal.AddOther(0.5, values);
            normal.AddDiagonal(3, values);
            Matrix<double> dense = SparseMatrixTests.Dense(a), expected = Matrix<double>.Build.Dense(Math.Max(m, 1), Math.Max(m, 1));
            for (int i = 0; i < m; i++)
                for (int j = i; j < m; j++)
                    expected[i, j] = w.Select((weight, l) => weight * dense[i, l] * dense[j, l]).Sum() + (i == j ? 3 : 0);
            if (m > 0)
                expected += 0.5 * SparseMatrixTests.Dense(p);
            Assert.That((SparseMatrixTests.Dense(normal.ToMatrix(values)) - expected).L1Norm(), Is.LessThan(1e-11));
        }
    }

    private static SparseMatrix Upper(int n)
    {
        int[] rows = Enumerable.Range(0, n).ToArray(), columns = rows.Select(i => Math.Min(n - 1, i + i % 3)).ToArray();
        return SparseMatrix.FromTriplets(n, n, rows, columns, rows.Select(i => 1.0 + i).ToArray());
    }

    [Test]
    public void No_weights_are_ones_and_every_column_ends_with_its_diagonal()
    {
        // A = [1 2 0; 0 0 0]: AA' = [5 0; 0 0].
        SparseMatrix a = SparseMatrix.FromTriplets(2, 3, [0, 0], [0, 1], [1, 2]);
        var normal = new NormalMatrix(a);
        Assert.That(normal.ColumnStarts.ToArray(), Is.EqualTo(new[] { 0, 1, 2 }));
        Assert.That(normal.RowIndices.ToArray(), Is.EqualTo(new[] { 0, 1 }));
        double[] values = [double.NaN, double.NaN];
        normal.Form([], values);
        Assert.That(values, Is.EqualTo(new double[] { 5, 0 }));
        Assert.That(NormalMatrix.Products(a), Is.EqualTo(2));
    }

    [Test]
    public void Forming_again_does_not_allocate()
    {
        SparseMatrix a = SparseMatrixTests.Random(40, 60, 0.3, 1);
        var normal = new NormalMatrix(a);
        double[] values = new double[normal.NonzeroCount];
        Assert.That(Allocation.Of(() => normal.Form([], values)), Is.Zero);
    }

    [Test]
    public void Misuse_is_refused()
    {
        SparseMatrix a = SparseMatrixTests.Random(3, 2, 1, 1);
        Assert.Throws<ArgumentException>(() => _ = new NormalMatrix(a, SparseMatrix.Zero(2, 2)));
        Assert.Throws<ArgumentException>(() => _ = new NormalMatrix(a, SparseMatrix.FromTriplets(3, 3, [2], [0], [1])));
        var normal = new NormalMatrix(a);
        Assert.Throws<ArgumentException>(() => normal.Form([1], new double[normal.NonzeroCount]));
        Assert.Throws<ArgumentException>(() => normal.Form([], new double[1]));
        Assert.Throws<ArgumentException>(() => normal.AddDiagonal(1, []));
    }
}
