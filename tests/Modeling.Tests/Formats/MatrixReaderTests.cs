using System.Text;
using Copositive.Tests;

namespace Copositive.Modeling.Tests.Formats;

[TestFixture]
public sealed class MatrixReaderTests
{
    private const string Rows = "# the Horn matrix's corner\n1 -1, 1\n-1 1 -1\n\n1\t-1 1e0\n";
    private const string Coordinate = "%%MatrixMarket matrix coordinate real symmetric\n% remark\n3 3 6\n1 1 1\n2 1 -1\n3 1 1\n2 2 1\n2 3 -1\n3 3 1.0D0\n";
    private const string Json = "{\"matrix\": [[1, -1, 1],\n[-1, 1, -1], [1, -1, 1]]}";

    private static readonly double[,] Expected = { { 1, -1, 1 }, { -1, 1, -1 }, { 1, -1, 1 } };

    private static double[,] ReadRows(string text) => MatrixReader.ReadRows(new StringReader(text), "file");

    private static double[,] ReadMarket(string text) => MatrixReader.ReadMatrixMarket(new StringReader(text), "file");

    private static double[,] ReadJson(string text) => MatrixReader.ReadJson(new MemoryStream(Encoding.UTF8.GetBytes(text)), "file");

    [Test]
    public void EveryFormatGivesTheSameMatrix()
    {
        Assert.That(ReadRows(Rows), Is.EqualTo(Expected));
        Assert.That(ReadMarket(Coordinate), Is.EqualTo(Expected));
        Assert.That(ReadMarket("%%MatrixMarket matrix array real general\n3 3\n1 -1 1 -1 1 -1 1 -1 1"), Is.EqualTo(Expected));
        Assert.That(ReadMarket("%%MatrixMarket matrix array integer symmetric\n3 3\n1\n-1\n1\n1\n-1\n1\n"), Is.EqualTo(Expected));
        Assert.That(ReadJson(Json), Is.EqualTo(Expected));
        Assert.That(ReadJson("[[1, -1, 1], [-1, 1, -1], [1, -1, 1]]"), Is.EqualTo(Expected));
    }

    [TestCase("", ":1: found no numbers")]
    [TestCase("1 2\n2\n", ":2: found 1 entries in row 2, expected 2 as in row 1")]
    [TestCase("1 2\n2 1\n3 4\n", ":3: found more than 2 rows of 2 entries, expected a square matrix")]
    [TestCase("1 2 3\n2 1 4\n", "found 2 rows of 3 entries, expected a square matrix")]
    [TestCase("1 2\n2.5 1\n", "file: found entries (1, 2) = 2 and (2, 1) = 2.5, expected a symmetric matrix")]
    [TestCase("1 NaN\n2 1\n", ":1: found 'NaN', expected entry (1, 2) of a matrix, a finite number")]
    [TestCase("1 2\n2 1e400\n", ":2: found '1e400', expected entry (2, 2)")]
    [TestCase("x1,y1\n1,2\n", ":1: found 'x1', expected entry (1, 1)")]
    public void MalformedRowsAreNamed(string text, string message) =>
        Assert.That(() => ReadRows(text), Throws.TypeOf<InputFormatException>().With.Message.Contains(message));

    [TestCase("%%MatrixMarket matrix coordinate real general\n2 2 2\n1 2 1\n2 1 2\n", "found entries (1, 2) = 1 and (2, 1) = 2")]
    [TestCase("%%MatrixMarket matrix coordinate real symmetric\n2 2 2\n1 2 1\n2 1 1\n", ":4: found a second entry (2, 1)")]
    [TestCase("%%MatrixMarket matrix coordinate real symmetric\n2000000 2000000 1\n1 2 1\n", ":2: found order 2000000, expected a matrix that fits in memory")]
    [TestCase("%%MatrixMarket matrix coordinate real general\n2 3 1\n1 2 1\n", ":2: found 2 rows and 3 columns, expected a square matrix")]
    [TestCase("%%MatrixMarket matrix coordinate real general\n0 0 0\n", ":2: found 0 rows and 0 columns")]
    [TestCase("%%MatrixMarket matrix array real general\n2 2\n1 2 2\n", "found the end of the file, expected entry (2, 2) of a 2×2 array")]
    public void MalformedMatrixMarketIsNamed(string text, string message) =>
        Assert.That(() => ReadMarket(text), Throws.TypeOf<InputFormatException>().With.Message.Contains(message));

    [TestCase("[]", ":1: found '[]', expected the matrix, a matrix with at least one row")]
    [TestCase("[[1, 2]]", "found 1 rows of 2 entries, expected a square matrix")]
    [TestCase("[[1, 2],\n[2]]", ":2: found 1 numbers in row 1 of the matrix, expected 2 as in row 0")]
    [TestCase("[[1, 2],\n[2, null]]", ":2: found 'null', expected entry 1 of row 1 of the matrix, a finite number")]
    [TestCase("{\"rows\": []}", "found an object without \"matrix\"")]
    [TestCase("7", "expected the matrix, a matrix by rows")]
    public void MalformedJsonIsNamed(string text, string message) =>
        Assert.That(() => ReadJson(text), Throws.TypeOf<InputFormatException>().With.Message.Contains(message));

    [Test]
    public void TruncationsAndMutationsAreReadOrRefusedPrecisely()
    {
        foreach ((string text, Func<string, double[,]> read) in new (string, Func<string, double[,]>)[] { (Rows, ReadRows), (Coordinate, ReadMarket), (Json, ReadJson) })
        {
            for (int length = 0; length < text.Length; length++) ReadOrRefuse(text[..length], read);
            var mutations = new TextMutations(text, seed: 4);
            for (int k = 0; k < 10_000; k++) ReadOrRefuse(mutations.Next(), read);
        }
    }

    private static void ReadOrRefuse(string text, Func<string, double[,]> read)
    {
        try
        {
            read(text);
        }
        catch (InputFormatException e)
        {
            Assert.That(e.Message, Does.StartWith("file:").And.Not.Contain("\n"));
        }
    }
}
