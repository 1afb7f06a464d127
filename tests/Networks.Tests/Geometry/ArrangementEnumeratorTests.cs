using System.Numerics;

namespace Copositive.Networks.Tests;

public class ArrangementEnumeratorTests
{
    /// <summary>Gaussian rows are in general position with probability one: Cover's count 2 Σ_{k&lt;r} C(n−1, k) is attained.</summary>
    [Test]
    public void Rows_in_general_position_attain_the_count_of_Cover(
        [Values(1, 2, 3, 4, 5)] int rank, [Values(5, 8, 12)] int rows)
    {
        var enumerator = new ArrangementEnumerator(GeometryData.Gaussian(rows, rank, 1, seed: 17 * rank + rows));
        var distinct = enumerator.Enumerate(100_000).Select(GeometryData.Pattern).ToHashSet();
        // On a line all rows are parallel or opposite: one hyperplane.
        var expected = rank == 1 ? 2 : ArrangementEnumerator.MaximumCells(rows, rank);
        Assert.That((BigInteger)distinct.Count, Is.EqualTo(expected));
        Assert.That(enumerator.CellBound, Is.EqualTo(expected));
        Assert.That(enumerator.Enumerate(100_000).Count(), Is.EqualTo(distinct.Count), "no pattern is listed twice");
    }

    /// <summary>2(1 + 5 + 10) = 32 for six planes in R³; 2·57 for 57 lines; 2ⁿ for n independent rows.</summary>
    [TestCase(6, 3, 32)]
    [TestCase(57, 2, 114)]
    [TestCase(7, 7, 128)]
    [TestCase(1, 1, 2)]
    [TestCase(0, 0, 1)]
    public void The_largest_number_of_cells(int hyperplanes, int rank, int expected) =>
        Assert.That(ArrangementEnumerator.MaximumCells(hyperplanes, rank), Is.EqualTo((BigInteger)expected));

    /// <summary>
    /// The dependent triple {1, 2, 3} of six planes is one flat of rank 2 with Möbius value 2 where three generic lines would give
    /// 3·1: by Zaslavsky Σ|μ| = 1 + 6 + (12 + 2) + (1·… ) = 30, two less than in general position.
    /// </summary>
    [Test]
    public void A_dependent_triple_loses_two_cells()
    {
        var data = GeometryData.Rows([1, 0.25, 3], [-0.5, 2, 1], [0.5, 2.25, 4], [1, -1, 0.125], [2, 1, -1], [0.375, 5, -2]);
        var cells = new ArrangementEnumerator(data).Enumerate(100).Select(GeometryData.Pattern).ToHashSet();
        Assert.That(cells, Has.Count.EqualTo(30));
        // x₃ = x₁ + x₂: the third row cannot differ from the first two where these agree.
        Assert.That(cells.Where(p => p[0] == p[1] && p[2] != p[0]), Is.Empty);
    }

    /// <summary>The 9 positive roots of the braid arrangement A₃ (x_i = x_j in R⁴, rank 3) have 4! cells, those of B₃ have 2³·3!.</summary>
    [Test]
    public void Reflection_arrangements_have_as_many_cells_as_their_group_has_elements()
    {
        var braid = new List<double[]>();
        for (var i = 0; i < 4; i++)
        {
            for (var j = i + 1; j < 4; j++)
            {
                var root = new double[4];
                (root[i], root[j]) = (1, -1);
                braid.Add(root);
            }
        }
        var enumerator = new ArrangementEnumerator(GeometryData.Rows([.. braid]));
        Assert.That(enumerator.Rank, Is.EqualTo(3));
        var cells = enumerator.Enumerate(1000).ToList();
        Assert.That(cells, Has.Count.EqualTo(24));
        Assert.That(cells, Has.All.Matches<Arrangement>(cell => cell.FacetCount == 3 && cell.RayCount == 3), "Weyl chambers are simplicial");

        var b3 = GeometryData.Rows([1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 0], [1, -1, 0], [1, 0, 1], [1, 0, -1], [0, 1, 1], [0, 1, -1]);
        Assert.That(new ArrangementEnumerator(b3).Enumerate(1000).Count(), Is.EqualTo(48));
    }

