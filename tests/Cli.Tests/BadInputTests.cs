namespace Copositive.Cli.Tests;

/// <summary>Every format, malformed in every way we could think of: one line with the file and where it is known the line, exit status 2.</summary>
public sealed class BadInputTests
{
    [TestCase("", 0)]
    [TestCase("2\n1\n2\n1 NaN\n", 4)]
    [TestCase("2\n1\n2\n1 1\n1 1 1 1 inf\n", 5)]
    [TestCase("2\n1\n2\n1 1\n3 1 1 1 1\n", 5)]
    [TestCase("2\n1\n2\n1 1\n1 2 1 1 1\n", 5)]
    [TestCase("2\n1\n2\n1 1\n1 1 3 1 1\n", 5)]
    [TestCase("2\n1\n2\n1 1\n1 1 1\n", 5)]
    [TestCase("2\n1\n2\n1 1\n1 1 1 x 1\n", 5)]
    [TestCase("2\n1\n2000000000\n1 1\n", 3)]
    [TestCase("99999999999\n1\n2\n", 1)]
    [TestCase("2000000000\n1\n2\n1 1\n", 5)]
    [TestCase("-1\n1\n2\n", 1)]
    [TestCase("two\n", 1)]
    public void Sdpa(string content, int line) => Refuse("solve", "bad.dat-s", content, line);

    [TestCase("", 0)]
    [TestCase("{", 0)]
    [TestCase("[1, 2]", 1)]
    [TestCase("{\"name\": \"x\"}", 0)]
    [TestCase("{\"sense\": \"min\", \"n\": 1, \"m\": 1, \"c\": [NaN], \"A\": [], \"b\": [0], \"cones\": []}", 1)]
    [TestCase("{\"sense\": \"min\", \"n\": 1, \"m\": 1, \"c\": [1, 2], \"A\": [], \"b\": [0], \"cones\": [{\"type\": \"Zero\", \"rows\": 1}]}", 1)]
    [TestCase("{\"sense\": \"min\", \"n\": 1, \"m\": 1, \"c\": [1], \"A\": [[5, 0, 1]], \"b\": [0], \"cones\": [{\"type\": \"Zero\", \"rows\": 1}]}", 1)]
    [TestCase("{\"sense\": \"min\", \"n\": 1, \"m\": 1, \"c\": [1], \"A\": [[0, 0, 1e999]], \"b\": [0], \"cones\": [{\"type\": \"Zero\", \"rows\": 1}]}", 1)]
    [TestCase("{\"sense\": \"min\", \"n\": 1, \"m\": 2, \"c\": [1], \"A\": [], \"b\": [0, 0], \"cones\": [{\"type\": \"PSDTri\", \"rows\": 2}]}", 1)]
    [TestCase("{\"sense\": \"min\", \"n\": 1, \"m\": 1, \"c\": [1], \"A\": [], \"b\": [0], \"cones\": [{\"type\": \"Sphere\", \"rows\": 1}]}", 1)]
    [TestCase("{\"sense\": \"min\", \"n\": 2000000000, \"m\": 2000000000, \"c\": [], \"A\": [], \"b\": [], \"cones\": []}", 1)]
    [TestCase("{\"sense\": \"sideways\", \"n\": 0, \"m\": 0, \"c\": [], \"A\": [], \"b\": [], \"cones\": []}", 1)]
    public void ProblemJson(string content, int line) => Refuse("solve", "bad.json", content, line);

    // P is given by its upper triangle: an entry below the diagonal is an asymmetric matrix.
    [Test]
    public void AnEntryBelowTheDiagonalOfP() => Refuse(
        "solve", "bad.json", "{\"sense\": \"min\", \"n\": 2, \"m\": 0, \"c\": [1, 1], \"A\": [], \"b\": [], \"cones\": [], \"P\": [[1, 0, 1]]}", 1);

    [TestCase("", 0)]
    [TestCase("c only a comment\n", 0)]
    [TestCase("p edge 3 1\ne 1 4\n", 2)]
    [TestCase("p edge 3 1\ne 1 1\n", 2)]
    [TestCase("p edge 3 2\ne 1 2\n", 0)]
    [TestCase("p edge 0 0\n", 1)]
    [TestCase("p edge 3\n", 1)]
    [TestCase("p edge x 1\n", 1)]
    [TestCase("p edge 2000000000 1\ne 1 2\n", 1)]
    [TestCase("p edge 3 1\nf 1 2\n", 2)]
    [TestCase("p edge 3 1\ne 1 two\n", 2)]
    public void Dimacs(string content, int line) => Refuse("stability", "bad.clq", content, line);

