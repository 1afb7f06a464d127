using Copositive.Numerics;

namespace Copositive.Networks;

/// <summary>
/// The pairs (x_i, z_i) in the scale of the branch and bound: ‖x_i‖ ≤ 1 and largest ‖z_i‖ about 1. Scaling is by powers of two, since
/// z_i (x_i·u)₊ = (2^e z_i)((2^−e x_i)·u)₊; what is lost where a number leaves the range of doubles is bounded by <see cref="_slack"/>.
/// </summary>
internal sealed class ScaledRows
{
    /// <summary>Rows with a z below this (scaled) are left out and counted in the slack.</summary>
    private const double Negligible = 1e-250;

    /// <summary>More than what rounding into the subnormal numbers can cost one row: (√c + √d)·2⁻¹⁰⁷³ times factors of about 1.</summary>
    private const double SubnormalLoss = 1e-300;

    private readonly int _exponent;
    private readonly double _slack;

    /// <summary>Scales the rows.</summary>
    /// <param name="x">n×d, row by row, finite.</param>
    /// <param name="z">n×c, row by row, finite.</param>
    /// <param name="d">The number of columns of x.</param>
    /// <param name="c">The number of columns of z.</param>
    public ScaledRows(ReadOnlySpan<double> x, ReadOnlySpan<double> z, int d, int c)
    {
        (D, C) = (d, c);
        var n = x.Length / d;
        var kept = new List<int>(n);
        var rowExponents = new int[n];
        _exponent = int.MinValue;
        for (var i = 0; i < n; i++)
        {
            var (xMax, zMax) = (MaxAbs(x.Slice(i * d, d)), MaxAbs(z.Slice(i * c, c)));
            if (xMax == 0 || zMax == 0) continue;
            kept.Add(i);
            // 2^−e brings the largest entry into [½, 1), and 2^−⌈log₂ norm⌉ the norm to at most 1.
            var exponent = Math.ILogB(xMax) + 1;
            exponent += Math.Max(0, Math.ILogB(NormUp(x.Slice(i * d, d), -exponent)) + 1);
            rowExponents[i] = exponent;
            _exponent = Math.Max(_exponent, exponent + Math.ILogB(zMax));
        }

        var scaledX = new List<double[]>(kept.Count);
        var scaledZ = new List<double[]>(kept.Count);
        var norms = new List<double>(kept.Count);
        foreach (var i in kept)
        {
            var norm = NormUp(z.Slice(i * c, c), rowExponents[i] - _exponent);
            _slack = Rounded.AddUp(_slack, SubnormalLoss);
            if (norm < Negligible)
            {
                _slack = Rounded.AddUp(_slack, norm);
                continue;
            }

            scaledX.Add(Scale(x.Slice(i * d, d), -rowExponents[i]));
            scaledZ.Add(Scale(z.Slice(i * c, c), rowExponents[i] - _exponent));
            norms.Add(norm);
            TotalNorm = Rounded.AddUp(TotalNorm, norm);
        }

        Count = norms.Count;
        ZNorm = [.. norms];
        (X, Z) = (Transpose(scaledX, d), Transpose(scaledZ, c));
    }

    /// <summary>The dimension of u.</summary>
    public int D { get; }

    /// <summary>The number of outputs.</summary>
    public int C { get; }

    /// <summary>The number of rows that count: neither x_i nor z_i is zero.</summary>
    public int Count { get; }

    /// <summary>Coordinate k of row i at k·Count + i.</summary>
    public double[] X { get; }

    /// <summary>Component q of z_i at q·Count + i.</summary>
    public double[] Z { get; }

    /// <summary>‖z_i‖ rounded up.</summary>
    public double[] ZNorm { get; }

    /// <summary>W = Σ‖z_i‖ rounded up: the trivial bound.</summary>
    public double TotalNorm { get; }

    /// <summary>The largest scaled threshold whose proof proves the given one; negative where there is none.</summary>
    /// <param name="threshold">A threshold in the scale of the data.</param>
    public double ToScaled(double threshold)
    {
        if (Count == 0) return threshold >= FromScaled(0) ? 0 : -1;
        var scaled = Math.ScaleB(threshold, -_exponent);
        if (double.IsInfinity(scaled)) scaled = double.MaxValue;
        else if (Math.ScaleB(scaled, _exponent) != threshold) scaled = Math.BitDecrement(scaled);
        return Rounded.SubtractDown(scaled, _slack);
    }

    /// <summary>A bound of the maximum in the scale of the data, rounded up, from one in the scale of the rows.</summary>
    /// <param name="bound">A scaled bound.</param>
    public double FromScaled(double bound)
    {
        if (_exponent == int.MinValue) return 0;
        var scaled = Rounded.AddUp(bound, _slack);
        var result = Math.ScaleB(scaled, _exponent);
        return Math.ScaleB(result, -_exponent) == scaled ? result : Math.BitIncrement(result);
    }

    private static double[] Scale(ReadOnlySpan<double> row, int exponent)
    {
        var scaled = new double[row.Length];
        for (var j = 0; j < row.Length; j++) scaled[j] = Math.ScaleB(row[j], exponent);
        return scaled;
    }

    private static double NormUp(ReadOnlySpan<double> row, int exponent)
    {
        double sum = 0;
        foreach (var entry in row)
        {
            var scaled = Math.ScaleB(entry, exponent);
            sum = Rounded.AddUp(sum, Rounded.MultiplyUp(scaled, scaled));
        }

        return Rounded.SqrtUp(sum);
    }

    private static double[] Transpose(List<double[]> rows, int columns)
    {
        var result = new double[rows.Count * columns];
        for (var i = 0; i < rows.Count; i++)
            for (var j = 0; j < columns; j++) result[j * rows.Count + i] = rows[i][j];
        return result;
    }

    private static double MaxAbs(ReadOnlySpan<double> row)
    {
        double max = 0;
        foreach (var entry in row) max = Math.Max(max, Math.Abs(entry));
        return max;
    }
}
