using System.Diagnostics;
using Copositive.Modeling;
using Copositive.Solvers.Admm;
using Copositive.Tests;

namespace Copositive.Certification.Tests;

/// <summary>Certified bounds of published semidefinite programs from first-order estimates. Reference values: SDPLIB's README.</summary>
public class SdplibTests
{
    [TestCase("theta1", 23.0)]
    [TestCase("theta2", 32.879169)]
    [TestCase("mcp100", 226.15735)]
    public void BothSidesAreCertifiedToFiveDigits(string name, double optimum)
    {
        var result = Solve(name);
        var clock = Stopwatch.StartNew();
        var interval = result.Certify();
        TestContext.Out.WriteLine($"{name}: {interval}, gap {interval.Gap:g2}, solved in {result.Elapsed.TotalSeconds:f1} s, certified in {clock.Elapsed.TotalSeconds:f1} s");
        Assert.Multiple(() =>
        {
            // The published optimum has seven digits, so that only the bounds' distance to it is compared, not their order.
            Assert.That(interval.Lower, Is.EqualTo(optimum).Within(1e-5 * optimum), interval.LowerReason);
            Assert.That(interval.Upper, Is.EqualTo(optimum).Within(1e-5 * optimum), interval.UpperReason);
            Assert.That(interval.Lower, Is.LessThanOrEqualTo(interval.Upper!.Value));
            Assert.That(interval.Assumptions, Is.Empty, "nothing had to be assumed");
        });
    }

    [Test]
    public void AProgramWithoutAStrictlyFeasibleDualGetsItsUpperBoundOnly()
    {
        var result = Solve("qap5");
        var clock = Stopwatch.StartNew();
        var interval = result.Certify();
        TestContext.Out.WriteLine($"qap5: {interval}, {clock.Elapsed.TotalSeconds:f1} s");
        Assert.Multiple(() =>
        {
            Assert.That(interval.Upper, Is.GreaterThanOrEqualTo(-436 - 1e-9).And.LessThan(-436 + 436e-5), interval.UpperReason);
            Assert.That(interval.Lower is null ? interval.LowerReason : "", Is.Not.Null);
            Assert.That(interval.Lower ?? double.NegativeInfinity, Is.LessThanOrEqualTo(-436 + 1e-9));
        });
    }

    [TestCase("truss5"), TestCase("control1"), TestCase("qap5"), TestCase("theta2"), TestCase("hinf1"), Explicit]
    public void Survey(string name)
    {
        var result = Solve(name);
        var clock = Stopwatch.StartNew();
        var interval = result.Certify();
        TestContext.Out.WriteLine($"{name}: {result} {result.Errors?.Max:g2} {interval}, gap {interval.Gap:g2}, solved in {result.Elapsed.TotalSeconds:f1} s, certified in {clock.Elapsed.TotalSeconds:f1} s");
    }

    private static SolveResult Solve(string name)
        => SdpaReader.Read(SharedData.Path($"sdplib/{name}.dat-s")).Solve(new AdmmSolver(), options: new SolveOptions { TimeLimit = TimeSpan.FromSeconds(60) });
}
