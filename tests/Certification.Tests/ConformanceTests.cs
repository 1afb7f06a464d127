using System.Text.Json;
using Copositive.Modeling;
using Copositive.Solvers.Admm;
using Copositive.Tests;

namespace Copositive.Certification.Tests;

/// <summary>
/// Every problem of the shared conformance set with a published optimum: whatever point and dual are given, the certified bounds never cross it, but
/// for the accuracy to which it is published (six digits, or what the set says).
/// </summary>
public class ConformanceTests
{
    private static readonly CertificationOptions Quick = new() { RepairIterations = 20 };

    [Test]
    public void BoundsNeverCrossThePublishedOptimum()
    {
        var path = SharedData.Path("conformance/problems.json");
        Assert.Multiple(() =>
        {
            foreach (var name in ProblemJson.ReadNames(path)) Check(name);
        });
    }

    private static void Check(string name)
    {
        var program = ProblemJson.Read(SharedData.Path("conformance/problems.json"), name);
        var (status, objective, accuracy, x) = Expected(name);
        var solver = new AdmmSolver();
        SolveResult? result = null;
        if (program.Blocks.All(b => solver.Capabilities.Cones.Contains(b.Cone.Kind)))
            result = program.Solve(solver, options: new SolveOptions { TimeLimit = TimeSpan.FromSeconds(5) });
        var random = new Random(1);
        var attempts = new List<(string What, CertifiedInterval Interval)>
        {
            ("nothing", Certifier.Certify(program, null, null, null, Quick)),
            ("noise", Certifier.Certify(program, Noise(random, program.Columns), Noise(random, program.Rows), null, Quick)),
        };
        if (x is not null) attempts.Add(("published point", Certifier.Certify(program, x, null, null, Quick)));
        if (result is not null) attempts.Add(("admm", result.Certify()));
        foreach (var (what, interval) in attempts)
        {
            TestContext.Out.WriteLine($"{name}: {status} {objective:g10}, {what}: {interval}");
            if (status == "Optimal")
            {
                var tolerance = accuracy ?? (2e-6 * (1 + Math.Abs(objective!.Value)));
                Assert.That(interval.Lower ?? double.NegativeInfinity, Is.LessThanOrEqualTo(objective!.Value + tolerance), $"{name}, {what}");
                Assert.That(interval.Upper ?? double.PositiveInfinity, Is.GreaterThanOrEqualTo(objective.Value - tolerance), $"{name}, {what}");
                Assert.That(interval.IsProvedInfeasible || interval.IsProvedUnbounded, Is.False, $"{name}, {what}");
            }
            else if (status == "Infeasible")
            {
                Assert.That((program.Sense == ObjectiveSense.Minimize ? interval.Upper : interval.Lower) is null, $"{name}, {what}: there is no feasible point");
                Assert.That(interval.IsProvedUnbounded, Is.False, name);
            }
            else if (status == "Unbounded")
            {
                Assert.That((program.Sense == ObjectiveSense.Minimize ? interval.Lower : interval.Upper) is null, $"{name}, {what}: there is no bound");
                Assert.That(interval.IsProvedInfeasible, Is.False, name);
            }
        }
    }

    private static (string Status, double? Objective, double? Accuracy, double[]? X) Expected(string name)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(SharedData.Path("conformance/problems.json")));
        var expected = file.RootElement.GetProperty("problems").EnumerateArray().Single(p => p.GetProperty("name").GetString() == name).GetProperty("expected");
        double? objective = expected.TryGetProperty("objective", out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
        var x = expected.TryGetProperty("x", out var point) && point.ValueKind == JsonValueKind.Array
            ? point.EnumerateArray().Select(v => v.GetDouble()).ToArray() : null;
        double? accuracy = expected.TryGetProperty("objective_atol", out var atol) ? atol.GetDouble() : null;
        return (expected.GetProperty("status").GetString()!, objective, accuracy, x);
    }

    private static double[] Noise(Random random, int length)
    {
        var noise = new double[length];
        for (var i = 0; i < length; i++)
        {
            noise[i] = random.Next(20) switch
            {
                0 => double.NaN,
                1 => double.PositiveInfinity,
                2 => 1e200,
                _ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 4)),
            };
        }

        return noise;
    }
}
