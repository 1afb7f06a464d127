namespace Copositive.Benchmarks.Solvers.Tests.External;

public sealed class SdpaOutputFileTests
{
    private const string Head = """
        SDPA start at [a day]
        data   is mixed.dat-s  : sparse
           mu      thetaP  thetaD  objP      objD      alphaP  alphaD  beta 
         0 1.0e+04 1.0e+00 1.0e+00 -0.00e+00 -0.00e+00 1.0e+00 9.1e-01 2.00e-01

        phase.value  = pdOPT     
           Iteration = 11
                  mu = +1.7309045607927231e-07
        objValPrimal = +2.5000000000000000e+00

        """;

    private const string Tail = """
        xVec = 
        {  +1.0000000000000000e+00,  +1.0000000000000000e+00,  +5.0000000000000000e-01}
        xMat = 
        yMat = 
        {
        { {  +1.0000000000000000e+00,  -1.0000000000000000e+00 },
          {  -1.0000000000000000e+00,  +1.0000000000000000e+00 }   }
        {  +1.0000000000000000e+00,  +0.0000000000000000e+00}
        {  +0.0000000000000000e+00}
        }
            main loop time = 0.001215
                total time = 0.001264

        """;

    [Test]
    public void TheAnswerIsMappedToPointAndDual()
    {
        SdpaOutputFile answer = SdpaOutputFile.Read(new StringReader(Head + Tail), MixedProgram.Read());
        Assert.That(answer, Has.Property("Phase").EqualTo("pdOPT").And.Property("Iterations").EqualTo(11).And.Property("Seconds")
            .EqualTo(0.001215));
        Assert.That(answer.X, Is.EqualTo(MixedProgram.X));
        Assert.That(answer.Y, Is.EqualTo(MixedProgram.Y));
        Assert.That(MixedProgram.ErrorOf(answer.X!, answer.Y!), Is.Zero);
    }

    [Test]
    public void WithoutAnAnswerThereIsNoPoint()
    {
        SdpaOutputFile answer = SdpaOutputFile.Read(new StringReader(Head), MixedProgram.Read());
        Assert.That((answer.X, answer.Y, answer.Seconds), Is.EqualTo(((double[]?)null, (double[]?)null, (double?)null)));
    }

    [TestCase("xVec = \n{1, 1}\n", "2 of 3")]
    [TestCase("xVec = \n{1, 1, 1, 1}\n", "more than 3")]
    [TestCase("xVec = \n{1, one, 1}\n", "one")]
    public void OtherTextsAreRefused(string text, string part) =>
        Assert.That(() => SdpaOutputFile.Read(new StringReader(text), MixedProgram.Read()),
            Throws.InstanceOf<FormatException>().With.Message.Contains(part));

    [TestCase("pdOPT", "Solved")]
    [TestCase("pdFEAS", "Inaccurate")]
    [TestCase("noINFO", "Inaccurate")]
    [TestCase("pFEAS_dINF", "Unbounded")]
    [TestCase("pINF_dFEAS", "Infeasible")]
    [TestCase(null, "Failed")]
    public void Phases(string? phase, string claim) => Assert.That($"{SdpaSolver.ClaimOf(phase)}", Is.EqualTo(claim));
}