    [TestCase("", 0)]
    [TestCase("%%MatrixMarket matrix coordinate real general\n2 3 1\n1 2 1\n", 2)]
    [TestCase("%%MatrixMarket matrix coordinate real symmetric\n2 2 1\n3 1 1\n", 3)]
    [TestCase("%%MatrixMarket matrix coordinate real symmetric\n2 2 2\n2 1 1\n", 0)]
    [TestCase("%%MatrixMarket matrix coordinate real symmetric\n2000000000 2000000000 1\n2 1 1\n", 2)]
    [TestCase("%%MatrixMarket tensor coordinate real symmetric\n2 2 1\n2 1 1\n", 1)]
    public void MatrixMarket(string content, int line) => Refuse("stability", "bad.mtx", content, line);

    [TestCase("", 0)]
    [TestCase("x1,x2,label\n", 0)]
    [TestCase("x1,x2\n1,2\n", 1)]
    [TestCase("x1,x3,label\n1,2,0\n", 1)]
    [TestCase("label\n1\n", 1)]
    [TestCase("x1,x2,label\n1,2,0\n1,2\n", 3)]
    [TestCase("x1,x2,label\n1,2,0\n1,2,0,5\n", 3)]
    [TestCase("x1,x2,label\n1,two,0\n", 2)]
    [TestCase("x1,x2,label\n1,NaN,0\n", 2)]
    [TestCase("x1,x2,label\n1,1e999,0\n", 2)]
    [TestCase("x1,x2,label\n1,2,0.5\n", 2)]
    [TestCase("x1,x2,label\n1,2,-1\n", 2)]
    [TestCase("x1,x2,label\n1,2,2000000000\n", 2)]
    [TestCase("x1,x2,y1\n1,2,Infinity\n", 2)]
    public void Csv(string content, int line) => Refuse("network", "bad.csv", content, line, "--beta", "0.1");

    [Test]
    public void AnUnknownKindOfFileIsRefused()
    {
        Refuse("solve", "problem.cbf", "VER\n3\n", 0);
        Refuse("solve", "problem", "1\n", 0);
        Refuse("stability", "graph.gml", "graph []\n", 0);
    }

    [Test]
    public void BinaryNoiseIsRefused()
    {
        var noise = new byte[4096];
        new Random(7).NextBytes(noise);
        foreach ((string command, string name) in new[] { ("solve", "n.dat-s"), ("solve", "n.json"), ("stability", "n.clq"), ("stability", "n.mtx"), ("network", "n.csv") })
        {
            using var folder = new TemporaryFolder();
            File.WriteAllBytes(folder.PathOf(name), noise);
            string[] beta = command == "network" ? ["--beta", "1"] : [];
            CommandRun.Of([command, folder.PathOf(name), .. beta]).IsRefused(name);
        }
    }

    // A prefix of a good file either is a good file itself (a number cut short is a number) or is refused; it never crashes or hangs.
    [TestCase("solve", "p.dat-s", Inputs.Sdpa)]
    [TestCase("solve", "p.json", Inputs.Lp)]
    [TestCase("stability", "p.clq", Inputs.C5)]
    [TestCase("network", "p.csv", Inputs.Csv)]
    public void EveryTruncationIsRefusedOrAnswered(string command, string name, string content)
    {
        using var folder = new TemporaryFolder();
        string[] beta = command == "network" ? ["--beta", "1"] : [];
        for (int length = 0; length < content.Length; length += 3)
        {
            CommandRun run = CommandRun.Of([command, folder.Write(name, content[..length]), .. beta]);
            if (run.Status == ExitStatus.BadInput) run.IsRefused(name);
            else Assert.That((run.Error, run.Output.Length > 0), Is.EqualTo(("", true)));
        }
    }

    private static void Refuse(string command, string name, string content, int line, params string[] options)
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write(name, content);
        CommandRun.Of([command, file, .. options]).IsRefused(line > 0 ? $"{file}:{line}:" : file);
    }
}
