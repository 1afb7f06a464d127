namespace Copositive.Modeling.Tests;

/// <summary>
/// What makes a set of cliques with parents a clique forest of a chordal graph around the given one: residuals partition the vertices,
/// separators are the intersections with parents, every edge lies in a clique, and for every vertex the cliques that hold it are connected
/// (as many of them as tree edges between them, plus one).
/// </summary>
public class CliqueForestTests
{
    private static IEnumerable<(int N, int[] Starts, int[] Neighbours)> Graphs()
    {
        var random = new Random(5);
        for (int trial = 0; trial < 60; trial++)
        {
            int n = 1 + random.Next(40);
            (int[] starts, int[] neighbours) = RandomGraph.Of(n, random.NextDouble() * 0.3, random);
            yield return (n, starts, neighbours);
        }
        (int[] s, int[] b) = RandomGraph.Band(60, 4);
        yield return (60, s, b);
        (s, b) = RandomGraph.From(50, (i, _) => i == 0);
        yield return (50, s, b);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Forests_have_the_running_intersection_property(bool merged)
    {
        foreach ((int n, int[] starts, int[] neighbours) in Graphs())
        {
            CliqueForest forest = ChordalExtension.Of(n, starts, neighbours);
            if (merged) forest = CliqueMerging.Apply(forest, n);
            Clique[] cliques = forest.Cliques;
            Assert.That(cliques.SelectMany(c => c.Residual).Order(), Is.EqualTo(Enumerable.Range(0, n)));
            for (int k = 0; k < cliques.Length; k++)
            {
                Assert.That(cliques[k].Parent, Is.LessThan(k));
                Assert.That(cliques[k].Residual, Is.Not.Empty);
                int[] above = cliques[k].Parent < 0 ? [] : cliques[cliques[k].Parent].Members;
                Assert.That(cliques[k].Separator, Is.EqualTo(cliques[k].Members.Intersect(above).Order()));
                if (cliques[k].Parent >= 0) Assert.That(cliques[k].Separator, Is.Not.Empty);
            }
            for (int v = 0; v < n; v++)
                Assert.That(cliques.Count(c => c.Members.Contains(v)), Is.EqualTo(1 + cliques.Count(c => c.Separator.Contains(v))));
            for (int j = 0; j < n; j++)
            {
                for (int k = starts[j]; k < starts[j + 1]; k++)
                    Assert.That(cliques.Count(c => c.Members.Contains(j) && c.Members.Contains(neighbours[k]) && CliquePairs.IsOwned(c, j, neighbours[k])), Is.EqualTo(1));
            }
        }
    }

    [Test]
    public void Trees_get_their_edges_as_cliques()
    {
        // A leaf has the least degree there is, so minimum degree never eliminates anything else and makes no fill.
        var random = new Random(6);
        int[] parent = [.. Enumerable.Range(0, 30).Select(j => j == 0 ? -1 : random.Next(j))];
        (int[] starts, int[] neighbours) = RandomGraph.From(30, (i, j) => i == parent[j]);
        CliqueForest forest = ChordalExtension.Of(30, starts, neighbours);
        Assert.That(
            forest.Cliques.Select(c => (c.Members[0], c.Members[1])).Order(),
            Is.EqualTo(Enumerable.Range(1, 29).Select(j => (parent[j], j)).Order()));
        Assert.That(forest.Cliques, Has.All.Matches<Clique>(c => c.Order == 2));
    }

    [Test]
    public void Joining_never_raises_the_cost_and_no_clique_holds_another()
    {
        foreach ((int n, int[] starts, int[] neighbours) in Graphs())
        {
            CliqueForest plain = ChordalExtension.Of(n, starts, neighbours), merged = CliqueMerging.Apply(plain, n);
            Assert.That(ChordalCost.Of(merged.Cliques), Is.LessThanOrEqualTo(ChordalCost.Of(plain.Cliques)));
            foreach (Clique a in plain.Cliques)
            {
                Assert.That(plain.Cliques.Count(b => a.Members.All(b.Members.Contains)), Is.EqualTo(1));
                Assert.That(merged.Cliques.Any(b => a.Members.All(b.Members.Contains)), Is.True);
            }
        }
    }

    [Test]
    public void Components_are_consecutive_and_can_be_chosen()
    {
        // Triangles {3k, 3k+1, 3k+2} and a path on the rest.
        (int[] starts, int[] neighbours) = RandomGraph.From(12, (i, j) => j < 6 ? i / 3 == j / 3 : i >= 6 && j - i == 1);
        CliqueForest forest = ChordalExtension.Of(12, starts, neighbours);
        int[] components = forest.ComponentStarts();
        Assert.That(components, Has.Length.EqualTo(4));
        CliqueForest chosen = forest.Select((first, end) => end - first > 1 ? false : forest.Cliques[first].Members.Contains(0) ? null : true);
        Assert.That(chosen.Cliques.Select(c => c.Members).OrderBy(m => m[0]), Is.EqualTo(new int[][] { [3, 4, 5], [6, 7, 8, 9, 10, 11] }));
    }
}
