namespace Copositive.Networks;

/// <summary>
/// Separation for data of rank 1 or 2, exact up to rounding. Between two neighbouring zeros of the x_i·u on the circle the value is ‖Bu‖ with
/// a fixed c×2 matrix B = Σ_{x_i·u&gt;0} z_i x_iᵀ, so a local maximum is the leading eigenvector of BᵀB, if inside the arc, or an end of arcs that the
/// value enters rising and leaves falling.
/// </summary>
internal sealed class AngularSweep : ISeparation
{
    /// <summary>B is summed afresh after so many arcs, so that rounding does not add up.</summary>
    private const int RefreshInterval = 64;

    /// <summary>In narrower arcs the sign of a row that has its zero there would be rounding.</summary>
    private const double WideArc = 1e-9;

    private readonly double[] _x;
    private readonly int _n, _rank, _first;
    private readonly double[] _angles;

    /// <summary>The row whose zero is at the angle: i where it becomes positive, ~i where it ceases to be.</summary>
    private readonly int[] _switches;

    /// <summary>A sweep over the zeros of the rows.</summary>
    /// <param name="x">n×r, row by row.</param>
    /// <param name="rank">r: 1 or 2.</param>
    public AngularSweep(ReadOnlySpan<double> x, int rank)
    {
        _n = x.Length / rank;
        _rank = rank;
        _x = new double[2 * _n];
        for (var i = 0; i < _n; i++)
            for (var k = 0; k < rank; k++) _x[2 * i + k] = x[rank * i + k];

        var angles = new List<double>(2 * _n);
        var switches = new List<int>(2 * _n);
        for (var i = 0; i < _n; i++)
        {
            if (_x[2 * i] == 0 && _x[2 * i + 1] == 0) continue;
            var angle = Math.Atan2(_x[2 * i + 1], _x[2 * i]);
            angles.Add(angle < -Math.PI / 2 ? angle + 1.5 * Math.PI : angle - 0.5 * Math.PI);
            switches.Add(i);
            angles.Add(angle >= Math.PI / 2 ? angle - 1.5 * Math.PI : angle + 0.5 * Math.PI);
            switches.Add(~i);
        }

        (_angles, _switches) = ([.. angles], [.. switches]);
        Array.Sort(_angles, _switches);
        for (var j = 1; j < _angles.Length; j++)
            if (Width(j) > Width(_first)) _first = j;
    }

    /// <inheritdoc/>
    public List<Violator> Find(ReadOnlySpan<double> z, int c, double threshold, IReadOnlyList<double[]> starts, bool thorough, out double largest)
    {
        var found = new List<Violator>();
        largest = 0;
        if (_angles.Length == 0) return found;
        var b = new double[2 * c];
        double slopeBefore = 0;
        var sinceRefresh = RefreshInterval;
        // One arc more than there are: the first has no slope before it, and comes again at the end.
        for (var step = 0; step <= _angles.Length; step++)
        {
            var j = (_first + step) % _angles.Length;
            var (from, width) = (_angles[j], Width(j));
            if (step > 0) Add(z, c, _switches[j], b);
            if (sinceRefresh++ >= RefreshInterval && (step == 0 || width > WideArc))
            {
                Sum(z, c, from + 0.5 * width, b);
                sinceRefresh = 0;
            }

            var gram = Gram(b, c);
            if (step > 0 && slopeBefore >= 0 && Slope(gram, from) <= 0) Consider(gram, from, threshold, found, ref largest);
            // ‖Bu(φ)‖² = (s+r)/2 + ((s−r)/2) cos 2φ + t sin 2φ is largest at 2φ = atan2(2t, s − r).
            var peak = 0.5 * Math.Atan2(2 * gram.T, gram.S - gram.R) - 2 * Math.PI;
            while (peak <= from) peak += Math.PI;
            if (step < _angles.Length)
                for (; peak < from + width; peak += Math.PI) Consider(gram, peak, threshold, found, ref largest);
            slopeBefore = Slope(gram, from + width);
        }

        found.Sort((a, other) => other.Value.CompareTo(a.Value));
        return found;
    }

    /// <inheritdoc/>
    /// <remarks>The sweep finds every local maximum by itself, so a direction is only measured.</remarks>
    public Violator Improve(ReadOnlySpan<double> z, int c, double[] start)
    {
        var sum = new double[c];
        for (var i = 0; i < _n; i++)
        {
            var activation = _x[2 * i] * start[0] + (_rank > 1 ? _x[2 * i + 1] * start[1] : 0);
            if (!(activation > 0)) continue;
            for (var q = 0; q < c; q++) sum[q] += activation * z[i * c + q];
        }

        return new Violator(start, Math.Sqrt(GramSchmidt.Dot(sum, sum)));
    }

    private void Consider((double S, double T, double R) gram, double angle, double threshold, List<Violator> found, ref double largest)
    {
        var (sine, cosine) = Math.SinCos(angle);
        var value = Math.Sqrt(Math.Max(0, gram.S * cosine * cosine + 2 * gram.T * cosine * sine + gram.R * sine * sine));
        largest = Math.Max(largest, value);
        if (!(value > threshold)) return;
        double[] direction = _rank == 1 ? [Math.Sign(cosine)] : [cosine, sine];
        foreach (var other in found)
            if (GramSchmidt.Dot(other.Direction, direction) > 1 - 1e-15 && other.Value >= value * (1 - 1e-15)) return;
        found.Add(new Violator(direction, value));
    }

    private double Width(int j) => j + 1 < _angles.Length ? _angles[j + 1] - _angles[j] : _angles[0] + 2 * Math.PI - _angles[j];

    private static double Slope((double S, double T, double R) gram, double angle)
    {
        var (sine, cosine) = Math.SinCos(2 * angle);
        return 2 * gram.T * cosine - (gram.S - gram.R) * sine;
    }

    private void Sum(ReadOnlySpan<double> z, int c, double angle, double[] b)
    {
        Array.Clear(b);
        var (sine, cosine) = Math.SinCos(angle);
        for (var i = 0; i < _n; i++)
            if (_x[2 * i] * cosine + _x[2 * i + 1] * sine > 0) Add(z, c, i, b);
    }

    private void Add(ReadOnlySpan<double> z, int c, int change, double[] b)
    {
        var (row, sign) = change >= 0 ? (change, 1) : (~change, -1);
        for (var q = 0; q < c; q++)
        {
            b[2 * q] += sign * z[row * c + q] * _x[2 * row];
            b[2 * q + 1] += sign * z[row * c + q] * _x[2 * row + 1];
        }
    }

    private static (double S, double T, double R) Gram(double[] b, int c)
    {
        double s = 0, t = 0, r = 0;
        for (var q = 0; q < c; q++)
        {
            s += b[2 * q] * b[2 * q];
            t += b[2 * q] * b[2 * q + 1];
            r += b[2 * q + 1] * b[2 * q + 1];
        }

        return (s, t, r);
    }
}