    /// <summary>
    /// Two lines that differ by one unit in the last place are distinct, and the cell between them, 1e-16 wide, is found; a product of
    /// doubles could not tell their determinant from 0.
    /// </summary>
    [Test]
    public void Nearly_parallel_rows_are_told_apart()
    {
        var data = GeometryData.Rows([1 / 3.0, 1 / 7.0], [1 / 3.0, Math.BitIncrement(1 / 7.0)], [1, 3 / 7.0 * 1.0000001]);
        var enumerator = new ArrangementEnumerator(data);
        Assert.That(enumerator.HyperplaneCount, Is.EqualTo(3));
        Assert.That(enumerator.Enumerate(10).Select(GeometryData.Pattern).ToHashSet(), Has.Count.EqualTo(6));
    }

    [Test]
    public void Zero_parallel_and_opposite_rows_define_no_new_hyperplane()
    {
        var data = GeometryData.Rows([0, 0], [1, 2], [3, 6], [-0.5, -1], [2, -1]);
        var enumerator = new ArrangementEnumerator(data);
        Assert.That(enumerator.HyperplaneCount, Is.EqualTo(2));
        var patterns = enumerator.Enumerate(10).Select(GeometryData.Pattern).ToHashSet();
        Assert.That(patterns, Is.EquivalentTo(new[] { "+++-+", "+++--", "+--++", "+--+-" }));
    }

    [Test]
    public void Data_of_zeros_has_a_single_cell()
    {
        var cells = new ArrangementEnumerator(GeometryData.Rows([0, 0, 0], [0, 0, 0])).Enumerate(1).ToList();
        Assert.That(cells, Has.Count.EqualTo(1));
        Assert.That(GeometryData.Pattern(cells[0]), Is.EqualTo("++"));
        Assert.That(cells[0].FacetCount + cells[0].RayCount, Is.Zero);
    }

    /// <summary>
    /// The facet and ray descriptions of every cell agree: rays satisfy all rows, and are tight where they are said to be.
    /// </summary>
    [Test]
    public void Rays_and_facets_describe_the_same_cone([Values(2, 3, 4)] int rank)
    {
        var data = GeometryData.Gaussian(9, rank, 1, seed: 5);
        foreach (var cell in new ArrangementEnumerator(data).Enumerate(10_000))
        {
            var interior = cell.InteriorPoint();
            for (var i = 0; i < data.Samples; i++)
            {
                var sign = cell.Active[i] ? 1 : -1;
                Assert.That(sign * GeometryData.Dot(data.Input(i), interior), Is.Positive);
                for (var k = 0; k < cell.RayCount; k++)
                    Assert.That(sign * GeometryData.Dot(data.Input(i), cell.Ray(k)), Is.GreaterThan(-1e-13));
            }
            var facets = cell.Facets();
            for (var f = 0; f < cell.FacetCount; f++)
            {
                var tight = 0;
                for (var k = 0; k < cell.RayCount; k++)
                {
                    var value = 0.0;
                    for (var j = 0; j < rank; j++) value += facets[f, j] * cell.Ray(k)[j];
                    Assert.That(Math.Abs(value) < 1e-13, Is.EqualTo(cell.IsIncident(f, k)));
                    if (cell.IsIncident(f, k)) tight++;
                }
                Assert.That(tight, Is.GreaterThanOrEqualTo(rank - 1));
            }
            Assert.That(cell.Contains(interior), Is.True);
        }
    }

    /// <summary>
    /// Every pattern met by sampling directions is listed, and each cell has facets − edges + rays in the relation of Euler: a polygon for
    /// r = 3 (as many rays as facets), a polyhedron for r = 4 (rays − edges + facets = 2).
    /// </summary>
    [Test]
    public void Sampled_directions_fall_into_listed_cells_and_Eulers_relation_holds([Values(2, 3, 4)] int rank)
    {
        var data = GeometryData.Gaussian(10, rank, 1, seed: 11);
        var cells = new ArrangementEnumerator(data).Enumerate(10_000).ToList();
        var patterns = cells.Select(GeometryData.Pattern).ToHashSet();
        var random = new Random(3);
        for (var trial = 0; trial < 20_000; trial++)
        {
            var u = new double[rank];
            foreach (ref var value in u.AsSpan()) value = GeometryData.Normal(random);
            var pattern = new char[data.Samples];
            for (var i = 0; i < pattern.Length; i++) pattern[i] = GeometryData.Dot(data.Input(i), u) >= 0 ? '+' : '-';
            Assert.That(patterns, Does.Contain(new string(pattern)));
        }
        foreach (var cell in cells)
        {
            var byDimension = new int[rank + 1];
            foreach (var face in cell.Faces) byDimension[face.Dimension]++;
            var euler = 0;
            for (var k = 1; k < rank; k++) euler += (k % 2 == 1 ? 1 : -1) * byDimension[k];
            Assert.That(euler, Is.EqualTo(rank % 2 == 0 ? 2 : 0), "the boundary of an (r−1)-polytope is a sphere of dimension r − 2");
        }
    }

