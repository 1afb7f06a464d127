using Copositive.Modeling;
using Copositive.Tests;

namespace Copositive.Networks.Tests;

public class ConeSplittingTests
{
    /// <summary>Random points of a cell lie in exactly one piece (boundaries have measure zero), points of other cells in none.</summary>
    [Test]
    public void Pieces_tile_their_cell([Values(3, 4)] int rank, [Values(0, 1)] int seed)
    {
        var data = GeometryData.Gaussian(11 - rank, rank, 1, seed);
        var random = new Random(seed);
        var cells = new ArrangementEnumerator(data).Enumerate(1000).ToList();
        Assert.That(cells.Max(cell => cell.FacetCount), Is.GreaterThan(4), "some cell needs splitting");
        foreach (var cell in cells)
        {
            var pieces = ConeSplitting.Split(cell).Select(part => part.ToCone()).ToList();
            Assert.That(pieces, Has.All.Matches<PolyhedralCone>(piece => piece.Count <= 4 && piece.Dimension == rank));
            for (var trial = 0; trial < 50; trial++)
            {
                var u = new double[rank];
                for (var k = 0; k < cell.RayCount; k++)
                {
                    var weight = -Math.Log(1 - random.NextDouble());
                    for (var j = 0; j < rank; j++) u[j] += weight * cell.Ray(k)[j];
                }
                Assert.That(pieces.Count(piece => IsInside(piece, u)), Is.EqualTo(1));
                for (var j = 0; j < rank; j++) u[j] = -u[j];
                Assert.That(pieces.Count(piece => IsInside(piece, u)), Is.Zero);
            }
        }
    }

    /// <summary>A pentagon is a quadrilateral and a triangle.</summary>
    [Test]
    public void The_pentagon_is_cut_in_two()
    {
        var data = TrainingDataCsv.Read(SharedData.Path("networks/pentagon.csv"));
        foreach (var cell in new ArrangementEnumerator(data).Enumerate(100))
        {
            var pieces = ConeSplitting.Split(cell);
            Assert.That(pieces.Select(piece => piece.FacetCount), Is.EqualTo(cell.FacetCount == 5 ? [4, 3] : new[] { cell.FacetCount }));
        }
    }

    /// <summary>
    /// Splitting happens within the row space: rank 3 rows in R⁵ give pieces whose facets are orthogonal to the null space.
    /// </summary>
    [Test]
    public void Rank_deficient_cells_are_split_within_the_row_space()
    {
        var full = GeometryData.Gaussian(8, 3, 1, seed: 0);
        var rows = new double[8][];
        for (var i = 0; i < 8; i++)
        {
            var x = full.Input(i);
            rows[i] = [x[0], x[1], x[2], 2 * x[0], -x[1]];
        }
        var cells = new ArrangementEnumerator(GeometryData.Rows(rows)).Enumerate(1000).ToList();
        Assert.That(cells.Max(cell => cell.FacetCount), Is.GreaterThan(4));
        foreach (var piece in cells.SelectMany(ConeSplitting.Split).Select(part => part.ToCone()))
        {
            for (var f = 0; f < piece.Count; f++)
            {
                Assert.That(piece[f, 3], Is.EqualTo(2 * piece[f, 0]).Within(1e-12));
                Assert.That(piece[f, 4], Is.EqualTo(-piece[f, 1]).Within(1e-12));
            }
        }
    }

    [Test]
    public void Cells_of_higher_rank_with_more_than_four_facets_are_refused()
    {
        var cell = new ArrangementEnumerator(GeometryData.Gaussian(5, 5, 1, seed: 1)).Enumerate(100).First();
        Assert.That(() => ConeSplitting.Split(cell), Throws.ArgumentException.With.Message.Contains("rank 5"));
        Assert.That(CellPart.Whole(cell).FacetCount, Is.EqualTo(5));
    }

    private static bool IsInside(PolyhedralCone cone, double[] u)
    {
        for (var f = 0; f < cone.Count; f++)
        {
            var value = 0.0;
            for (var j = 0; j < u.Length; j++) value += cone[f, j] * u[j];
            if (value < 0) return false;
        }
        return true;
    }
}
