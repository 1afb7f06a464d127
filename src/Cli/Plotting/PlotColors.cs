using ScottPlot;

namespace Copositive.Cli.Plotting;

/// <summary>Colours that readers with any colour vision tell apart (Okabe and Ito, 2008), and the inks of axes and labels.</summary>
internal static class PlotColors
{
    /// <summary>Labels and titles.</summary>
    public static readonly Color Ink = Color.FromHex("#1F2933");

    /// <summary>Axes, ticks and secondary remarks.</summary>
    public static readonly Color Muted = Color.FromHex("#6B7785");

    /// <summary>Grid lines.</summary>
    public static readonly Color Grid = Color.FromHex("#E4E8EC");

    /// <summary>A colour per class; repeated if there are more.</summary>
    public static readonly Color[] Classes =
    [
        Color.FromHex("#0072B2"), Color.FromHex("#D55E00"), Color.FromHex("#009E73"), Color.FromHex("#CC79A7"),
        Color.FromHex("#E69F00"), Color.FromHex("#56B4E9"), Color.FromHex("#B8A800"), Color.FromHex("#555555"),
    ];

    /// <summary>The light shade of each class's colour, for its decision region.</summary>
    public static readonly Color[] Tints = [.. Classes.Select(color => color.MixedWith(Colors.White, 0.76))];
}
