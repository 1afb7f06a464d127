using ScottPlot;
using SkiaSharp;

namespace Copositive.Cli.Plotting;

/// <summary>The plane coloured by the class a network gives each point, as an image.</summary>
internal static class DecisionRegions
{
    private const int Samples = 3;

    /// <summary>Paints a rectangle of the plane, each pixel the mean of 3×3 samples so that boundaries are smooth.</summary>
    /// <param name="network">The network.</param>
    /// <param name="plane">The rectangle.</param>
    /// <param name="size">The image's width and height in pixels.</param>
    /// <param name="tints">A colour per class, repeated if there are more classes.</param>
    public static Image Paint(PlanarNetwork network, CoordinateRect plane, int size, IReadOnlyList<Color> tints)
    {
        using var bitmap = new SKBitmap(size, size, SKColorType.Rgba8888, SKAlphaType.Opaque);
        Span<byte> pixels = bitmap.GetPixelSpan();
        int stride = bitmap.RowBytes;
        int fine = size * Samples;
        var values = new double[network.Outputs];
        Span<int> sum = stackalloc int[3];
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++)
            {
                sum.Clear();
                for (int k = 0; k < Samples * Samples; k++)
                {
                    double x1 = plane.Left + plane.Width * (column * Samples + k % Samples + 0.5) / fine;
                    double x2 = plane.Top - plane.Height * (row * Samples + k / Samples + 0.5) / fine;
                    Color tint = tints[network.Classify(x1, x2, values) % tints.Count];
                    sum[0] += tint.R;
                    sum[1] += tint.G;
                    sum[2] += tint.B;
                }
                int at = row * stride + 4 * column;
                for (int channel = 0; channel < 3; channel++) pixels[at + channel] = (byte)(sum[channel] / (Samples * Samples));
                pixels[at + 3] = byte.MaxValue;
            }
        }
        return new Image(bitmap);
    }
}
