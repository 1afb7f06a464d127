using Copositive.Cli.Plotting;
using ScottPlot;
using SkiaSharp;

namespace Copositive.Cli.Tests;

public sealed class NetworkPlotTests
{
    private static readonly NetworkFigure Figure = new()
    {
        Name = "axes",
        Beta = 0.1,
        Points = new double[,] { { 1, 0 }, { 0, 1 }, { -1, -1 } },
        Classes = [0, 1, 0],
        Network = new PlanarNetwork(new double[,] { { 1, 0 }, { 0, 1 } }, [0, 0], new double[,] { { 1, 0 }, { 0, 1 } }),
        History = [new GapPoint(0, null, 3), new GapPoint(1, 1, 2), new GapPoint(2, 1.5, 1.5)],
        GapTarget = 1e-7,
    };

    [Test]
    public void TheNetworkIsEvaluatedByItsFormula()
    {
        // f(2, −1) = (2)₊(1, 0) + (−1 + 3)₊(0, 5)
        var network = new PlanarNetwork(new double[,] { { 1, 0 }, { 0, 1 } }, [0, 3], new double[,] { { 1, 0 }, { 0, 5 } });
        var values = new double[2];
        network.Evaluate(2, -1, values);
        Assert.That(values, Is.EqualTo(new[] { 2.0, 10.0 }));
        Assert.That(network.Classify(2, -1, values), Is.EqualTo(1));
        Assert.That(PlanarNetwork.ClassOf([0.25]), Is.EqualTo(0));
        Assert.That(PlanarNetwork.ClassOf([0.75]), Is.EqualTo(1));
    }

    [Test]
    public void DataInThePlaneGetTwoPanelsOtherDataOne()
    {
        using SKBitmap both = SKBitmap.Decode(NetworkPlot.Draw(Figure)), gap = SKBitmap.Decode(NetworkPlot.Draw(Figure with { Points = null }));
        Assert.That(both.Width, Is.EqualTo(2 * gap.Width));
        Assert.That(both.Height, Is.EqualTo(gap.Height));
    }

    [Test]
    public void DrawingIsDeterministic()
    {
        byte[] first = NetworkPlot.Draw(Figure), second = NetworkPlot.Draw(Figure);
        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public void AFigureWithoutAnyLowerBoundIsDrawn() =>
        Assert.That(NetworkPlot.Draw(Figure with { History = [new GapPoint(0, null, 3)] }), Is.Not.Empty);

    // Labels come from the embedded font, and neither fontconfig nor a system font takes part.
    [Test]
    public void LabelsNeedNoInstalledFont()
    {
        PlotTypeface.Use();
        foreach (bool bold in new[] { false, true })
        {
            using SKTypeface typeface = Fonts.GetTypeface(PlotTypeface.Family, bold, italic: false);
            Assert.That(typeface.FamilyName, Does.StartWith("Inter"));
            Assert.That(typeface.ContainsGlyphs("lower − upper |₁₂ β 10⁻⁷"), Is.True);
        }
        NetworkPlot.Draw(Figure);
        if (OperatingSystem.IsLinux()) Assert.That(File.ReadAllText("/proc/self/maps"), Does.Not.Contain("fontconfig"));
    }
}
