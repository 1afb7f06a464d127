using System.Globalization;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace Copositive.Cli.Plotting;

/// <summary>The relative certified gap by iteration, on a logarithmic axis, with the target and the final bounds.</summary>
internal static class GapPanel
{
    /// <summary>Draws the panel.</summary>
    public static Plot Create(NetworkFigure figure)
    {
        GapPoint last = figure.History[^1];
        Plot plot = NetworkPlot.Panel(
            $"certified optimality gap, β = {figure.Beta.ToString(CultureInfo.InvariantCulture)}",
            "iteration",
            "(upper − lower) / max(1, |upper|)");
        plot.Grid.MajorLineColor = PlotColors.Grid;
        plot.Axes.Left.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true, LabelFormatter = PowerOfTen, MinimumTickSpacing = 30 };
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true };

        double floor = Math.Max(figure.GapTarget, 1e-16) * 1e-2;
        GapPoint[] known = [.. figure.History.Where(point => point.RelativeGap is not null)];
        double[] iterations = [.. known.Select(point => (double)point.Iteration)];
        double[] gaps = [.. known.Select(point => Math.Log10(Math.Max(point.RelativeGap!.Value, floor)))];
        if (known.Length > 0)
        {
            Scatter curve = plot.Add.Scatter(iterations, gaps);
            curve.Color = PlotColors.Classes[0];
            curve.LineWidth = 2.2f;
            curve.MarkerSize = known.Length > 60 ? 0 : 7;
            curve.LegendText = "certified gap";
        }
        double target = Math.Log10(figure.GapTarget);
        HorizontalLine goal = plot.Add.HorizontalLine(target);
        goal.Color = PlotColors.Classes[1];
        goal.LineWidth = 1.6f;
        goal.LinePattern = LinePattern.Dashed;
        goal.LegendText = "target";

        double bottom = Math.Min(gaps.Length > 0 ? gaps.Min() : target, target), top = Math.Max(gaps.Length > 0 ? gaps.Max() : 0, target);
        plot.Axes.SetLimitsY(Math.Floor(bottom) - 0.5, Math.Ceiling(top) + 1.8);
        double first = figure.History[0].Iteration, end = Math.Max(last.Iteration, first + 1);
        plot.Axes.SetLimitsX(first - 0.04 * (end - first), end + 0.04 * (end - first));
        AddBounds(plot, last);
        NetworkPlot.ShowLegend(plot);
        return plot;
    }

    private static void AddBounds(Plot plot, GapPoint last)
    {
        string lower = last.Lower is { } value ? value.ToString("R", CultureInfo.InvariantCulture) : "none";
        string upper = last.Upper.ToString("R", CultureInfo.InvariantCulture);
        Annotation bounds = plot.Add.Annotation($"lower  {lower}\nupper  {upper}", Alignment.UpperRight);
        bounds.LabelFontSize = 14;
        bounds.LabelFontColor = PlotColors.Ink;
        bounds.LabelBackgroundColor = Colors.White.WithAlpha(0.9);
        bounds.LabelBorderColor = PlotColors.Grid;
        bounds.LabelShadowColor = Colors.Transparent;
        bounds.LabelPadding = 8;
    }

    private static string PowerOfTen(double exponent)
    {
        const string digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";
        int power = (int)Math.Round(exponent);
        string magnitude = string.Concat(Math.Abs(power).ToString(CultureInfo.InvariantCulture).Select(digit => digits[digit - '0']));
        return $"10{(power < 0 ? "⁻" : "")}{magnitude}";
    }
}
