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
    public void Rows_of_a_block_share_a_factor_and_matrices_are_scaled_by_congruences()
    {
        SparseMatrix a = BadlyScaled(12, 8, 2);
        RuizScaling scaling = RuizEquilibration.Compute(
            a, null,
            [
                new(0, 2, RowScaling.Single), new(2, 3, RowScaling.Shared), new(5, 6, RowScaling.Congruence), new(11, 1, RowScaling.Single),
            ]);
        double[] e = scaling.RowScale, d = scaling.BlockFactors[2];
        Assert.That(scaling.BlockFactors.Select(f => f.Length), Is.EqualTo(new[] { 0, 1, 3, 0 }));
        Assert.That(e[2..5], Is.All.EqualTo(scaling.BlockFactors[1][0]));
        // The triangle's rows are (0,0), (0,1), (1,1), (0,2), (1,2), (2,2).
        Assert.That(e[5..11], Is.EqualTo(new[] { d[0] * d[0], d[0] * d[1], d[1] * d[1], d[0] * d[2], d[1] * d[2], d[2] * d[2] }));
        Assert.That(e[0], Is.Not.EqualTo(e[1]));
        // At the limit the largest entry of every row, block and matrix row is 1.
        SparseMatrix rows = a.Scale(e, scaling.ColumnScale).Transpose();
        double Norm(params int[] of) => of.Max(i => rows.Values[rows.ColumnStarts[i]..rows.ColumnStarts[i + 1]].ToArray().Max(Math.Abs));
        foreach (int[] group in new int[][] { [0], [1], [11], [2, 3, 4], [5, 6, 8], [6, 7, 9], [8, 9, 10] })
            Assert.That(Norm(group), Is.EqualTo(1).Within(0.01));
    }

    [Test]
    public void A_matrix_scaled_by_a_congruence_is_scaled_back()
    {
        // Rows of the triangle of uu' against one column: the congruence by 1/u (up to the column's factor) makes all entries 1. Each pass
        // leaves about 3/4 of the logarithms' spread of 24: 0.018 after 25.
        double[] u = [1e-3, 1, 10, 200];
        List<double> entries = [];
        for (int q = 0; q < 4; q++)
            for (int p = 0; p <= q; p++)
                entries.Add(u[p] * u[q]);
        SparseMatrix a = SparseMatrix.FromColumns(10, 1, [0, 10], [.. Enumerable.Range(0, 10)], [.. entries]);
        RuizScaling scaling = RuizEquilibration.Compute(a, null, [new(0, 10, RowScaling.Congruence)], tolerance: 1e-6);
        Assert.That(a.Scale(scaling.RowScale, scaling.ColumnScale).Values.ToArray(), Is.All.EqualTo(1).Within(2e-2));
    }

    [Test]
    public void Given_block_factors_stay()
    {
        SparseMatrix a = BadlyScaled(4, 3, 3);
        RuizScaling scaling = RuizEquilibration.Compute(
            a, null, [new(0, 3, RowScaling.Congruence), new(3, 1, RowScaling.Single)], blockFactors: [[2, 0.5], []]);
        Assert.That(scaling.RowScale[..3], Is.EqualTo(new[] { 4.0, 1, 0.25 }));
        Assert.That(scaling.RowScale[3], Is.Not.EqualTo(1));
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
    public void Misuse_is_refused()
    {
        SparseMatrix a = SparseMatrix.Zero(2, 3);
        Assert.Throws<ArgumentException>(() => RuizEquilibration.Compute(a, SparseMatrix.Zero(2, 2)));
        Assert.Throws<ArgumentException>(() => RuizEquilibration.Compute(a, null, [new(0, 1, RowScaling.Single)]));
        Assert.Throws<ArgumentException>(() => RuizEquilibration.Compute(a, null, [new(1, 1, RowScaling.Single)]));
        Assert.Throws<ArgumentException>(() => RuizEquilibration.Compute(a, null, [new(0, 3, RowScaling.Single)]));
        Assert.Throws<ArgumentException>(() => RuizEquilibration.Compute(a, null, [new(0, 2, RowScaling.Congruence)]));
        Assert.Throws<ArgumentException>(() => RuizEquilibration.Compute(a, null, [new(0, 2, RowScaling.Shared)], blockFactors: [[]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => RuizEquilibration.Compute(a, null, default, 26));
    }

    [Test]
    public void Entries_that_are_not_finite_are_refused([Values(double.NaN, double.PositiveInfinity)] double value)
    {
        SparseMatrix bad = SparseMatrix.FromTriplets(2, 2, [0, 1], [0, 1], [1, value]);
        SparseMatrix good = SparseMatrix.FromTriplets(2, 2, [0, 1], [0, 1], [1, 2]);
        Assert.Throws<ArgumentException>(() => RuizEquilibration.Compute(bad));
        Assert.Throws<ArgumentException>(() => RuizEquilibration.Compute(good, bad));
    }
}
