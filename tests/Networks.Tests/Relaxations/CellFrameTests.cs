namespace Copositive.Networks.Tests;

public class CellFrameTests
{
    /// <summary>
    /// Rows 10⁻ᵏ apart leave a cell 10⁻ᵏ wide. In its frame the two facets are orthogonal all the same, and T maps the frame's rays to the
    /// cell's.
    /// </summary>
    [TestCase(1e-1)]
    [TestCase(1e-6)]
    [TestCase(1e-12)]
    public void Narrow_cells_of_the_plane_become_quadrants(double width)
    {
        var data = GeometryData.Rows([1, 2], [1, 2 + width], [3, -1]);
        foreach (var cell in new ArrangementEnumerator(data).Enumerate(6))
        {
            var frame = CellFrame.Of(CellPart.Whole(cell));
            Assert.That(frame.Rank, Is.EqualTo(2));
            Assert.That(frame.Cone[0, 0] * frame.Cone[1, 0] + frame.Cone[0, 1] * frame.Cone[1, 1], Is.Zero.Within(1e-14));
            for (var f = 0; f < 2; f++)
            {
                // The rays of a quadrant are its normals: the one on the other facet.
                var ray = cell.IsIncident(f, 0) ? cell.Ray(1) : cell.Ray(0);
                var image = frame.ToDirection([frame.Cone[f, 0], frame.Cone[f, 1]]);
                Assert.That(image[0], Is.EqualTo(ray[0]).Within(1e-14));
                Assert.That(image[1], Is.EqualTo(ray[1]).Within(1e-14));
            }
        }
    }

    /// <summary>
    /// u ∈ K exactly when û ∈ K̂: tested on random directions of both kinds, for cells with more rays than dimensions too.
    /// </summary>
    [Test]
    public void The_cone_of_the_frame_is_the_cell_in_new_coordinates([Values(2, 3, 4)] int rank)
    {
        var data = GeometryData.Gaussian(8, rank, 1, seed: 3);
        var random = new Random(9);
        foreach (var cell in new ArrangementEnumerator(data).Enumerate(1000))
        {
            var frame = CellFrame.Of(CellPart.Whole(cell));
            Assert.That(frame.Cone.Count, Is.EqualTo(cell.FacetCount));
            for (var trial = 0; trial < 30; trial++)
            {
                var coordinates = Array.ConvertAll(new double[rank], _ => GeometryData.Normal(random));
                var inside = true;
                for (var f = 0; f < frame.Cone.Count; f++)
                {
                    var value = 0.0;
                    for (var k = 0; k < rank; k++) value += frame.Cone[f, k] * coordinates[k];
                    inside &= value >= 0;
                }
                Assert.That(cell.Contains(frame.ToDirection(coordinates)), Is.EqualTo(inside));
            }
        }
    }

    /// <summary>Rank 2 data in R³: the frame has two coordinates, within the row space, and ‖Tû‖² = Σσ_k²û_k².</summary>
    [Test]
    public void Directions_in_the_null_space_are_left_out()
    {
        var data = GeometryData.Rows([1, 2, 3], [2, -1, 1], [3, 1, 4], [1, -3, -2]);
        foreach (var cell in new ArrangementEnumerator(data).Enumerate(8))
        {
            var frame = CellFrame.Of(CellPart.Whole(cell));
            Assert.That(frame.Rank, Is.EqualTo(2));
            var u = frame.ToDirection([0.3, -2]);
            Assert.That(GeometryData.Dot(u, [1, 1, -1]), Is.Zero.Within(1e-14), "(1, 1, −1) is orthogonal to all rows");
            var expected = 0.09 * frame.SquaredLengths[0] + 4 * frame.SquaredLengths[1];
            Assert.That(GeometryData.Dot(u, u), Is.EqualTo(expected).Within(1e-14));
        }
    }

    [Test]
    public void A_cell_that_is_the_whole_space_has_no_frame()
    {
        var cell = new ArrangementEnumerator(GeometryData.Rows([0, 0])).Enumerate(1).Single();
        Assert.That(() => CellFrame.Of(CellPart.Whole(cell)), Throws.ArgumentException);
    }
}
