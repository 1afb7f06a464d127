using System.Text.Json;

namespace Copositive.Benchmarks.Solvers.Tests.Reporting;

public sealed class ReportTests
{
    private static readonly string[] Fields = ["instance", "solver", "status", "seconds", "error", "objective", "iterations", "megabytes"];

    // Ours takes 1, 4 and 8 seconds; the peer 2, no solution, and 2.
    private static readonly Measurement[] Measurements =
    [
        Of("p", "ours", 1), Of("p", "peer", 2), Of("q", "ours", 4), Of("q", "peer", null), Of("r", "ours", 8), Of("r", "peer", 2),
        Measurement.Absent("p", "absent", "it is not there, \"really\""),
    ];

    private static Measurement Of(string instance, string solver, double? seconds) => new()
    {
        Instance = instance,
        Solver = solver,
        Status = seconds is null ? "limit" : "optimal",
        Seconds = seconds ?? 100,
        Error = seconds is null ? double.NaN : 1e-7,
        Iterations = 3,
    };

    [Test]
    public void TheJsonListHasTheEightFieldsAndNoNaN()
    {
        using JsonDocument list = JsonDocument.Parse(JsonList.Of(Measurements));
        Assert.That(list.RootElement.GetArrayLength(), Is.EqualTo(Measurements.Length));
        foreach (JsonElement element in list.RootElement.EnumerateArray())
            Assert.That(element.EnumerateObject().Select(member => member.Name), Is.EqualTo(Fields));
        Assert.That(list.RootElement[3].GetProperty("error").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(list.RootElement[6].GetProperty("status").GetString(), Is.EqualTo("unavailable"));
    }

    [Test]
    public void TheCsvFileQuotesWhatNeedsIt()
    {
        using var text = new StringWriter();
        CsvFile.Write(Measurements, text);
        string[] lines = text.ToString().Split('\n');
        Assert.That(lines[0], Does.StartWith("instance,solver,status,seconds,error,objective,iterations,megabytes"));
        Assert.That(lines[1], Is.EqualTo("p,ours,optimal,1,1E-07,,3,,,,,"));
        Assert.That(lines[7], Is.EqualTo("p,absent,unavailable,,,,,,,,,\"it is not there, \"\"really\"\"\""));
    }

    // Ratios on p and r are 2 and ¼, whose geometric mean is 1/√2.
    [Test]
    public void SolversAreComparedWhereBothSolved()
    {
        Comparison peer = Comparison.Of(Measurements).Single(comparison => comparison.Solver == "peer");
        Assert.That(peer.Mean, Is.EqualTo(Math.Sqrt(0.5)).Within(1e-15));
        Assert.That((peer.Solved, peer.Both, peer.Least, peer.Largest), Is.EqualTo((2, 2, 0.25, 2.0)));
        Assert.That(Comparison.Of(Measurements).Single(comparison => comparison.Solver == "absent").Mean, Is.NaN);
    }

    // The fastest times are 1, 4 and 2. Ours: ratios 1, 1 and 4; the peer's: 2 and 1, and no third.
    [Test]
    public void ThePerformanceProfile()
    {
        PerformanceProfile profile = PerformanceProfile.Of(Measurements);
        Assert.That(profile.Instances, Is.EqualTo(3));
        Assert.That(profile.Curves.Select(curve => curve.Solver), Is.EqualTo(new[] { "ours", "peer" }));
        Assert.That(profile.Curves[0].Ratios, Is.EqualTo(new[] { 1.0, 1, 4 }));
        Assert.That(profile.Curves[1].Ratios, Is.EqualTo(new[] { 1.0, 2 }));
        Assert.That((profile.Share(0, 1), profile.Share(0, 4), profile.Share(1, 1), profile.Share(1, 1e9)),
            Is.EqualTo((2.0 / 3, 1.0, 1.0 / 3, 2.0 / 3)));
    }

    [Test]
    public void TheProfileIsAPng()
    {
        byte[] png = ProfilePlot.Draw(PerformanceProfile.Of(Measurements), new Goal(1e-6, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)));
        Assert.That(png.AsSpan(0, 4).ToArray(), Is.EqualTo(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G' }));
        Assert.That(png, Has.Length.GreaterThan(5000));
        Assert.That(() => ProfilePlot.Draw(PerformanceProfile.Of([]), new Goal(1e-6, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3))), Throws.Nothing);
    }

    [Test]
    public void MediansAndGeometricMeans()
    {
        Assert.That((Averages.Median([3, 1, 2]), Averages.Median([4, 1, 2, 3]), Averages.GeometricMean([1, 4])),
            Is.EqualTo((2.0, 2.5, 2.0)));
    }
}
