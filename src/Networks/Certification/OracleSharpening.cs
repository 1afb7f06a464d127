using System.Diagnostics;

namespace Copositive.Networks;

/// <summary>
/// Sharpens a bound of <see cref="CertifiedOracle"/>: thresholds come down from the trivial bound towards the largest value found, which grows as
/// violators are found and improved by local ascent.
/// </summary>
internal sealed class OracleSharpening(
    CertifiedOracle oracle, double[,] z, double tolerance, OracleOptions options, IProgress<OracleProgress>? progress, CancellationToken cancellationToken)
{
    private readonly double[] _z = DenseRows.Of(z, nameof(z));
    private readonly int _c = z.GetLength(1);
    private long _nodes;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private double _best;

    /// <summary>Runs until the tolerance is met, a limit is met, or rounding ends it.</summary>
    public OracleProof Run()
    {
        // The threshold 0 is proved where the data are zero, and otherwise gives the trivial bound at once.
        var bound = Prove(0);
        if (bound.Proved || double.IsInfinity(bound.Bound)) return bound;
        var separation = CreateSeparation();
        separation.Find(_z, _c, double.PositiveInfinity, [], true, out _best);
        var excess = 1.0;
        while (true)
        {
            // Where even the largest value found is zero, the threshold halves with each proof until nothing is left to prove.
            var threshold = Math.Min(_best > 0 ? _best * (1 + excess) : 0.5 * bound.Bound, bound.Bound);
            var proof = Prove(threshold);
            if (proof.Bound < bound.Bound || proof.Proved) bound = proof;
            if (proof.Proved)
            {
                if (excess <= tolerance || (_best == 0 && threshold < 1e-300)) return Final(bound, true);
                if (_best > 0) excess = Math.Max(tolerance, excess * 0.1);
                continue;
            }

            var before = _best;
            foreach (var violator in proof.Violators)
            {
                var improved = separation.Improve(_z, _c, oracle.Space.ToReduced(violator.Direction));
                _best = Math.Max(_best, Math.Max(improved.Value, violator.Value));
            }

            if (proof.LimitReached || !(_best > before)) return Final(bound, false);
        }
    }

    private ISeparation CreateSeparation()
    {
        var space = oracle.Space;
        return space.Rank <= 2 ? new AngularSweep(space.Coordinates, space.Rank) : new AscentSearch(space.Coordinates, space.Rank, 0, Stop);
    }

    /// <summary>A quarter of the time is for the local search.</summary>
    private bool Stop()
    {
        cancellationToken.ThrowIfCancellationRequested();
        return options.TimeLimit is { } limit && _watch.Elapsed > 0.25 * limit;
    }

    private OracleProof Prove(double threshold)
    {
        var left = options with
        {
            NodeLimit = options.NodeLimit is { } nodes ? Math.Max(1, nodes - _nodes) : null,
            TimeLimit = options.TimeLimit is { } limit ? TimeSpan.FromSeconds(Math.Max(0, (limit - _watch.Elapsed).TotalSeconds)) : null,
        };
        var proof = oracle.Prove(z, threshold, left, progress, cancellationToken);
        _nodes += proof.Nodes;
        return proof;
    }

    private OracleProof Final(OracleProof bound, bool proved)
        => bound with { Proved = proved, BestValue = Math.Max(_best, bound.BestValue), Violators = [], Nodes = _nodes, Seconds = _watch.Elapsed.TotalSeconds };
}
