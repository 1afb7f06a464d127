using System.Text;
using Copositive.Numerics;
using Copositive.Tests;

namespace Copositive.Modeling.Tests.Formats;

[TestFixture]
public sealed class SdpaWriterTests
{
    private static string Write(ConicProgram program)
    {
        using var writer = new StringWriter();
        SdpaWriter.Write(program, writer);
        return writer.ToString();
    }

    private static ConicProgram Program(Cone cone, int rows, double[] b, double[] a, ObjectiveSense sense = ObjectiveSense.Minimize) => new(
        "p", sense, null, [1.0 / 3], 0, SparseMatrix.FromTriplets(rows, 1, [.. Enumerable.Range(0, rows)], new int[rows], a), b, [new ConeBlock(cone, 0, rows, "c")]);

    [Test]
    public void SemidefiniteAndNonnegativeBlocksComeBackBitForBit()
    {
        var random = new Random(3);
        double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-300, 300)))];
        var matrix = SparseMatrix.FromTriplets(
            10, 3, [.. Enumerable.Range(0, 30).Select(k => k % 10)], [.. Enumerable.Range(0, 30).Select(k => k / 10)], Numbers(30));
        var program = new ConicProgram("p", ObjectiveSense.Minimize, null, Numbers(3), 0, matrix, Numbers(10),
            [new ConeBlock(Cone.PositiveSemidefinite, 0, 6, "block 1"), new ConeBlock(Cone.Nonnegative, 6, 4, "block 2")]);
        ConicProgram back = SdpaReader.Read(new StringReader(Write(program)), "p.dat-s");
        Assert.That(back.C.ToArray(), Is.EqualTo(program.C.ToArray()));
        Assert.That(back.B.ToArray(), Is.EqualTo(program.B.ToArray()));
        Assert.That(back.A.Values.ToArray(), Is.EqualTo(program.A.Values.ToArray()));
        Assert.That(back.A.RowIndices.ToArray(), Is.EqualTo(program.A.RowIndices.ToArray()));
        Assert.That(back.Blocks, Is.EqualTo(program.Blocks));
    }

    [TestCase("hinf1")]
    [TestCase("qap5")]
    [TestCase("truss5")]
    [TestCase("arch0")]
    [TestCase("theta1")]
    public void TheSharedProblemsComeBackBitForBitThroughBothFormats(string name)
    {
        ConicProgram program = SdpaReader.Read(SharedData.Path($"sdplib/{name}.dat-s"));
        using var json = new StringWriter();
        ProblemJson.Write(program, json);
        foreach (ConicProgram back in new[]
        {
            SdpaReader.Read(new StringReader(Write(program)), name),
            ProblemJson.Read(new MemoryStream(Encoding.UTF8.GetBytes(json.ToString())), name),
        })
        {
            Assert.That(back.C.ToArray(), Is.EqualTo(program.C.ToArray()));
            Assert.That(back.B.ToArray(), Is.EqualTo(program.B.ToArray()));
            Assert.That(back.A.Values.ToArray(), Is.EqualTo(program.A.Values.ToArray()));
            Assert.That(back.A.RowIndices.ToArray(), Is.EqualTo(program.A.RowIndices.ToArray()));
            Assert.That(back.A.ColumnStarts.ToArray(), Is.EqualTo(program.A.ColumnStarts.ToArray()));
            Assert.That(back.Blocks, Is.EqualTo(program.Blocks));
        }
    }

    [Test]
    public void AnEqualityBecomesTwoInequalities()
    {
        // s = b − Ax = 0 is s ≥ 0 and −s ≥ 0.
        ConicProgram back = SdpaReader.Read(new StringReader(Write(Program(Cone.Zero, 2, [1, 2], [3, 4]))), "p.dat-s");
        Assert.That(back.Blocks.Select(b => (b.Cone, b.Rows)), Is.EqualTo(new[] { (Cone.Nonnegative, 2), (Cone.Nonnegative, 2) }));
        Assert.That(back.Slack([10]), Is.EqualTo(new[] { -29.0, -38, 29, 38 }));
    }

    [Test]
    public void ADoublyNonnegativeBlockBecomesASemidefiniteOneAndItsOffDiagonalEntries()
    {
        // Entries 00 01 11 02 12 22; those off the diagonal are 01, 02, 12.
        ConicProgram back = SdpaReader.Read(new StringReader(Write(Program(Cone.DoublyNonnegative, 6, [1, 2, 3, 4, 5, 6], [1, 1, 1, 1, 1, 1]))), "p.dat-s");
        Assert.That(back.Blocks.Select(b => (b.Cone, b.Rows)), Is.EqualTo(new[] { (Cone.PositiveSemidefinite, 6), (Cone.Nonnegative, 3) }));
        Assert.That(back.Slack([0.5]), Is.EqualTo(new[] { 0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 1.5, 3.5, 4.5 }));
    }

    [Test]
    public void WhatTheFormatHasNoPlaceForIsToldInComments()
    {
        string text = Write(Program(Cone.Nonnegative, 1, [1], [1], ObjectiveSense.Maximize));
        Assert.That(text, Does.StartWith("* p\n* the objective is the negation of one to be maximised\n1\n1\n-1\n"));
    }

    [Test]
    public void OtherConesAreRefusedWithTheWayOut() =>
        Assert.That(() => Write(Program(Cone.SecondOrder, 2, [1, 0], [1, 1])), Throws.TypeOf<UnsupportedProgramException>().With.Message.Contains("'c' lies in SOC"));
}
