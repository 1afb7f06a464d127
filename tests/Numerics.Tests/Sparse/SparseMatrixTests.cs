using MathNet.Numerics.LinearAlgebra;

namespace Copositive.Numerics.Tests;

public class SparseMatrixTests
{
    /// <summary>Random entries, with empty rows and columns and, where there is room, one full row and one full column.</summary>
    internal static SparseMatrix Random(int m, int n, double density, int seed)
    {
        var random = new Random(seed);
        List<int> rows = [], columns = [];
        List<double> values = [];
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++)
            {
                bool empty = i % 7 == 3 || j % 5 == 2, full = i == 1 || j == 1;
                if (full || (!empty && random.NextDouble() < density))
                {
                    rows.Add(i);
                    columns.Add(j);
                    values.Add(2 * random.NextDouble() - 1);
                }
            }
        return SparseMatrix.FromTriplets(m, n, rows.ToArray(), columns.ToArray(), values.ToArray());
    }

    internal static Matrix<double> Dense(SparseMatrix a)
    {
        Matrix<double> dense = Matrix<double>.Build.Dense(Math.Max(a.Rows, 1), Math.Max(a.Columns, 1));
        for (int j = 0; j < a.Columns; j++)
            for (int k = a.ColumnStarts[j]; k < a.ColumnStarts[j + 1]; k++)
                dense[a.RowIndices[k], j] = a.Values[k];
        return dense;
    }

    [Test]
    public void Products_agree_with_dense_ones_by_columns_by_rows_and_by_any_team(
        [Values(0, 1, 2, 9, 60, 301)] int m, [Values(0, 1, 5, 64, 203)] int n,
        [Values(1, -1, 0.3)] double alpha, [Values(0, 1, -0.7)] double beta)
    {
        SparseMatrix a = Random(m, n, 0.4, m + 31 * n);
        double[] x = TestMatrices.Random(n, 1, 1), z = TestMatrices.Random(m, 1, 2);
        double[] y = TestMatrices.Random(m, 1, 3), w = TestMatrices.Random(n, 1, 4);
        Matrix<double> dense = Dense(a);
        double[] expectedY = y.Select((v, i) => beta * v + alpha * x.Select((t, j) => dense[i, j] * t).Sum()).ToArray();
        double[] expectedW = w.Select((v, j) => beta * v + alpha * z.Select((t, i) => dense[i, j] * t).Sum()).ToArray();
        double[] byColumns = (double[])y.Clone(), byRows = (double[])y.Clone(), transposed = (double[])w.Clone();
        a.Multiply(x, byColumns, alpha, beta);
        a.Transpose();
        a.Multiply(x, byRows, alpha, beta);
        a.TransposeMultiply(z, transposed, alpha, beta);
        Assert.That(byColumns, Is.EqualTo(expectedY).Within(1e-12));
        Assert.That(transposed, Is.EqualTo(expectedW).Within(1e-12));
        // The same terms are added in the same order.
        Assert.That(byRows, Is.EqualTo(byColumns));
        foreach (int threads in new[] { 2, 3 })
        {
            using var team = new WorkerTeam(threads);
            double[] teamY = (double[])y.Clone(), teamW = (double[])w.Clone();
            a.Multiply(x, teamY, alpha, beta, team);
            a.TransposeMultiply(z, teamW, alpha, beta, team);
            Assert.That(teamY, Is.EqualTo(byColumns));
            Assert.That(teamW, Is.EqualTo(transposed));
        }
    }

    [Test]
    public void Blocks_of_vectors_are_multiplied_like_single_ones([Values(0, 1, 3, 8, 31, 32, 47)] int count, [Values(1, 3)] int threads)
    {
        SparseMatrix a = Random(120, 90, 0.3, count);
        using var team = new WorkerTeam(threads);
        double[] x = TestMatrices.Random(90, count, 1), y = TestMatrices.Random(120, count, 2), z = (double[])x.Clone();
        double[] product = (double[])y.Clone();
        a.MultiplyBlock(x, count, product, 0.5, -2, team);
        a.TransposeMultiplyBlock(y, count, z, -1, 0, team);
        for (int c = 0; c < count; c++)
        {
            double[] column = Column(y, count, c), expected = new double[90];
            a.TransposeMultiply(column, expected, -1);
            Assert.That(Column(z, count, c), Is.EqualTo(expected).Within(1e-12));
            a.Multiply(Column(x, count, c), column, 0.5, -2);
            Assert.That(Column(product, count, c), Is.EqualTo(column).Within(1e-12));
        }
        static double[] Column(double[] block, int count, int c) => block.Where((_, k) => k % count == c).ToArray();
    }

    [Test]
    public void The_row_form_lists_the_entries_row_by_row()
    {
        SparseMatrix a = SparseMatrix.FromTriplets(3, 3, [0, 2, 0, 2], [2, 0, 0, 1], [3, 4, 1, 5]);
        Assert.That(a.RowStarts.ToArray(), Is.EqualTo(new[] { 0, 2, 2, 4 }));
        Assert.That(a.ColumnIndices.ToArray(), Is.EqualTo(new[] { 0, 2, 0, 1 }));
        Assert.That(a.ValuesByRow.ToArray(), Is.EqualTo(new double[] { 1, 3, 4, 5 }));
        Assert.That(a.Transpose().Transpose(), Is.SameAs(a));
    }

    [Test]
    public void Old_content_is_ignored_when_beta_is_zero()
    {
        SparseMatrix a = Random(4, 4, 0.5, 1);
        double[] nan = [double.NaN, double.NaN, double.NaN, double.NaN], x = [1, 2, 3, 4];
        foreach (Action<double[]> product in new Action<double[]>[]
        {
            y => a.Multiply(x, y), y => a.TransposeMultiply(x, y), y => a.MultiplyBlock(x, 1, y), y => a.MultiplySymmetric(x, y),
        })
        {
            double[] y = (double[])nan.Clone();
            product(y);
            Assert.That(y, Has.None.NaN);
        }
    }

    [Test]
    public void Products_do_not_allocate()
    {
        SparseMatrix a = Random(300, 300, 0.5, 1);
        double[] x = new double[300], y = new double[300];
        using var team = new WorkerTeam(1);
        Assert.That(
            Allocation.Of(() =>
            {
                a.Multiply(x, y, 1, 0, team);
                a.TransposeMultiply(x, y, 1, 0, team);
                a.MultiplyBlock(x, 1, y, 1, 0, team);
            }), Is.Zero);
    }

    [Test]
    public void Misuse_is_refused()
    {
        SparseMatrix a = Random(3, 2, 0.5, 1);
        Assert.Throws<ArgumentException>(() => a.Multiply(new double[3], new double[3]));
        Assert.Throws<ArgumentException>(() => a.Multiply(new double[2], new double[2]));
        Assert.Throws<ArgumentException>(() => a.TransposeMultiply(new double[2], new double[2]));
        Assert.Throws<ArgumentException>(() => a.MultiplyBlock(new double[4], 2, new double[5]));
        Assert.Throws<ArgumentException>(() => a.MultiplyBlock(new double[5], 2, new double[6]));
        Assert.Throws<ArgumentOutOfRangeException>(() => a.MultiplyBlock([], -1, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => SparseMatrix.Zero(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => SparseMatrix.Zero(1, int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => SparseMatrix.FromTriplets(int.MaxValue, 1, [], [], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => SparseMatrix.FromColumns(1, -1, [], [], []));
        Assert.Throws<ArgumentException>(() => SparseMatrix.FromColumns(2, 1, [0, 2], [1, 0], [1, 1]));
        Assert.Throws<ArgumentException>(() => SparseMatrix.FromTriplets(2, 2, [2], [0], [1]));
    }
}
