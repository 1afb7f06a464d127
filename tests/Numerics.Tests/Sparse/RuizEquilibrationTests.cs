namespace Copositive.Numerics.Tests;

public class RuizEquilibrationTests
{
    private static SparseMatrix BadlyScaled(int m, int n, int seed)
    {
        var random = new Random(seed);
        List<int> rows = [], columns = [];
        List<double> values = [];
        double[] r = new double[m], c = new double[n];
        for (int i = 0; i < m; i++)
            r[i] = Math.Pow(10, 4 * random.NextDouble() - 2);
        for (int j = 0; j < n; j++)
            c[j] = Math.Pow(10, 2 * random.NextDouble() - 1);
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++)
                if (random.NextDouble() < 0.3 || i % n == j)
                {
                    rows.Add(i);
                    columns.Add(j);
                    values.Add(r[i] * c[j] * (0.5 + random.NextDouble()) * (random.Next(2) * 2 - 1));
                }
        return SparseMatrix.FromTriplets(m, n, rows.ToArray(), columns.ToArray(), values.ToArray());
    }

    [Test]
    public void Norms_of_rows_and_columns_come_near_one()
    {
        SparseMatrix a = BadlyScaled(30, 20, 1);
        RuizScaling scaling = RuizEquilibration.Compute(a);
        SparseMatrix scaled = a.Scale(scaling.RowScale, scaling.ColumnScale);
        double[] rowNorms = new double[30];
        for (int j = 0; j < 20; j++)
        {
            double norm = 0;
            for (int k = scaled.ColumnStarts[j]; k < scaled.ColumnStarts[j + 1]; k++)
            {
                norm = Math.Max(norm, Math.Abs(scaled.Values[k]));
                rowNorms[scaled.RowIndices[k]] = Math.Max(rowNorms[scaled.RowIndices[k]], Math.Abs(scaled.Values[k]));
            }
            Assert.That(norm, Is.EqualTo(1).Within(2e-3));
        }
        Assert.That(rowNorms, Is.All.EqualTo(1).Within(2e-3));
        Assert.That(scaling.Passes, Is.LessThanOrEqualTo(RuizEquilibration.MaxPasses));
    }

    [Test]
    public void Rows_of_a_group_share_a_factor()
    {
        SparseMatrix a = BadlyScaled(12, 8, 2);
        int[] groups = [-1, -1, 0, 0, 0, -1, 1, 1, 1, 1, -1, 0];
        double[] e = RuizEquilibration.Compute(a, null, groups).RowScale;
        Assert.That(new[] { e[3], e[4], e[11] }, Is.All.EqualTo(e[2]));
        Assert.That(new[] { e[7], e[8], e[9] }, Is.All.EqualTo(e[6]));
        Assert.That(e[0], Is.Not.EqualTo(e[1]));
    }

    [Test]
    public void The_quadratic_term_takes_part()
    {
        // A is empty, so only P scales the columns: D = diag(P)^−½.
        SparseMatrix p = SparseMatrix.FromTriplets(2, 2, [0, 1], [0, 1], [4, 25]);
        RuizScaling scaling = RuizEquilibration.Compute(SparseMatrix.Zero(3, 2), p);
        Assert.That(scaling.ColumnScale, Is.EqualTo(new[] { 0.5, 0.2 }).Within(1e-3));
        Assert.That(scaling.RowScale, Is.All.EqualTo(1));
    }

    [Test]
    public void Cost_is_scaled_by_its_largest_part()
    {
        Assert.That(RuizEquilibration.CostScale(null, [3, -4]), Is.EqualTo(0.25));
        Assert.That(RuizEquilibration.CostScale(null, [0, 0]), Is.EqualTo(1));
        // Column norms of [[1, 20], [20, 5]] are 20 and 20.
        SparseMatrix p = SparseMatrix.FromTriplets(2, 2, [0, 0, 1], [0, 1, 1], [1, 20, 5]);
        Assert.That(RuizEquilibration.CostScale(p, [3, -4]), Is.EqualTo(0.05));
    }

    [Test]
    public void Misuse_is_refused()
    {
        SparseMatrix a = SparseMatrix.Zero(2, 3);
        Assert.Throws<ArgumentException>(() => RuizEquilibration.Compute(a, SparseMatrix.Zero(2, 2)));
        Assert.Throws<ArgumentException>(() => RuizEquilibration.Compute(a, null, [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RuizEquilibration.Compute(a, null, default, 26));
    }
}
