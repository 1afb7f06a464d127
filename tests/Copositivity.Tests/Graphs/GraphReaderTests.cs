using Copositive.Modeling;
using Copositive.Tests;

namespace Copositive.Copositivity.Tests.Graphs;

[TestFixture]
public sealed class GraphReaderTests
{
    private const string Small = "c a comment\np edge 4 3\ne 1 2\ne 4 1\nc another\ne 2 3\n";

    private const string SmallMatrix = "%%MatrixMarket matrix coordinate pattern symmetric\n% remark\n4 4 3\n2 1\n4 1\n3 2\n";

    private static Graph Dimacs(string text) => GraphReader.ReadDimacs(new StringReader(text), "file.clq");

    private static Graph MatrixMarket(string text) => GraphReader.ReadMatrixMarket(new StringReader(text), "file.mtx");

    [Test]
    public void EveryFormatGivesTheSameGraphWithTheFilesNumbers()
    {
        (int, int)[] edges = [(0, 1), (0, 3), (1, 2)];
        foreach (Graph graph in new[]
        {
            Dimacs(Small), MatrixMarket(SmallMatrix), Dimacs("1 2\n\n4 1\n2 3\n"), Dimacs("p col 4 6\ne 1 2\ne 2 1\ne 4 1\ne 1 4\ne 2 3\ne 3 2"),
            Dimacs("p edge 4 3\r\ne 1 2\r\ne 2 1\r\ne 4 1\r\ne 2 3\r\n"),
            MatrixMarket("%%MatrixMarket matrix array integer symmetric\n4 4\n0 1 0 1\n0 1 0\n0 0\n0\n"),
            MatrixMarket("%%matrixmarket Matrix coordinate real general\n4 4 7\n1 1 0\n1 2 0.5\n2 1 0.5\n4 1 1\n1 4 2\n3 2 -1e0\n2 3 1\n"),
        })
        {
            Assert.That(graph.VertexCount, Is.EqualTo(4));
            Assert.That(graph.Edges, Is.EqualTo(edges));
            Assert.That(graph.FirstNumber, Is.EqualTo(1));
        }
    }

    [Test]
    public void VerticesWithoutEdgesAreKept() => Assert.That(Dimacs("p edge 7 0\n").VertexCount, Is.EqualTo(7));

    [TestCase("", ":1: found the end of the file, expected the line 'p edge n m'")]
    [TestCase("c only\n", "found the end of the file")]
    [TestCase("\0\u0001\u0002", ":1: found '???', expected the line 'p edge n m'")]
    [TestCase("e 1 2\n", ":1: found 'e', expected the line 'p edge n m'")]
    [TestCase("p graph 4 3\n", ":1: found 'graph', expected 'edge' or 'col'")]
    [TestCase("p edge 4\n", ":1: found the end of the line, expected the number m of edges")]
    [TestCase("p edge 2000000000 3\n", ":1: found '2000000000', expected the number of vertices, from 1 to 20000")]
    [TestCase("p edge 99999999999 3\n", ":1: found '99999999999', expected the number n of vertices")]
    [TestCase("p edge 4 -3\n", ":1: found '-3'")]
    [TestCase("p edge 4 3 2\n", ":1: found '2', expected the end of the line")]
    [TestCase("p edge 4 3\ne 1 2\ne 1 3\n", "found 2 edges in 2 lines 'e i j', expected the 3 edges that the line 'p' states")]
    [TestCase("p edge 3 2\ne 1 2\n", "found 1 edges in 1 lines 'e i j', expected the 2 edges")]
    [TestCase("p edge 4 2000000000\ne 1 2\n", "expected the 2000000000 edges")]
    [TestCase("p edge 4 1\ne 1 5\n", ":2: found '5', expected the vertex j of 'e i j', between 1 and 4")]
    [TestCase("p edge 4 1\ne 0 2\n", ":2: found '0', expected the vertex i of 'e i j', between 1 and 4")]
    [TestCase("p edge 4 1\n\ne 3 3\n", ":3: found a loop at vertex 3")]
    [TestCase("p edge 4 1\ne 1 NaN\n", ":2: found 'NaN', expected the vertex j")]
    [TestCase("p edge 4 1\ne 1 2 3\n", ":2: found '3', expected the end of the line")]
    [TestCase("p edge 4 1\nn 1 2\n", ":2: found 'n', expected a line 'e i j'")]
    [TestCase("1 2\n3 20001\n", ":2: found '20001'")]
    [TestCase("1 2\n3\n", ":2: found the end of the line, expected the vertex j of 'i j'")]
    public void MalformedDimacsIsNamedWithItsLine(string text, string message) =>
        Assert.That(() => Dimacs(text), Throws.TypeOf<InputFormatException>().With.Message.Contains(message).And.Message.StartsWith("file.clq:"));

