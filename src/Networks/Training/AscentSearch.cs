namespace Copositive.Networks;

/// <summary>
/// Separation for data of any rank by local ascent of f(w) = ‖Zᵀ(Aw)₊‖ on the sphere, from the neurons in use, the samples and random directions.
/// </summary>
/// <remarks>
/// A step is a power step w ← ∇f/‖∇f‖, or a shorter one along the tangent where that does not increase f. A maximum often lies on a face of the
/// arrangement, where ascent zigzags: so at the end the zeros nearest to w are put one by one to zero exactly, and on each of these nested
/// faces the leading eigenvector is tried.
/// </remarks>
internal sealed class AscentSearch : ISeparation
{
    private const int FirstStarts = 400, UsualStarts = 120, MaxRounds = 6;

    /// <summary>Of more samples than this only so many, evenly spread, are used as starts.</summary>
    private const int SampleStarts = 150;

    /// <summary>Maxima whose directions have a larger cosine are taken for one.</summary>
    private const double SameDirection = 1 - 1e-9;

    private readonly double[] _x;
    private readonly double[][] _units;
    private readonly int _n, _r;
    private readonly Random _random;
    private readonly Func<bool>? _stop;
    private bool _started;

    /// <summary>A search over the given rows.</summary>
    /// <param name="x">n×r, row by row.</param>
    /// <param name="rank">r.</param>
    /// <param name="seed">The seed of the random starts.</param>
    /// <param name="stop">Asked before each start but the first whether to end the search; null for never.</param>
    public AscentSearch(ReadOnlySpan<double> x, int rank, int seed, Func<bool>? stop = null)
    {
        (_n, _r, _x, _stop) = (x.Length / rank, rank, x.ToArray(), stop);
#pragma warning disable CA5394 // starting directions are no secrets; the seed makes runs repeatable
        _random = new Random(seed);
#pragma warning restore CA5394
        _units = new double[_n][];
        for (var i = 0; i < _n; i++)
        {
            _units[i] = x.Slice(i * rank, rank).ToArray();
            GramSchmidt.Normalize(_units[i]);
        }
    }

    /// <inheritdoc/>
    public List<Violator> Find(ReadOnlySpan<double> z, int c, double threshold, IReadOnlyList<double[]> starts, bool thorough, out double largest)
    {
        var ascent = new Ascent(_x, _units, z.ToArray(), _r, c);
        var found = new List<Violator>();
        largest = 0;
        foreach (var start in Starts(starts, thorough))
        {
            Try(ascent, start, threshold, found, ref largest);
            if (_stop is not null && _stop()) break;
        }

        found.Sort((a, b) => b.Value.CompareTo(a.Value));
        return found;
    }

    private IEnumerable<double[]> Starts(IReadOnlyList<double[]> neurons, bool thorough)
    {
        foreach (var neuron in neurons) yield return (double[])neuron.Clone();
        var first = !_started;
        _started = true;
        var step = Math.Max(1, (_n + SampleStarts - 1) / SampleStarts);
        for (var i = 0; first && i < _n; i += step)
        {
            yield return (double[])_units[i].Clone();
            yield return Array.ConvertAll(_units[i], entry => -entry);
        }

        for (var k = 0; k < (thorough || first ? FirstStarts : UsualStarts); k++)
        {
            var start = new double[_r];
            for (var j = 0; j < _r; j++) start[j] = Gaussian();
            if (k % 2 == 1 && neurons.Count > 0)
            {
                var near = neurons[_random.Next(neurons.Count)];
                for (var j = 0; j < _r; j++) start[j] = near[j] + 0.3 * start[j];
            }

            yield return start;
        }
    }

    /// <inheritdoc/>
    public Violator Improve(ReadOnlySpan<double> z, int c, double[] start)
    {
        var ascent = new Ascent(_x, _units, z.ToArray(), _r, c);
        var w = (double[])start.Clone();
        return new Violator(w, Climb(ascent, w, 0));
    }

    private static void Try(Ascent ascent, double[] w, double threshold, List<Violator> found, ref double largest)
    {
        var value = Climb(ascent, w, 0.5 * threshold);
        largest = Math.Max(largest, value);
        if (!(value > threshold)) return;
        for (var j = 0; j < found.Count; j++)
        {
            if (GramSchmidt.Dot(found[j].Direction, w) < SameDirection) continue;
            if (value > found[j].Value) found[j] = new Violator(w, value);
            return;
        }

        found.Add(new Violator(w, value));
    }

    /// <summary>Climbs to a local maximum; faces are left aside where the value stays below <paramref name="promising"/>.</summary>
    private static double Climb(Ascent ascent, double[] w, double promising)
    {
        GramSchmidt.Normalize(w);
        var value = ascent.Follow(w);
        if (!(value > promising)) return value;
        for (var round = 0; round < MaxRounds; round++)
        {
            var better = ascent.Polish(w, value);
            if (!(better > value)) break;
            value = Math.Max(better, ascent.Follow(w));
        }

        return value;
    }

    /// <summary>A standard normal number, by Box and Muller.</summary>
    private double Gaussian()
        => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
