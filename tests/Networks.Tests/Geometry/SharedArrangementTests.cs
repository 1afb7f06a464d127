using System.Numerics;
using Copositive.Tests;

namespace Copositive.Networks.Tests;

public class SharedArrangementTests
{
    /// <summary>
    /// 57 points off the origin on distinct lines; 25 lines twice; and five planes of R³ in general position: 2(1 + 4 + 6) = 22.
    /// </summary>
    [TestCase("spiral.csv", 114, 57, 2)]
    [TestCase("random-00.csv", 50, 25, 2)]
    [TestCase("random-01.csv", 50, 25, 2)]
    [TestCase("pentagon.csv", 22, 5, 3)]
    [TestCase("loose-d4-n7-c3.csv", 84, 7, 4)]
    public void The_number_of_cells(string file, int cells, int hyperplanes, int rank)
    {
        var enumerator = new ArrangementEnumerator(TrainingDataCsv.Read(SharedData.Path($"networks/{file}")));
        Assert.That(enumerator.HyperplaneCount, Is.EqualTo(hyperplanes));
        Assert.That(enumerator.Rank, Is.EqualTo(rank));
        Assert.That(enumerator.Enumerate(100_000).Count(), Is.EqualTo(cells));
    }

    /// <summary>
    /// The pentagon's one cell with all rows active, and its negative, have five facets; it is why level 0 is loose there.
    /// </summary>
    [Test]
    public void The_pentagon_has_a_cell_with_five_facets()
    {
        var data = TrainingDataCsv.Read(SharedData.Path("networks/pentagon.csv"));
        var cells = new ArrangementEnumerator(data).Enumerate(100).ToList();
        Assert.That(cells.Where(cell => cell.FacetCount > 4).Select(GeometryData.Pattern), Is.EquivalentTo(new[] { "+++++", "-----" }));
    }

    /// <summary>
    /// Measured values to one tenth have many exactly dependent triples: iris has fewer cells than rows in general position would, and no
    /// two alike. The first 40 flowers keep the test short.
    /// </summary>
    [Test]
    public void Degenerate_measurements_are_listed_without_tolerance()
    {
        var iris = TrainingDataCsv.Read(SharedData.Path("networks/iris.csv"));
        var few = new TrainingData(iris.X[..(40 * 4)], iris.Y[..(40 * 3)], 40, 4, 3);
        var enumerator = new ArrangementEnumerator(few);
        var patterns = enumerator.Enumerate(1_000_000).Select(GeometryData.Pattern).ToList();
        Assert.That(patterns.ToHashSet(), Has.Count.EqualTo(patterns.Count));
        Assert.That((BigInteger)patterns.Count, Is.LessThan(enumerator.CellBound));
    }
}
