using ScottPlot;
using ScottPlot.Plottables;
using SkiaSharp;

namespace Copositive.Cli.Plotting;

/// <summary>
/// A figure of a trained network: for data in the plane the samples on the network's decision regions, and beside it the certified
/// gap by iteration. Needs no display, no fontconfig and no installed font.
/// </summary>
public static class NetworkPlot
{
    private const int PanelWidth = 900;
    private const int Height = 1001;
    private const int RegionPixels = 700;
    private const float Scale = 1.8f;
    private const float Left = 72, Right = 18, Bottom = 104, Top = 42;

    /// <summary>Draws the figure and writes it as PNG.</summary>
    /// <param name="figure">What to show.</param>
    /// <param name="path">The file, replaced if it exists.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Save(NetworkFigure figure, string path)
    {
        byte[] png = Draw(figure);
        File.WriteAllBytes(path, png);
    }

    /// <summary>Draws the figure.</summary>
    /// <returns>The bytes of a PNG file.</returns>
    public static byte[] Draw(NetworkFigure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        PlotTypeface.Use();
        var panels = new List<Plot>();
        if (figure is { Points: not null, Classes: not null, Network: not null })
            panels.Add(DataPanel(figure.Name, figure.Points, figure.Classes, figure.Network));
        panels.Add(GapPanel.Create(figure));
        using SKSurface surface = SKSurface.Create(new SKImageInfo(PanelWidth * panels.Count, Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (int k = 0; k < panels.Count; k++)
        {
            using Plot panel = panels[k];
            using var bitmap = SKBitmap.Decode(panel.GetImageBytes(PanelWidth, Height, ImageFormat.Png));
            surface.Canvas.DrawBitmap(bitmap, k * PanelWidth, 0);
        }
        using var image = new Image(surface);
        return image.GetImageBytes(ImageFormat.Png, quality: 100);
    }

    /// <summary>An empty panel in the figure's style.</summary>
    internal static Plot Panel(string title, string horizontal, string vertical)
    {
        var plot = new Plot { ScaleFactor = Scale };
        plot.FigureBackground.Color = Colors.White;
        plot.Axes.Color(PlotColors.Muted);
        plot.Axes.FrameColor(PlotColors.Muted);
        plot.Axes.FrameWidth(1);
        plot.Axes.Title.Label.Text = title;
        plot.Axes.Title.Label.FontSize = 17;
        plot.Axes.Title.Label.Bold = true;
        plot.Axes.Title.Label.ForeColor = PlotColors.Ink;
        plot.XLabel(horizontal);
        plot.YLabel(vertical);
        foreach (IAxis axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
        {
            axis.Label.FontSize = 15;
            axis.Label.Bold = false;
            axis.Label.ForeColor = PlotColors.Ink;
            axis.TickLabelStyle.FontSize = 13;
            axis.TickLabelStyle.ForeColor = PlotColors.Ink;
            axis.MinorTickStyle.Length = 0;
        }
        return plot;
    }

    /// <summary>The legend below the axes, in the figure's style.</summary>
    internal static void ShowLegend(Plot plot)
    {
        ScottPlot.Panels.LegendPanel panel = plot.ShowLegend(Edge.Bottom);
        panel.Padding = new PixelPadding(0, 0, 8, 8);
        plot.Legend.Orientation = Orientation.Horizontal;
        plot.Legend.TightHorizontalWrapping = true;
        plot.Legend.FontSize = 14;
        plot.Legend.FontColor = PlotColors.Ink;
        plot.Legend.OutlineColor = plot.Legend.BackgroundColor = plot.Legend.ShadowColor = Colors.Transparent;
        plot.Layout.Fixed(new PixelPadding(Left, Right, Bottom, Top));
    }

    private static Plot DataPanel(string name, double[,] points, int[] classes, PlanarNetwork network)
    {
        int n = points.GetLength(0);
        Plot plot = Panel($"{name}: {n} samples, {network.Neurons} neurons", "x₁", "x₂");
        CoordinateRect plane = SquareAround(points);
        Image regions = DecisionRegions.Paint(network, plane, RegionPixels, PlotColors.Tints);
        plot.Add.ImageRect(regions, plane);
        plot.HideGrid();
        AddSwitchingLines(plot, network, plane);
        int count = Math.Max(network.Outputs == 1 ? 2 : network.Outputs, classes.Length == 0 ? 0 : classes.Max() + 1);
        for (int label = 0; label < count; label++)
        {
            int[] members = [.. Enumerable.Range(0, n).Where(i => classes[i] == label)];
            if (members.Length == 0) continue;
            Color color = PlotColors.Classes[label % PlotColors.Classes.Length];
            Coordinates[] positions = [.. members.Select(i => new Coordinates(points[i, 0], points[i, 1]))];
            Scatter samples = plot.Add.ScatterPoints(positions);
            samples.MarkerStyle = new MarkerStyle(MarkerShape.FilledCircle, 10)
            {
                FillColor = color,
                OutlineColor = Colors.White,
                OutlineWidth = 1.2f,
            };
            samples.LegendText = $"class {label}";
        }
        plot.Axes.SetLimits(plane);
        plot.Legend.ManualItems.Add(new LegendItem { LabelText = "a neuron switches on", LineColor = PlotColors.Muted, LineWidth = 1 });
        ShowLegend(plot);
        return plot;
    }

    // A neuron is on where u·x + b > 0: the line between, clipped to the panel by drawing it far beyond both ends.
    private static void AddSwitchingLines(Plot plot, PlanarNetwork network, CoordinateRect plane)
    {
        double reach = 2 * (plane.Width + plane.Height);
        for (int j = 0; j < network.Neurons; j++)
        {
            double norm = Math.Sqrt(network.Hidden[j, 0] * network.Hidden[j, 0] + network.Hidden[j, 1] * network.Hidden[j, 1]);
            if (norm == 0) continue;
            double nx = network.Hidden[j, 0] / norm, ny = network.Hidden[j, 1] / norm, offset = -network.Offsets[j] / norm;
            var foot = new Coordinates(nx * offset, ny * offset);
            LinePlot line = plot.Add.Line(
                new Coordinates(foot.X - reach * ny, foot.Y + reach * nx), new Coordinates(foot.X + reach * ny, foot.Y - reach * nx));
            line.LineColor = PlotColors.Ink.WithAlpha(Math.Min(0.16, 5.0 / network.Neurons));
            line.LineWidth = 1;
            line.MarkerSize = 0;
        }
    }

    private static CoordinateRect SquareAround(double[,] points)
    {
        double left = double.PositiveInfinity, right = double.NegativeInfinity, bottom = left, top = right;
        for (int i = 0; i < points.GetLength(0); i++)
        {
            left = Math.Min(left, points[i, 0]);
            right = Math.Max(right, points[i, 0]);
            bottom = Math.Min(bottom, points[i, 1]);
            top = Math.Max(top, points[i, 1]);
        }
        if (!(right >= left)) (left, right, bottom, top) = (-1, 1, -1, 1);
        double half = Math.Max(Math.Max(right - left, top - bottom), 1e-9) * 0.56;
        double x = (left + right) / 2, y = (bottom + top) / 2;
        return new CoordinateRect(x - half, x + half, y - half, y + half);
    }
}
