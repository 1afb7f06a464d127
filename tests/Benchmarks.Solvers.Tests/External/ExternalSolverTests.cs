namespace Copositive.Benchmarks.Solvers.Tests.External;

/// <summary>The external solvers are replaced by shell scripts whose answers are known.</summary>
[Platform("Linux,MacOsX")]
public sealed class ExternalSolverTests
{
    private static readonly Goal Goal = new(1e-6, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(3 * 20));
    private DirectoryInfo _folder = null!;
    private Instance _instance = null!;

    [SetUp]
    public void SetUp()
    {
        _folder = Directory.CreateTempSubdirectory("copositive-");
        string file = Path.Combine(_folder.FullName, "mixed.dat-s");
        File.WriteAllText(file, MixedProgram.Sdpa);
        _instance = new Instance(new InstanceSource("mixed", file), MixedProgram.Read());
    }

    [TearDown]
    public void TearDown() => _folder.Delete(recursive: true);

    private string Script(string body)
    {
        string path = Path.Combine(_folder.FullName, "solver");
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }

    // A stand-in whose error is its tolerance: x₁ is off by axtol, and with 1 + max|c| = 2 the gap by axtol/(1 + 2.5 + 2.5) and so on.
    private string Csdp => Script("""
        t=$(sed -n 's/^axtol=//p' param.csdp)
        echo "Iter:  7 Ap: 1.00e+00"
        awk -v t="$t" 'BEGIN { printf "%.18e 1 0.5\n2 1 1 1 1\n2 1 1 2 -1\n2 1 2 2 1\n2 2 1 1 1\n", 1 + 12 * t }' > "$2"
        """);

    // Errors of that answer, τ the tolerance: gap 12τ/(1 + 2.5 + 2.5 + 12τ) ≈ 2τ, and the same complementarity. So 1e-6 needs τ ≤ 5e-7:
    // 3e-7.
    [Test]
    public void TheLargestToleranceThatReachesTheErrorIsFound()
    {
        Measurement m = new CsdpSolver(Csdp, [1]).Measure(_instance, Goal);
        Assert.Multiple(() =>
        {
            Assert.That(m.Status, Is.EqualTo("optimal"), m.Note);
            Assert.That(m.Tolerance, Is.EqualTo(3e-7).Within(1e-12));
            Assert.That(m.Error, Is.EqualTo(6e-7).Within(1e-9));
            Assert.That(m.Objective, Is.EqualTo(MixedProgram.Value).Within(1e-5));
            Assert.That(m.Iterations, Is.EqualTo(7));
            Assert.That(m.Seconds, Is.Positive);
        });
    }

    [Test]
    public void AnAnswerThatNeverReachesTheErrorIsInaccurate()
    {
        Measurement m = new CsdpSolver(Script("printf '1 1 0.6\\n2 1 1 1 1\\n2 1 1 2 -1\\n2 1 2 2 1\\n2 2 1 1 1\\n' > \"$2\""), [1])
            .Measure(_instance, Goal);
        Assert.That(m, Has.Property("Status").EqualTo("inaccurate").And.Property("Error").GreaterThan(1e-3));
    }

    [TestCase("exit 1", "unbounded")]
    [TestCase("exit 2", "infeasible")]
    [TestCase("exit 12", "failed")]
    [TestCase("kill -9 $$", "failed")]
    public void WhatASolverSaysWithoutAnAnswer(string body, string status)
    {
        Measurement m = new CsdpSolver(Script(body), [2, 1]).Measure(_instance, Goal);
        Assert.That(m, Has.Property("Status").EqualTo(status).And.Property("Error").Null.And.Property("Objective").Null);
    }

    [Test]
    public void ASolverIsStoppedAtTheLimit()
    {
        Measurement m = new SdpaSolver(Script("sleep 60"), [1]).Measure(_instance, Goal with { TimeLimit = TimeSpan.FromSeconds(0.3) });
        Assert.That(m, Has.Property("Status").EqualTo("limit").And.Property("Seconds").LessThan(30));
    }

    // Options -ds FILE -o FILE -p FILE: the answer goes to the fourth argument.
    [Test]
    public void SdpaAnswersInItsOutputFile()
    {
        Measurement m = new SdpaSolver(Script("""
            printf 'phase.value = pdOPT\nIteration = 9\nxVec =\n{1, 1, 0.5}\nyMat =\n{ {1, -1}, {-1, 1} }\n{1, 0}\n{0}\nmain loop time = 0.000001\n' > "$4"
            """), [1]).Measure(_instance, Goal);
        Assert.That(m, Has.Property("Status").EqualTo("optimal").And.Property("Error").EqualTo(0).And.Property("Seconds").EqualTo(1e-6)
            .And.Property("Iterations").EqualTo(9).And.Property("Tolerance").EqualTo(1e-3).Within(1e-12));
    }

    [Test]
    public void ASolverThatIsNotThereSaysSo()
    {
        Assert.That(new CsdpSolver(Path.Combine(_folder.FullName, "none"), [1]).Absence, Does.Contain("no such file"));
        Assert.That(new CsdpSolver(Csdp, [1]).Absence, Is.Null);
    }
}
