namespace Copositive.Copositivity.Tests.Graphs;

[TestFixture]
public sealed class GraphTests
{
    [Test]
    public void EdgesComeOnceInOrderHoweverTheyWereGiven()
    {
        var graph = new Graph(4, [(3, 0), (0, 3), (1, 2), (0, 1), (0, 1)]);
        Assert.That(graph.Edges, Is.EqualTo(new[] { (0, 1), (0, 3), (1, 2) }));
        Assert.That(graph.EdgeCount, Is.EqualTo(3));
        Assert.That(graph.Neighbours(0), Is.EqualTo(new[] { 1, 3 }));
        Assert.That(graph.HasEdge(3, 0) && !graph.HasEdge(3, 1) && !graph.HasEdge(2, 2), Is.True);
    }

    [Test]
    public void LoopsAndForeignVerticesAreRefused()
    {
        Assert.That(() => new Graph(3, [(1, 1)]), Throws.ArgumentException.With.Message.Contains("(1, 1) is a loop"));
        Assert.That(() => new Graph(3, [(1, 3)]), Throws.ArgumentException.With.Message.Contains("(1, 3) leaves the vertices 0 to 2"));
        Assert.That(() => new Graph(-1, []), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new Graph(Graph.MaxVertices + 1, []), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void AGraphAndItsComplementShareOutAllPairs()
    {
        // Sizes on both sides of the 64-bit words in which adjacency is kept.
        foreach (int n in new[] { 0, 1, 2, 63, 64, 65, 130 })
        {
            var random = new Random(n);
            var pairs = new List<(int, int)>();
            for (int j = 0; j < n; j++)
            {
                for (int i = 0; i < j; i++)
                {
                    if (random.NextDouble() < 0.3) pairs.Add((i, j));
                }
            }
            var graph = new Graph(n, pairs, firstNumber: 1);
            Graph complement = graph.Complement();
            Assert.That(graph.Edges.Concat(complement.Edges).Distinct().Count(), Is.EqualTo(n * (n - 1) / 2));
            Assert.That((graph.EdgeCount, complement.EdgeCount), Is.EqualTo((graph.Edges.Count(), complement.Edges.Count())));
            Assert.That(graph.EdgeCount + complement.EdgeCount, Is.EqualTo(n * (n - 1) / 2));
            Assert.That(complement.FirstNumber, Is.EqualTo(1));
            Assert.That(Enumerable.Range(0, n).Sum(complement.Degree), Is.EqualTo(2 * complement.EdgeCount));
        }
    }

    [Test]
    public void StableMeansDifferentAndNotJoined()
    {
        Graph c5 = GraphFamilies.Cycle(5);
        Assert.That(c5.IsStable([0, 2]), Is.True);
        Assert.That(c5.IsStable([0, 4]), Is.False);
        Assert.That(c5.IsStable([1, 1]), Is.False);
        Assert.That(c5.IsStable([]), Is.True);
    }

    // Vertices, edges and the stability number from the definitions; the oracle tries all subsets.
    private static readonly TestCaseData[] Families =
    [
        new(GraphFamilies.Cycle(5), 5, 5, 2),
        new(GraphFamilies.Cycle(8), 8, 8, 4),
        new(GraphFamilies.Complete(6), 6, 15, 1),
        new(GraphFamilies.Petersen(), 10, 15, 4),
        new(GraphFamilies.Paley(13), 13, 39, 3),
        new(GraphFamilies.Paley(17), 17, 68, 3),
        // Words of length 4: joined at distance ≥ 2; stable sets have pairwise distance 1: two words.
        new(GraphFamilies.Hamming(4, 2), 16, 16 * 11 / 2, 2),
        // Pairs from four at distance ≥ 4: disjoint pairs, so a perfect matching of 6 vertices, stability number 3.
        new(GraphFamilies.Johnson(4, 2, 4), 6, 3, 3),
    ];

    [TestCaseSource(nameof(Families))]
    public void FamiliesHaveTheirSizesAndStabilityNumbers(Graph graph, int vertices, int edges, int stability)
    {
        Assert.That((graph.VertexCount, graph.EdgeCount), Is.EqualTo((vertices, edges)));
        Assert.That(StabilityOracle.Of(graph), Is.EqualTo(stability));
    }

    [Test]
    public void AFamilyWithUnfitParametersIsRefused()
    {
        Assert.That(() => GraphFamilies.Paley(9), Throws.ArgumentException);
        Assert.That(() => GraphFamilies.Paley(7), Throws.ArgumentException);
        Assert.That(() => GraphFamilies.Paley(-3), Throws.ArgumentException);
        Assert.That(() => GraphFamilies.Cycle(2), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => GraphFamilies.Hamming(20, 2), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => GraphFamilies.Johnson(5, 6, 2), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