    /// <summary>Rank 2 data in R⁴: the cells are those of the plane, and their rays lie in the row space.</summary>
    [Test]
    public void Rank_deficient_data_is_enumerated_in_its_row_space()
    {
        var data = GeometryData.Rows([1, 2, 0, -1], [0, 1, 3, 2], [1, 3, 3, 1], [2, 3, -3, -4], [1, 0, -6, -5]);
        var enumerator = new ArrangementEnumerator(data);
        Assert.That(enumerator.Rank, Is.EqualTo(2));
        foreach (var cell in enumerator.Enumerate(100))
        {
            Assert.That(cell.FacetCount, Is.EqualTo(2));
            for (var k = 0; k < 2; k++)
            {
                // The null space of the rows is spanned by (6, −3, 1, 0) and (5, −2, 0, 1).
                Assert.That(GeometryData.Dot(cell.Ray(k), [6, -3, 1, 0]), Is.Zero.Within(1e-14));
                Assert.That(GeometryData.Dot(cell.Ray(k), [5, -2, 0, 1]), Is.Zero.Within(1e-14));
            }
            for (var i = 0; i < data.Samples; i++)
                Assert.That((cell.Active[i] ? 1 : -1) * GeometryData.Dot(data.Input(i), cell.InteriorPoint()), Is.Positive);
        }
        Assert.That(enumerator.Enumerate(100).Count(), Is.EqualTo(10));
    }

    /// <summary>
    /// Each of the n planes is cut by the others into MaximumCells(n − 1, r − 1) pieces, and each piece is a facet of two cells: on average
    /// 2n·MaximumCells(n − 1, r − 1)/MaximumCells(n, r) &lt; 2(r − 1) facets, and exactly that.
    /// </summary>
    [TestCase(12, 3)]
    [TestCase(10, 4)]
    public void The_average_number_of_facets_is_below_twice_the_rank_less_one(int rows, int rank)
    {
        var cells = new ArrangementEnumerator(GeometryData.Gaussian(rows, rank, 1, seed: 23)).Enumerate(10_000).ToList();
        var total = cells.Sum(cell => cell.FacetCount);
        Assert.That((BigInteger)total, Is.EqualTo(2 * rows * ArrangementEnumerator.MaximumCells(rows - 1, rank - 1)));
        Assert.That((double)total / cells.Count, Is.LessThan(2 * (rank - 1)));
    }

    [Test]
    public void Too_many_cells_are_refused_with_the_numbers()
    {
        var enumerator = new ArrangementEnumerator(GeometryData.Gaussian(12, 3, 1, seed: 1));
        var refusal = Assert.Throws<ArrangementLimitException>(() => enumerator.Enumerate(133))!;
        // 2(1 + 11 + 55) = 134
        Assert.That(refusal.CellBound, Is.EqualTo((BigInteger)134));
        Assert.That(refusal.Message, Does.Contain("12").And.Contain("134").And.Contain("133"));
        Assert.That(enumerator.Enumerate(134).Count(), Is.EqualTo(134));
    }

    [Test]
    public void Listing_stops_when_cancelled()
    {
        using var source = new CancellationTokenSource();
        var listing = new ArrangementEnumerator(GeometryData.Gaussian(12, 3, 1, seed: 1)).Enumerate(1000, source.Token).GetEnumerator();
        Assert.That(listing.MoveNext(), Is.True);
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => { while (listing.MoveNext()) { } });
    }
}
