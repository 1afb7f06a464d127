using System.Globalization;
using System.Text;
using Copositive.Tests;

namespace Copositive.Modeling.Tests.Formats;

[TestFixture]
public sealed class SdpaReaderTests
{
    // minimise 10x₁ + 20x₂ s.t. x₁F₁ + x₂F₂ − F₀ ⪰ 0 with one 2×2 matrix block and one diagonal block of 3.
    private const string Small = """
        " a comment
        * another one
        2 = m
        2 =nBLOCK
        {2, -3} = sizes
        10.0, 2.0D+01
        0 1 1 1 1
        0 1 1 2 2.5
        0 2 3 3 -4
        1 1 2 1 7
        1 2 1 1 1
        2 1 2 2 5.0d-1
        2 2 2 2 3
        """;

    private static ConicProgram Read(string text) => SdpaReader.Read(new StringReader(text), "file.dat-s");

    private static string ErrorOf(string text) => Assert.Throws<InputFormatException>(() => Read(text))!.Message;

    [Test]
    public void TheSmallProgramIsReadAsSEqualsBMinusAx()
    {
        ConicProgram program = Read(Small);
        Assert.That(program.C.ToArray(), Is.EqualTo(new[] { 10.0, 20 }));
        Assert.That(program.Blocks.Select(b => (b.Cone, b.Start, b.Rows, b.Name)), Is.EqualTo(new[]
        {
            (Cone.PositiveSemidefinite, 0, 3, "block 1"),
            (Cone.Nonnegative, 3, 3, "block 2"),
        }));

        // b = −F₀: the triangle 00, 01, 11 of block 1, then the diagonal of block 2.
        Assert.That(program.B.ToArray(), Is.EqualTo(new[] { -1, -2.5, 0, 0, 0, 4 }));

        // At x = (2, 4): s = 2F₁ + 4F₂ − F₀; F₁'s entry (2,1) below the diagonal is its (1,2).
        Assert.That(program.Slack([2, 4]), Is.EqualTo(new[] { -1, 2 * 7 - 2.5, 4 * 0.5, 2, 12, 4 }));
        Assert.That(program.Sense, Is.EqualTo(ObjectiveSense.Minimize));
    }

    [Test]
    public void TheObjectiveMayStandOnSeveralLinesAndSeparatorsAreFree()
    {
        ConicProgram program = Read("3\n1\n(1)\n{1,\n\n2\n 3}\r\n1,1,1,1,{1}\r0 1 1 1 -1");
        Assert.That(program.C.ToArray(), Is.EqualTo(new[] { 1.0, 2, 3 }));
        Assert.That(program.B.ToArray(), Is.EqualTo(new[] { 1.0 }));
    }

    [TestCase("0\n1\n2\n0 1 1 1 -1\n0 1 2 2 -1\n", 0, 3)]
    [TestCase("0\n1\n2\n\n", 0, 3)]
    [TestCase("1\n0\n\n5\n", 1, 0)]
    public void ProgramsWithoutVariablesEntriesOrBlocksAreRead(string text, int columns, int rows)
    {
        ConicProgram program = Read(text);
        Assert.That((program.Columns, program.Rows), Is.EqualTo((columns, rows)));
    }

    [Test]
    public void AnEntryStatedOnceInEachTriangleIsOneEntry() =>
        Assert.That(Read("1\n1\n2\n1\n1 1 1 2 3\n1 1 2 1 3\n").Slack([1]), Is.EqualTo(new[] { 0.0, 3, 0 }));

