namespace Copositive.Numerics.Tests;

/// <summary>M_ab = tr(A_a X A_b W) against the same formula in dense matrices.</summary>
public sealed class SchurProductsTests
{
    private const int FirstRow = 3, LaterRows = 2;

    /// <summary>Columns from one entry to a full triangle, some empty, among rows of other cones: pairs, formed products and batches of full ones all occur, on
    /// one thread and on two.</summary>
    [Test]
    public void Products_are_those_of_dense_matrices([Values(1, 2, 3, 7, 16, 33)] int order, [Values(1, 2)] int seed, [Values(9, 45)] int size)
    {
        int length = SymmetricVector.Length(order);
        var random = new Random(seed);
        double[][] matrices = new double[size][];
        List<int> rows = [], columns = [];
        List<double> values = [];
        for (int a = 0; a < size; a++)
        {
            matrices[a] = new double[order * order];
            double density = a switch { 0 => 0, 1 => 1, 2 => 0.5, 3 => 1, _ when size == 9 => 2.0 / length, _ => (a % 3) switch { 0 => 1, 1 => 6.0 / length, _ => 2.0 / length } };
            rows.AddRange([0, FirstRow + length]);
            columns.AddRange([a, a]);
            values.AddRange([1, 1]);
            for (int j = 0; j < order; j++)
            {
                for (int i = 0; i <= j; i++)
                {
                    if (random.NextDouble() >= density) continue;
                    double value = 2 * random.NextDouble() - 1;
                    matrices[a][i * order + j] = matrices[a][j * order + i] = value;
                    rows.Add(FirstRow + SymmetricVector.Index(i, j));
                    columns.Add(a);
                    values.Add(i == j ? value : Math.Sqrt(2) * value);
                }
            }
        }
        SparseMatrix program = SparseMatrix.FromTriplets(FirstRow + length + LaterRows, size, [.. rows], [.. columns], [.. values]);
        double[] x = TestMatrices.RandomSymmetric(order, seed + 10), w = TestMatrices.RandomSymmetric(order, seed + 20);
        double[] expected = new double[size * size];
        for (int a = 0; a < size; a++)
        {
            for (int b = 0; b < size; b++) expected[a * size + b] = 0.25 + Trace(Product(matrices[a], x), Product(matrices[b], w));
        }
        var products = new SchurProducts(program, FirstRow, order);
        double[] actual = new double[size * size];
        // What is there already, half of a symmetric matrix above and half below the diagonal, is added to.
        for (int a = 0; a < size; a++)
        {
            for (int b = 0; b < size; b++) actual[a * size + b] = a == b ? 0.25 : 0.125;
        }
        products.AddTo(actual, size, x, w);
        SchurProducts.Symmetrize(actual, size);
        Assert.That(actual, Is.EqualTo(expected).Within(1e-12 * order * order));
        Assert.That(products.Cost, Is.GreaterThan(0));
        Assert.That(Allocation.Of(() => products.AddTo(actual, size, x, w)), Is.Zero);

        double[] alone = new double[size * size], shared = new double[size * size];
        using var team = new WorkerTeam(2);
        products.AddTo(alone, size, x, w);
        products.AddTo(shared, size, x, w, team);
        Assert.That(shared, Is.EqualTo(alone));

        double[] Product(double[] p, double[] q)
        {
            var product = new double[order * order];
            for (int i = 0; i < order; i++)
            {
                for (int k = 0; k < order; k++)
                {
                    for (int j = 0; j < order; j++) product[i * order + j] += p[i * order + k] * q[k * order + j];
                }
            }
            return product;
        }

        double Trace(double[] p, double[] q)
        {
            double trace = 0;
            for (int i = 0; i < order; i++)
            {
                for (int j = 0; j < order; j++) trace += p[i * order + j] * q[j * order + i];
            }
            return trace;
        }
    }

    /// <summary>Many matrices of a few entries, large enough that only the entries needed of products are formed: tr(AXBW) entry by entry.</summary>
    [Test]
    public void Entries_of_products_are_those_of_sums_over_entries([Values(3, 8, 20)] int entriesPerMatrix)
    {
        const int order = 100, size = 200;
        var random = new Random(entriesPerMatrix);
        List<(int I, int J, double Value)>[] matrices = [.. Enumerable.Range(0, size).Select(_ => new List<(int, int, double)>())];
        List<int> rows = [], columns = [];
        List<double> values = [];
        for (int a = 0; a < size; a++)
        {
            foreach (int k in Enumerable.Range(0, entriesPerMatrix).Select(_ => random.Next(SymmetricVector.Length(order))).Distinct())
            {
                int j = 0;
                while (SymmetricVector.Index(j, j) < k) j++;
                int i = k - SymmetricVector.Index(0, j);
                double value = 2 * random.NextDouble() - 1;
                matrices[a].Add((i, j, value));
                if (i != j) matrices[a].Add((j, i, value));
                rows.Add(k);
                columns.Add(a);
                values.Add(i == j ? value : Math.Sqrt(2) * value);
            }
        }
        SparseMatrix program = SparseMatrix.FromTriplets(SymmetricVector.Length(order), size, [.. rows], [.. columns], [.. values]);
        double[] x = TestMatrices.RandomSymmetric(order, 1), w = TestMatrices.RandomSymmetric(order, 2), actual = new double[size * size];
        new SchurProducts(program, 0, order).AddTo(actual, size, x, w);
        SchurProducts.Symmetrize(actual, size);
        for (int a = 0; a < size; a += 7)
        {
            for (int b = 0; b < size; b += 3)
            {
                double expected = 0;
                foreach ((int i, int j, double s) in matrices[a])
                {
                    foreach ((int k, int l, double t) in matrices[b]) expected += s * x[j * order + k] * t * w[l * order + i];
                }
                Assert.That(actual[a * size + b], Is.EqualTo(expected).Within(1e-12 * entriesPerMatrix * entriesPerMatrix));
            }
        }
    }

    /// <summary>For a symmetric matrix S, halves above and below give S back, beyond the size of a tile too.</summary>
    [Test]
    public void Halves_are_put_together([Values(1, 31, 32, 33, 70)] int size)
    {
        double[] symmetric = TestMatrices.RandomSymmetric(size, size), parts = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                parts[j * size + i] = 0.25 * symmetric[i * size + j];
                parts[i * size + j] = i == j ? symmetric[i * size + j] : 0.75 * symmetric[i * size + j];
            }
        }
        SchurProducts.Symmetrize(parts, size);
        Assert.That(parts, Is.EqualTo(symmetric).Within(1e-15));
    }

    [Test]
    public void Misuse_is_refused()
    {
        SparseMatrix columns = SparseMatrix.FromTriplets(6, 1, [0], [0], [1]);
        Assert.Throws<ArgumentException>(() => new SchurProducts(columns, 1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SchurProducts(columns, -1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SchurProducts(columns, 0, -1));
        var products = new SchurProducts(columns, 0, 3);
        Assert.Throws<ArgumentException>(() => products.AddTo([], 1, new double[9], new double[9]));
        Assert.Throws<ArgumentException>(() => products.AddTo(new double[1], 1, new double[8], new double[9]));
        Assert.Throws<ArgumentException>(() => products.AddTo(new double[1], 1, new double[9], new double[8]));
        Assert.Throws<ArgumentException>(() => SchurProducts.Symmetrize(new double[3], 2));
    }
}
