namespace Copositive.Benchmarks.Solvers.Tests.External;

public sealed class CsdpSolutionFileTests
{
    // What CSDP writes: y; Z, the slack, as matrix 1; X, the dual, as matrix 2; entries that are 0 may be missing.
    private const string Text = """
        1.000000000000000000e+00 1.000000000000000000e+00 5.000000000000000000e-01 
        1 1 1 1 1.000000000000000000e+00 
        1 1 1 2 1.000000000000000000e+00 
        1 1 2 2 1.000000000000000000e+00 
        1 2 2 2 5.000000000000000000e-01 
        1 3 1 1 7.500000000000000000e-01 
        2 1 1 1 1.000000000000000000e+00 
        2 1 1 2 -1.000000000000000000e+00 
        2 1 2 2 1.000000000000000000e+00 
        2 2 1 1 1.000000000000000000e+00 

        """;

    [Test]
    public void TheAnswerIsMappedToPointAndDual()
    {
        (double[] x, double[] y) = CsdpSolutionFile.Read(new StringReader(Text), MixedProgram.Read());
        Assert.That(x, Is.EqualTo(MixedProgram.X));
        Assert.That(y, Is.EqualTo(MixedProgram.Y));
        Assert.That(MixedProgram.ErrorOf(x, y), Is.Zero);
    }

    [TestCase("1 1\n", "2 multipliers")]
    [TestCase("", "0 multipliers")]
    [TestCase("1 1 0.5\n2 4 1 1 1\n", "block 4")]
    [TestCase("1 1 0.5\n2 2 3 3 1\n", "leaves block 2")]
    [TestCase("1 1 0.5\n2 2 1 1\n", "4 words")]
    public void OtherTextsAreRefused(string text, string part) =>
        Assert.That(() => CsdpSolutionFile.Read(new StringReader(text), MixedProgram.Read()),
            Throws.InstanceOf<FormatException>().With.Message.Contains(part));

    // CSDP's primal is the dual of the file's program: a "primal infeasible" of CSDP is an unbounded program here.
    [TestCase(0, "Solved")]
    [TestCase(1, "Unbounded")]
    [TestCase(2, "Infeasible")]
    [TestCase(3, "Inaccurate")]
    [TestCase(10, "Failed")]
    [TestCase(139, "Failed")]
    [TestCase(null, "Limit")]
    public void ExitCodes(int? code, string claim) => Assert.That($"{CsdpSolver.ClaimOf(code)}", Is.EqualTo(claim));
}
