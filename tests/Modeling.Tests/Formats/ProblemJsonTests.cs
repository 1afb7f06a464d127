using System.Text;
using Copositive.Numerics;
using Copositive.Tests;

namespace Copositive.Modeling.Tests.Formats;

[TestFixture]
public sealed class ProblemJsonTests
{
    private const string Small = """
        {"name": "small", "sense": "max", "n": 2, "m": 4,
         "c": [1, -2.5], "c0": 3,
         "A": [[0, 0, 1], [1, 1, 2],
               [3, 1, -1]],
         "b": [1, 2, 3, 4],
         "P": [[0, 1, -0.5]],
         "cones": [{"type": "PSDTri", "rows": 3, "side": 2}, {"type": "Nonneg", "rows": 1, "name": "last"}],
         "integer": [1],
         "note": {"anything": [1, null]}, "expected": {"status": "Optimal"}}
        """;

    private static ConicProgram Read(string text, string? name = null) =>
        ProblemJson.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "file.json", name);

    private static string ErrorOf(string text, string? name = null) => Assert.Throws<InputFormatException>(() => Read(text, name))!.Message;

    private static string Write(ConicProgram program)
    {
        using var writer = new StringWriter();
        ProblemJson.Write(program, writer);
        return writer.ToString();
    }

    [Test]
    public void AMaximisationIsStoredNegated()
    {
        ConicProgram program = Read(Small);
        Assert.That((program.Name, program.Sense, program.C0), Is.EqualTo(("small", ObjectiveSense.Maximize, -3.0)));
        Assert.That(program.C.ToArray(), Is.EqualTo(new[] { -1, 2.5 }));

        // At x = (2, 3) the user's objective is ½·2·(−0.5)·2·3 + 2 − 7.5 + 3 = −5.5; the stored one is its negation.
        Assert.That(program.Evaluate([2, 3]), Is.EqualTo(5.5));
        Assert.That(program.Slack([2, 3]), Is.EqualTo(new[] { -1.0, -4, 3, 7 }));
        Assert.That(program.Blocks.Select(block => block.Name), Is.EqualTo(new[] { "block 1", "last" }));
        Assert.That(program.IntegerColumns, Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public void EverythingComesBackBitForBit()
    {
        var random = new Random(5);
        double Number() => BitConverter.Int64BitsToDouble(random.NextInt64()) is var x && double.IsFinite(x) && x != 0 ? x : 1;
        var facets = new double[,] { { Number(), Number() }, { 0, 1 }, { -1, 1 } };
        ConeBlock[] blocks =
        [
            new(Cone.Zero, 0, 1, "equality \"quoted\" \\ é"), new(Cone.Nonnegative, 1, 2, "b"), new(Cone.SecondOrder, 3, 3, "c"),
            new(Cone.RotatedSecondOrder, 6, 3, "d"), new(Cone.PositiveSemidefinite, 9, 3, "e"), new(Cone.DoublyNonnegative, 12, 6, "f"),
            new(Cone.Spn, 18, 1, "g"), new(Cone.Copositive, 19, 3, "h"), new(Cone.CompletelyPositiveOver(PolyhedralCone.FromFacets(facets)), 22, 3, "i"),
            new(Cone.CopositiveOver(PolyhedralCone.FromRays(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } })), 25, 3, "j"), new(Cone.Exponential, 28, 3, "k"),
            new(Cone.DualExponential, 31, 3, "l"), new(Cone.Power(1.0 / 3), 34, 3, "m"), new(Cone.DualPower(0.1), 37, 3, "n"), new(Cone.CompletelyPositive, 40, 1, "o"),
        ];
        const int M = 41, N = 3;
        foreach (ObjectiveSense sense in Enum.GetValues<ObjectiveSense>())
        {
            var a = SparseMatrix.FromTriplets(M, N, [.. Enumerable.Range(0, M)], [.. Enumerable.Range(0, M).Select(k => k % N)], [.. Enumerable.Range(0, M).Select(_ => Number())]);
            var p = SparseMatrix.FromTriplets(N, N, [0, 0, 2], [0, 2, 2], [Number(), Number(), Number()]);
            Assumption[] assumptions =
            [
                new(AssumptionKind.Box, "x", [0, 2], -1, double.NegativeInfinity, 0.1), new(AssumptionKind.Trace, "e", [], 4, 0, 7),
            ];
            var program = new ConicProgram(
                "name\n", sense, p, [Number(), Number(), -0.0], Number(), a, [.. Enumerable.Range(0, M).Select(_ => Number())], blocks, ["u", "v", "w[1]"], [2, 0], assumptions);
            ConicProgram back = Read(Write(program));
            Assert.Multiple(() =>
            {
                Assert.That((back.Name, back.Sense, back.C0), Is.EqualTo((program.Name, program.Sense, program.C0)));
                Assert.That(Bits(back.C), Is.EqualTo(Bits(program.C)));
                Assert.That(Bits(back.B), Is.EqualTo(Bits(program.B)));
                Assert.That(Bits(back.A.Values), Is.EqualTo(Bits(program.A.Values)));
                Assert.That(back.A.RowIndices.ToArray(), Is.EqualTo(program.A.RowIndices.ToArray()));
                Assert.That(Bits(back.P!.Values), Is.EqualTo(Bits(program.P!.Values)));
                Assert.That(back.IntegerColumns, Is.EqualTo(program.IntegerColumns));
                Assert.That(back.ColumnNames, Is.EqualTo(program.ColumnNames));
                Assert.That(back.Blocks.Select(b => (b.Cone.Kind, b.Cone.Symbol, b.Start, b.Rows, b.Name)), Is.EqualTo(blocks.Select(b => (b.Cone.Kind, b.Cone.Symbol, b.Start, b.Rows, b.Name))));
                Assert.That(((PolyhedralMatrixCone)back.Blocks[8].Cone).Polyhedron!.ToMatrix(), Is.EqualTo(facets));
                Assert.That(back.Assumptions.Select(s => s.ToString()), Is.EqualTo(assumptions.Select(s => s.ToString())));
                Assert.That(back.Assumptions[0].Columns, Is.EqualTo(new[] { 0, 2 }));
            });
        }
    }

    [TestCase("", ":1: found an empty file")]
    [TestCase("  \n ", ":1: found an empty file")]
    [TestCase("[1]", ":1: found '[1]', expected the file, an object")]
    [TestCase("\0\u0001", ":1: found malformed JSON")]
    [TestCase("{\"n\":\n1,\n\"m\": 1", ":3: found malformed JSON")]
    [TestCase("{}", ":1: found no \"n\" in the problem")]
    [TestCase("{\"n\":1,\n\"n\":2}", ":2: found a second \"n\"")]
    [TestCase("{\"problems\":[]}", "found no problem")]
    [TestCase("{\"problems\":\n7}", ":2: found '7', expected the problems, an array")]
    [TestCase("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", ":1: found malformed JSON")]
    public void WhatIsNoProblemIsNamedWithItsLine(string text, string message) => Assert.That(ErrorOf(text), Does.Contain(message).And.StartsWith("file.json:"));

    [TestCase("\"n\": 2", "\"n\": 2000000000", ":2: found 2 entries in c, expected n = 2000000000")]
    [TestCase("\"n\": 2", "\"n\": -1", ":1: found '-1', expected n")]
    [TestCase("\"n\": 2", "\"n\": 1e3", ":1: found '1e3', expected n")]
    [TestCase("\"m\": 4", "\"m\": 5", ":5: found 4 entries in b, expected m = 5")]
    [TestCase("\"max\"", "\"most\"", ":1: found '\"most\"', expected the sense")]
    [TestCase("-2.5]", "1e999]", ":2: found '1e999', expected entry 1 of c, a finite number")]
    [TestCase("-2.5]", "\"NaN\"]", ":2: found '\"NaN\"', expected entry 1 of c, a finite number")]
    [TestCase("[3, 1, -1]", "[3, 2, -1]", ":4: found entry (3, 2) of A, expected indices from 0 within 4×2")]
    [TestCase("[3, 1, -1]", "[3, 1]", ":4: found '[3, 1]', expected entry 2 of A")]
    [TestCase("[3, 1, -1]", "[3, 1, {}]", ":4: found '[3, 1, {}]', expected entry 2 of A")]
    [TestCase("[0, 1, -0.5]", "[1, 0, -0.5]", ":6: found entry (1, 0) of P, expected the upper triangle")]
    [TestCase("PSDTri", "PSD", ":7: found '\"PSD\"', expected the type of cone 0, one of Zero, Nonneg, SOC")]
    [TestCase("\"rows\": 3", "\"rows\": 4", ":7: found 4 rows for cone 0 (PSDTri): a symmetric matrix of order n")]
    [TestCase("\"side\": 2", "\"side\": 3", ":7: found '3', expected side 2")]
    [TestCase("\"side\": 2", "\"alpha\": 2", ":7: found alpha in cone 0, expected it for Pow and DualPow only")]
    [TestCase("\"side\": 2", "\"rays\": [[1]]", ":7: found rays in cone 0, expected them for COPTri and CPTri only")]
    [TestCase("\"rows\": 1", "\"rows\": 2", ":7: found cones over 5 rows, expected m = 4")]
    [TestCase("\"integer\": [1]", "\"integer\": [2]", ":8: found '2', expected an integer column, from 0 to 1")]
    [TestCase("\"integer\"", "\"integers\"", ":8: found 'integers' in the problem, expected one of name, sense")]
    [TestCase("\"b\": [1, 2, 3, 4]", "\"b\": [1, 2, 3, [4]]", ":5: found '[4]', expected entry 3 of b")]
    public void WhatIsMalformedInAProblemIsNamedWithItsLine(string part, string replacement, string message)
    {
        string changed = Small.Replace(part, replacement, StringComparison.Ordinal);
        Assert.That(changed, Is.Not.EqualTo(Small));
        Assert.That(ErrorOf(changed), Does.Contain(message));
    }

    [Test]
    public void AProblemIsChosenByName()
    {
        string several = $"{{\"problems\": [{Small}, {Small.Replace("\"small\"", "\"other\"", StringComparison.Ordinal)}]}}";
        Assert.That(Read(several, "other").Name, Is.EqualTo("other"));
        Assert.That(ErrorOf(several), Does.Contain("found 2 problems and no name to choose by, expected one of: 'small', 'other'"));
        Assert.That(ErrorOf(several, "third"), Does.Contain("found no problem named 'third', expected one of: 'small', 'other'"));
        Assert.That(ErrorOf(Small, "third"), Does.Contain("expected one of: 'small'"));
    }

    [Test]
    public void TruncationsAndMutationsAreReadOrRefusedPrecisely()
    {
        for (int length = 0; length < Small.Length; length++) ReadOrRefuse(Small[..length]);
        var mutations = new TextMutations(Small, seed: 2);
        for (int k = 0; k < 20_000; k++) ReadOrRefuse(mutations.Next());
    }

    [Test]
    public void BytesThatAreNoUtf8AreRefusedPrecisely()
    {
        byte[] valid = Encoding.UTF8.GetBytes(Small);
        var random = new Random(6);
        for (int k = 0; k < 5_000; k++)
        {
            var bytes = (byte[])valid.Clone();
            bytes[random.Next(bytes.Length)] = (byte)random.Next(128, 256);
            ReadOrRefuse(bytes);
        }
    }

    [Test]
    public void EveryConformanceProblemIsReadAndWrittenUnchanged([ValueSource(typeof(ConformanceProblem), nameof(ConformanceProblem.Cases))] ConformanceProblem problem)
    {
        ConicProgram program = ProblemJson.Read(ConformanceProblem.FilePath, problem.Name);
        Assert.That(program.Name, Is.EqualTo(problem.Name));
        string text = Write(program);
        Assert.That(Write(Read(text)), Is.EqualTo(text));

        // A published optimal point has the published value, to the digits published.
        if (problem is { X: { } x, Objective: { } value } && x.Count == program.Columns)
            Assert.That(program.Sign * program.Evaluate([.. x]), Is.EqualTo(value).Within(1e-6 * (1 + Math.Abs(value)) + (problem.ObjectiveTolerance ?? 0)));
    }

    [Test]
    public void TheNamesOfAFileAreInItsOrder() =>
        Assert.That(ProblemJson.ReadNames(ConformanceProblem.FilePath), Is.EqualTo(ConformanceProblem.ReadAll().Select(problem => problem.Name)));

    [Test]
    public void RepeatedEntriesAreAddedOnlyWhereTheirSumIsExact()
    {
        // 0.1 + 0.2 rounds: the program in the file would not be the one whose bounds are certified. 2⁵³ + 1 − 2⁵³ = 1 needs an exact sum.
        Assert.That(ErrorOf(Small.Replace("[3, 1, -1]", "[3, 1, 0.1], [3, 1, 0.2]", StringComparison.Ordinal)),
            Does.Contain("2 entries (3, 1) in A whose sum is no double"));
        ConicProgram program = Read(Small.Replace("[3, 1, -1]", "[3, 1, 9007199254740992], [3, 1, 1], [3, 1, -9007199254740992]", StringComparison.Ordinal));
        Assert.That(program.A.Values.ToArray(), Is.EqualTo(new double[] { 1, 2, 1 }));
    }

    private static long[] Bits(ReadOnlySpan<double> values) => [.. values.ToArray().Select(BitConverter.DoubleToInt64Bits)];

    private static void ReadOrRefuse(string text) => ReadOrRefuse(Encoding.UTF8.GetBytes(text));

    private static void ReadOrRefuse(byte[] bytes)
    {
        try
        {
            ProblemJson.Read(new MemoryStream(bytes), "file.json");
        }
        catch (InputFormatException e)
        {
            Assert.That(e.Message, Does.StartWith("file.json:").And.Not.Contain("\n"));
        }
    }
}