    [TestCase("", ":1: found the end of the file, expected the number m of variables")]
    [TestCase("\0\u0001PK", ":1: found '??PK', expected the number m of variables")]
    [TestCase("-1\n", "found '-1', expected the number m of variables, at least 0")]
    [TestCase("1.5\n", "found '1.5', expected the number m")]
    [TestCase("99999999999\n", "found '99999999999', expected the number m of variables, an integer of at most 32 bits")]
    [TestCase("1 2\n1\n1\n1\n", ":1: found '2', expected only a remark after m")]
    [TestCase("1\n1\n1 2\n1\n", ":3: found '2', expected only a remark after the sizes of 1 blocks")]
    [TestCase("1\n1\n0\n1\n", ":3: found 0, expected the size of block 1")]
    [TestCase("1\n1\n2000000000\n1\n", ":3: found '2000000000', expected the size of block 1, a matrix of order at most 65535")]
    [TestCase("1\n2\n-2000000000 -2000000000\n1\n", ":3: found blocks of ")]
    [TestCase("1\n1\n-2147483648\n1\n", ":3: found blocks of 2147483648 entries")]
    [TestCase("2000000000\n1\n1\n1\n", "found the end of the file, expected entry 2 of the 2000000000 of c")]
    [TestCase("1\n2000000000\n1\n1\n", "found the end of the file, expected the size of block 3 of 2000000000")]
    [TestCase("1\n1\n1\nNaN\n", ":4: found 'NaN', expected entry 1 of the 1 of c, a finite number")]
    [TestCase("1\n1\n1\n1e999\n", ":4: found '1e999', expected entry 1 of the 1 of c, a finite number")]
    [TestCase("1\n1\n1\n1\n1 1 1 1 Infinity\n", ":5: found 'Infinity', expected the value")]
    [TestCase("1\n1\n1\n1\n2 1 1 1 1\n", ":5: found '2', expected the matrix, between 0 and 1")]
    [TestCase("1\n1\n1\n1\n1 2 1 1 1\n", ":5: found '2', expected the block, between 1 and 1")]
    [TestCase("1\n1\n2\n1\n1 1 3 1 1\n", ":5: found '3', expected the row in block 1, between 1 and 2")]
    [TestCase("1\n1\n2\n1\n1 1 1 0 1\n", ":5: found '0', expected the column in block 1, between 1 and 2")]
    [TestCase("1\n1\n-2\n1\n1 1 1 2 1\n", ":5: found row 1 and column 2, expected equal ones: block 1 is diagonal")]
    [TestCase("1\n1\n2\n1\n1 1 1 2\n", ":5: found the end of the line, expected the value")]
    [TestCase("1\n1\n2\n1\n1 1 1 2 3 4\n", ":5: found '4', expected the end of the line")]
    [TestCase("1\n1\n2\n1\n1 1 1 2 3\n\n1 1 1 2 3\n", ":7: found an entry that line 5 already states")]
    [TestCase("1\n1\n2\n1\n1 1 1 2 3\n1 1 2 1 4\n", ":6: found 4, expected 3 as line 5 states in the other triangle")]
    [TestCase("1\n0\n\n1\n1 1 1 2 3\n", ":5: found '1', expected no entry: there is no block")]
    public void WhatIsMalformedIsNamedWithItsLine(string text, string message) => Assert.That(ErrorOf(text), Does.Contain(message).And.StartsWith("file.dat-s:"));

    [Test]
    public void AWordWithoutEndCostsNoMemoryAndIsRefused() =>
        Assert.That(ErrorOf(new string('9', 1 << 20)), Does.Contain("a word of more than 1024 characters"));

    [Test]
    public void AnObjectiveOfManyEntriesOnOneLineIsRead()
    {
        const int M = 200_000;
        var text = new StringBuilder($"{M}\n1\n1\n");
        for (int k = 0; k < M; k++) text.Append(k).Append(' ');
        Assert.That(Read(text.ToString()).C[M - 1], Is.EqualTo(M - 1));
    }

    [Test]
    public void EveryTruncationIsReadOrRefusedPrecisely()
    {
        for (int length = 0; length < Small.Length; length++) ReadOrRefuse(Small[..length]);
    }

    [Test]
    public void MutationsAreReadOrRefusedPrecisely()
    {
        var mutations = new TextMutations(Small, seed: 1);
        for (int k = 0; k < 20_000; k++) ReadOrRefuse(mutations.Next());
    }

    [Test]
    public void AMissingFileIsAnInputError() =>
        Assert.That(() => SdpaReader.Read("/no/such/folder/file.dat-s"), Throws.TypeOf<InputFormatException>().With.Message.Contains("there is no such file"));

    // m, blocks and entries are counted in the files themselves: their first lines, and their lines after c.
    [TestCase("theta1", 104, 50 * 51 / 2, 1)]
    [TestCase("arch0", 174, 161 * 162 / 2 + 174, 2)]
    [TestCase("qap5", 136, 26 * 27 / 2, 1)]
    [TestCase("mcp250-1", 250, 250 * 251 / 2, 1)]
    [TestCase("truss5", 208, 33 * 55 + 1, 34)]
    [TestCase("gpp100", 101, 5050, 1)]
    [TestCase("control1", 21, 55 + 15, 2)]
    [TestCase("hinf1", 13, 10 + 10 + 21, 3)]
    public void TheLibraryOfTestProblemsIsRead(string name, int columns, int rows, int blocks)
    {
        ConicProgram program = SdpaReader.Read(SharedData.Path($"sdplib/{name}.dat-s"));
        Assert.That((program.Name, program.Columns, program.Rows, program.Blocks.Length), Is.EqualTo((name, columns, rows, blocks)));
    }

    private static void ReadOrRefuse(string text)
    {
        try
        {
            ConicProgram program = Read(text);
            Assert.That(program.Slack(program.C), Has.Length.EqualTo(program.Rows));
        }
        catch (InputFormatException e)
        {
            Assert.That(e.Message, Does.StartWith("file.dat-s:").And.Not.Contain("\n"), string.Create(CultureInfo.InvariantCulture, $"{text.Length} characters"));
        }
    }
}
