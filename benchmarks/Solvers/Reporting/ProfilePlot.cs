using System.Globalization;
using Copositive.Cli.Plotting;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace Copositive.Benchmarks.Solvers;

/// <summary>A performance profile as a picture: steps over a logarithmic axis of base 2.</summary>
internal static class ProfilePlot
{
    private const int Width = 1100, Height = 760;

    /// <summary>Draws the profile and writes it as PNG.</summary>
    public static void Save(PerformanceProfile profile, Goal goal, string path) => File.WriteAllBytes(path, Draw(profile, goal));

    /// <summary>The bytes of a PNG file.</summary>
    public static byte[] Draw(PerformanceProfile profile, Goal goal)
    {
        PlotTypeface.Use();
        using Plot plot = NetworkPlot.Panel(
            string.Create(CultureInfo.InvariantCulture, $"{profile.Instances} instances to error {goal.Error:R}"),
            "time over the fastest solver's time", "share of instances solved");
        plot.Grid.MajorLineColor = PlotColors.Grid;
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true, LabelFormatter = exponent => Math.Pow(2, exponent)
            .ToString("G4", CultureInfo.InvariantCulture) };
        double end = Math.Max(1, Math.Ceiling(profile.Curves.SelectMany(curve => curve.Ratios).Select(Math.Log2).DefaultIfEmpty(0)
            .Max() + 0.2));
        for (int k = 0; k < profile.Curves.Count; k++)
        {
            (string solver, double[] ratios) = profile.Curves[k];
            var points = new List<Coordinates> { new(0, profile.Share(k, 1)) };
            foreach (double ratio in ratios.Distinct().Where(ratio => ratio > 1))
            {
                points.Add(new Coordinates(Math.Log2(ratio), points[^1].Y));
                points.Add(new Coordinates(Math.Log2(ratio), profile.Share(k, ratio)));
            }
            points.Add(new Coordinates(end, points[^1].Y));
            Scatter curve = plot.Add.Scatter(points);
            curve.Color = PlotColors.Classes[k % PlotColors.Classes.Length];
            curve.LineWidth = 2.4f;
            curve.MarkerSize = 0;
            curve.LegendText = solver;
        }
        plot.Axes.SetLimits(0, end, 0, 1.02);
        NetworkPlot.ShowLegend(plot);
        return plot.GetImageBytes(Width, Height, ImageFormat.Png);
    }
}
