namespace Copositive.Numerics.Tests;

/// <summary>Entries of the Schur matrix against traces of products of dense matrices.</summary>
public class SchurProductsTests
{
    private const int RowsBefore = 2, RowsAfter = 3;

    [TestCase(1, 3, 1.0)]
    [TestCase(4, 6, 0.5)]
    [TestCase(9, 20, 0.1)]
    [TestCase(17, 12, 1.0)]
    [TestCase(25, 40, 0.05)]
    [TestCase(30, 8, 0.01)]
    public void Entries_are_traces(int n, int m, double density)
    {
        var random = new Random(100 * n + m);
        (SparseMatrix columns, double[][] matrices) = Sample(n, m, density, random);
        double[] x = Symmetric(n, random), w = Symmetric(n, random), actual = new double[m * m];
        var products = new SchurProducts(columns, RowsBefore, n);
        products.AddTo(actual, m, x, w);
        SchurProducts.Symmetrize(actual, m);
        for (int a = 0; a < m; a++)
        {
            double[] left = Product(matrices[a], x, n);
            for (int b = 0; b < m; b++)
            {
                double[] right = Product(matrices[b], w, n);
                double trace = 0, size = 1;
                for (int i = 0; i < n; i++)
                {
                    for (int j = 0; j < n; j++)
                    {
                        trace += left[i * n + j] * right[j * n + i];
                        size += Math.Abs(left[i * n + j] * right[j * n + i]);
                    }
                }
                Assert.That(actual[a * m + b], Is.EqualTo(trace).Within(1e-13 * size * n), $"{a}, {b}");
            }
        }
    }

    [Test]
    public void A_block_that_the_rows_do_not_hold_is_refused()
    {
        var columns = SparseMatrix.FromColumns(5, 1, [0, 0], [], []);
        Assert.That(() => new SchurProducts(columns, 0, 3), Throws.ArgumentException);
        var products = new SchurProducts(columns, 2, 2);
        Assert.That(() => products.AddTo(new double[1], 1, new double[3], new double[4]), Throws.ArgumentException);
    }

    /// <summary>A full matrix, an empty one, and random ones, with entries of other blocks above and below.</summary>
    private static (SparseMatrix Columns, double[][] Matrices) Sample(int n, int m, double density, Random random)
    {
        int triangle = SymmetricVector.Length(n);
        var starts = new int[m + 1];
        var rows = new List<int>();
        var values = new List<double>();
        var matrices = new double[m][];
        for (int a = 0; a < m; a++)
        {
            matrices[a] = new double[n * n];
            Add(0, 7);
            for (int j = 0; j < n; j++)
            {
                for (int i = 0; i <= j; i++)
                {
                    if (a == 1 || (a > 0 && random.NextDouble() > density)) continue;
                    double value = 2 * random.NextDouble() - 1;
                    Add(RowsBefore + SymmetricVector.Index(i, j), i == j ? value : Math.Sqrt(2) * value);
                    matrices[a][i * n + j] = matrices[a][j * n + i] = value;
                }
            }
            Add(RowsBefore + triangle + 1, -5);
            starts[a + 1] = rows.Count;
        }
        return (SparseMatrix.FromColumns(RowsBefore + triangle + RowsAfter, m, starts, [.. rows], [.. values]), matrices);

        void Add(int row, double value)
        {
            rows.Add(row);
            values.Add(value);
        }
    }

    private static double[] Symmetric(int n, Random random)
    {
        var matrix = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++) matrix[i * n + j] = matrix[j * n + i] = 2 * random.NextDouble() - 1;
        }
        return matrix;
    }

    private static double[] Product(double[] a, double[] b, int n)
    {
        var product = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < n; k++)
            {
                for (int j = 0; j < n; j++) product[i * n + j] += a[i * n + k] * b[k * n + j];
            }
        }
        return product;
    }
}