    [TestCase("", ":1: found the end of the line, expected '%%MatrixMarket matrix")]
    [TestCase("%%MatrixMarket matrix coordinate complex general\n", ":1: found 'complex', expected real or integer or pattern")]
    [TestCase("%%MatrixMarket matrix coordinate real skew-symmetric\n", ":1: found 'skew-symmetric', expected general or symmetric")]
    [TestCase("%%MatrixMarket matrix coordinate pattern symmetric\n3 4 1\n", ":2: found 3 rows and 4 columns")]
    [TestCase("%%MatrixMarket matrix coordinate pattern general\n3 4 1\n", ":2: found 3 rows and 4 columns, expected a square matrix")]
    [TestCase("%%MatrixMarket matrix coordinate pattern general\n999999 999999 1\n", ":2: found 999999 rows and 999999 columns, expected a square matrix of order 1 to 20000")]
    [TestCase("%%MatrixMarket matrix coordinate pattern symmetric\n3 3 2\n2 1\n", "found the end of the file, expected entry 2 of 2")]
    [TestCase("%%MatrixMarket matrix coordinate pattern symmetric\n3 3 1\n2 1\n3 1\n", ":4: found '3', expected the end of the file after 1 entries")]
    [TestCase("%%MatrixMarket matrix coordinate pattern symmetric\n3 3 1\n2 4\n", ":3: found '4', expected the column, between 1 and 3")]
    [TestCase("%%MatrixMarket matrix coordinate pattern symmetric\n3 3 1\n2 2\n", ":3: found a loop at vertex 2")]
    [TestCase("%%MatrixMarket matrix coordinate pattern general\n3 3 3\n2 1\n1 2\n3 1\n", ":5: found the entry (3, 1) without (1, 3), expected a symmetric matrix")]
    [TestCase("%%MatrixMarket matrix array pattern symmetric\n3 3\n", ":1: found a pattern of an array")]
    public void MalformedMatrixMarketIsNamedWithItsLine(string text, string message) =>
        Assert.That(() => MatrixMarket(text), Throws.TypeOf<InputFormatException>().With.Message.Contains(message).And.Message.StartsWith("file.mtx:"));

    [Test]
    public void TruncationsAndMutationsAreReadOrRefusedPrecisely()
    {
        foreach ((string text, Func<string, Graph> read) in new (string, Func<string, Graph>)[] { (Small, Dimacs), (SmallMatrix, MatrixMarket) })
        {
            for (int length = 0; length < text.Length; length++) ReadOrRefuse(text[..length], read);
            var mutations = new TextMutations(text, seed: 3);
            for (int k = 0; k < 10_000; k++) ReadOrRefuse(mutations.Next(), read);
        }
    }

    [Test]
    public void AnotherExtensionIsRefusedWithTheSupportedOnes() =>
        Assert.That(() => GraphReader.Read("graph.txt"), Throws.TypeOf<InputFormatException>().With.Message.Contains("expected .clq or .col (DIMACS) or .mtx"));

    // DIMACS' own counts; hamming and johnson by their definition too.
    [TestCase("hamming6-4", 64, 704)]
    [TestCase("johnson8-4-4", 70, 1855)]
    [TestCase("c-fat200-1", 200, 1534)]
    [TestCase("keller4", 171, 9435)]
    [TestCase("brock200_2", 200, 9876)]
    [TestCase("brock200_4", 200, 13089)]
    public void TheSharedGraphsAreRead(string name, int vertices, int edges)
    {
        Graph graph = GraphReader.Read(SharedData.Path($"graphs/{name}.clq"));
        Assert.That((graph.Name, graph.VertexCount, graph.EdgeCount), Is.EqualTo((name, vertices, edges)));
    }

    [Test]
    public void GeneratedHammingAndJohnsonGraphsHaveTheDegreesOfTheSharedOnes()
    {
        foreach ((Graph generated, string name) in new[] { (GraphFamilies.Hamming(6, 4), "hamming6-4"), (GraphFamilies.Johnson(8, 4, 4), "johnson8-4-4") })
        {
            Graph read = GraphReader.Read(SharedData.Path($"graphs/{name}.clq"));
            Assert.That(generated.EdgeCount, Is.EqualTo(read.EdgeCount));
            Assert.That(Enumerable.Range(0, read.VertexCount).Select(read.Degree), Is.EquivalentTo(Enumerable.Range(0, generated.VertexCount).Select(generated.Degree)));
        }
    }

    private static void ReadOrRefuse(string text, Func<string, Graph> read)
    {
        try
        {
            read(text);
        }
        catch (InputFormatException e)
        {
            Assert.That(e.Message, Does.StartWith("file.").And.Not.Contain("\n"));
        }
    }
}
