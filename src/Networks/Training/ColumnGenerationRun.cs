using System.Diagnostics;
using System.Numerics.Tensors;

namespace Copositive.Networks;

/// <summary>One run of <see cref="ColumnGeneration"/>.</summary>
internal sealed class ColumnGenerationRun
{
    /// <summary>Neurons below this fraction of the largest ‖v_j‖ are dropped between iterations.</summary>
    private const double Negligible = 1e-9;

    /// <summary>The accuracy asked of the restricted solver.</summary>
    private const double RestrictedGap = 1e-13;

    /// <summary>Where the fast search's largest value is below this multiple of β, branch and bound joins in.</summary>
    private const double EstimateBelow = 1.5;

    /// <summary>Branch and bound that ends at its node limit with fewer new directions than this gets twice the nodes the next time.</summary>
    private const int FewViolators = 20;

    /// <summary>The share of the time limit after which no more neurons are looked for.</summary>
    private const double SearchShare = 0.75;

    /// <summary>Iterations without a decrease of the objective after which doubles are taken to be exhausted.</summary>
    private const int Patience = 6;

    private readonly TrainingData _data;
    private readonly double _beta;
    private readonly TrainingOptions _options;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly CancellationToken _cancellationToken;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly CertifiedOracle _oracle;
    private readonly ISeparation _separation;
    private readonly List<TrainingProgress> _history = [];
    private readonly NeuronPool _pool;
    private double[] _z;
    private double _objective, _norms;
    private TwoLayerNetwork _best;
    private double _upper;
    private DualBound _lower = new(0, 0, double.PositiveInfinity);
    private double[] _lowerZ;
    private long _nodes, _estimateNodes;

    public ColumnGenerationRun(TrainingData data, double beta, TrainingOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        (_data, _beta, _options, _progress, _cancellationToken) = (data, beta, options, progress, cancellationToken);
        _oracle = new CertifiedOracle(data.ToInputs());
        var space = _oracle.Space;
        _separation = space.Rank <= 2 ? new AngularSweep(space.Coordinates, space.Rank) : new AscentSearch(space.Coordinates, space.Rank, options.Seed, Stop);
        _estimateNodes = Math.Clamp(1000L * data.Samples, 10_000, 100_000);
        _pool = new NeuronPool(data);
        _z = data.Y.ToArray();
        _lowerZ = _z;
        _objective = data.HalfSquaredTargets;
        _best = _pool.ToNetwork();
        _upper = PrimalBound.Of(_best, data, beta).Value;
    }

    private double Gap => _upper > 0 ? (_upper - _lower.Value) / _upper : 0;

    /// <summary>Whether the rest of the time is for the bounds.</summary>
    private bool OutOfTime => _watch.Elapsed.TotalSeconds >= SearchShare * _options.TimeLimit?.TotalSeconds;

    private double[,] Z => DenseRows.ToMatrix(_z, _data.Samples, _data.Outputs);

    public TrainingResult Train()
    {
        var (stalled, lastObjective, thorough) = (0, double.PositiveInfinity, true);
        var iteration = 0;
        for (; ; iteration++)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var epsilon = Tolerance();
            var violators = Separate(_beta * (1 + 0.3 * epsilon), thorough, out var largest);
            if (stalled >= Patience || (iteration > 0 && OutOfTime) || iteration >= _options.IterationLimit)
            {
                Conclude(epsilon);
                break;
            }

            var feasible = violators.Count == 0 || largest < _beta * (1 + 0.6 * epsilon);
            var proof = feasible ? Certify(_beta * (1 + epsilon)) : Estimate(largest, epsilon);
            if (Gap <= _options.RelativeGap) break;
            if (proof is { Violators.Count: > 0 }) violators = Merge(violators, proof.Violators);
            thorough = feasible;
            if (violators.Count == 0) stalled = Patience;
            Report(iteration);
            foreach (var violator in violators.Take(_options.NeuronsPerIteration)) _pool.Add(_oracle.Space.ToOriginal(violator.Direction));
            Solve();
            stalled = _objective < lastObjective * (1 - 1e-14) ? 0 : stalled + 1;
            lastObjective = Math.Min(lastObjective, _objective);
        }

        Simplify();
        Report(iteration);
        return new TrainingResult
        {
            Network = _best,
            Lower = _lower.Value,
            Upper = _upper,
            Z = DenseRows.ToMatrix(_lowerZ, _data.Samples, _data.Outputs),
            Scale = _lower.Scale,
            Mu = _lower.Mu,
            Converged = Gap <= _options.RelativeGap,
            History = _history,
            Seconds = _watch.Elapsed.TotalSeconds,
            Iterations = iteration + 1,
            Nodes = _nodes,
        };
    }

    private bool Stop()
    {
        _cancellationToken.ThrowIfCancellationRequested();
        return OutOfTime;
    }

    /// <summary>ε for which a proof of μ ≤ β(1+ε) gives the share T of the gap wanted: δ solves δβg + ½δ²‖Z‖² = T. For rank ≤ 2 sharpness costs next to nothing.</summary>
    private double Tolerance()
    {
        var wanted = (_oracle.Rank <= 2 ? 0.05 : 0.5) * _options.RelativeGap * _objective;
        var linear = _beta * _norms;
        var square = 2 * Math.Max(0, _objective - linear);
        var delta = 2 * wanted / (linear + Math.Sqrt(linear * linear + 2 * square * wanted));
        return double.IsNaN(delta) ? 0.05 : Math.Clamp(delta, 1e-13, 0.05);
    }

    private List<Violator> Separate(double threshold, bool thorough, out double largest)
    {
        var space = _oracle.Space;
        var starts = new List<double[]>(_pool.Count);
        foreach (var direction in _pool.Directions) starts.Add(space.ToReduced(direction));
        return _separation.Find(_z, _data.Outputs, threshold, starts, thorough, out largest);
    }

    private List<Violator> Merge(List<Violator> found, IReadOnlyList<Violator> proved)
    {
        foreach (var violator in proved) found.Add(_separation.Improve(_z, _data.Outputs, _oracle.Space.ToReduced(violator.Direction)));
        found.Sort((a, b) => b.Value.CompareTo(a.Value));
        var distinct = new List<Violator>();
        foreach (var violator in found)
            if (distinct.TrueForAll(other => GramSchmidt.Dot(other.Direction, violator.Direction) < 1 - 1e-12)) distinct.Add(violator);
        return distinct;
    }

    /// <summary>The bounds of the last residual, as sharp as the time left and doubles allow; violators no longer matter.</summary>
    private void Conclude(double epsilon)
    {
        var left = TimeLeft();
        // With no time left the search still gets a moment: it then proves a weaker bound, but one that holds.
        if (left < TimeSpan.FromSeconds(0.2)) left = TimeSpan.FromSeconds(0.2);
        var options = new OracleOptions { TimeLimit = left, Threads = _options.Threads };
        Keep(_oracle.Bound(Z, Math.Clamp(epsilon, 1e-12, 1), options, null, _cancellationToken));
    }

    /// <summary>A full branch and bound at the threshold that closes the gap.</summary>
    private OracleProof Certify(double threshold)
        => Prove(threshold, new OracleOptions { TimeLimit = TimeLeft(), MaxViolators = _options.NeuronsPerIteration, Threads = _options.Threads });

    /// <summary>
    /// Along the way, once the fast search is near feasibility: a branch and bound of few nodes. It finds what the fast search misses, or proves
    /// a lower bound. For rank ≤ 2 the fast search misses nothing, and this is for the bound; otherwise the threshold is well below the largest
    /// value known, because there may be many directions to add.
    /// </summary>
    private OracleProof? Estimate(double largest, double epsilon)
    {
        if (largest > EstimateBelow * _beta && _oracle.Rank > 2) return null;
        var options = new OracleOptions
        {
            NodeLimit = _estimateNodes, TimeLimit = TimeLeft(), MaxViolators = _options.NeuronsPerIteration, Threads = _options.Threads,
        };
        var threshold = _oracle.Rank > 2 ? _beta + 0.25 * (largest - _beta) : largest * (1 + 1e-9);
        var proof = Prove(Math.Max(threshold, _beta * (1 + epsilon)), options);
        if (proof.LimitReached && proof.Violators.Count < FewViolators) _estimateNodes *= 2;
        return proof;
    }

    private OracleProof Prove(double threshold, OracleOptions options)
    {
        var proof = _oracle.Prove(Z, threshold, options, null, _cancellationToken);
        Keep(proof);
        return proof;
    }

    /// <summary>Keeps the lower bound that a bound of μ gives, if it is the best.</summary>
    private void Keep(OracleProof proof)
    {
        _nodes += proof.Nodes;
        var bound = DualBound.From(_z, _data.Y, _beta, proof.Bound);
        if (bound.Value > _lower.Value || double.IsPositiveInfinity(_lower.Mu)) (_lower, _lowerZ) = (bound, _z);
    }

    private TimeSpan? TimeLeft() =>
        _options.TimeLimit is { } limit ? TimeSpan.FromSeconds(Math.Max(0, (limit - _watch.Elapsed).TotalSeconds)) : null;

    private void Solve()
    {
        if (_pool.Count == 0) return;
        var solution = RestrictedSolver.Solve(_pool.Atoms(), _data.Y, _data.Samples, _data.Outputs, _beta, _pool.V, RestrictedGap, _cancellationToken);
        _pool.Accept(solution.V, Negligible);
        _z = solution.Dual;
        var kept = RestrictedSolver.Evaluate(_pool.Atoms(), _data.Y, _data.Samples, _data.Outputs, _beta, _pool.V, 0);
        _objective = kept.Objective;
        _norms = Math.Max(0, kept.Objective - 0.5 * TensorPrimitives.SumOfSquares<double>(kept.Residual)) / _beta;
        Improve(_pool.ToNetwork(), 0);
    }

    /// <summary>Keeps a network whose rigorous bound is better, or worse by no more than allowed.</summary>
    private bool Improve(TwoLayerNetwork network, double allowance)
    {
        var bound = PrimalBound.Of(network, _data, _beta).Value;
        if (!(bound < _upper + allowance)) return false;
        (_best, _upper) = (network, bound);
        return true;
    }

    /// <summary>Fewer neurons for the same value: neighbours merged and the weights solved for again, then Carathéodory's reduction.</summary>
    private void Simplify()
    {
        if (_pool.Count == 0) return;
        // What may be given away without leaving the gap asked for; nothing where it was not reached.
        var allowance = Math.Max(0, 0.5 * (_lower.Value / (1 - Math.Min(_options.RelativeGap, 0.5)) - _upper));
        foreach (var cosine in (ReadOnlySpan<double>)[1 - 1e-6, 1 - 1e-8, 1 - 1e-10, 1 - 1e-12])
        {
            var merged = Merged(cosine);
            if (merged is not null && Improve(merged, allowance)) break;
        }

        var reduced = _pool.Clone();
        reduced.Accept(NeuronReduction.Apply(_pool.Atoms(), _pool.V, _data.Samples, _data.Outputs), 0);
        if (reduced.Count < _best.Neurons) Improve(reduced.ToNetwork(), allowance);
    }

    /// <summary>The restricted optimum over the heaviest of each group of nearly parallel neurons; null where there is nothing to merge.</summary>
    private TwoLayerNetwork? Merged(double cosine)
    {
        var c = _data.Outputs;
        var order = new int[_pool.Count];
        var keys = new double[_pool.Count];
        for (var j = 0; j < order.Length; j++) (order[j], keys[j]) = (j, -TensorPrimitives.Norm<double>(_pool.V.AsSpan(j * c, c)));
        Array.Sort(keys, order);
        var merged = new NeuronPool(_data);
        foreach (var j in order)
        {
            var u = _pool.Directions[j];
            var isNew = true;
            foreach (var other in merged.Directions) isNew &= GramSchmidt.Dot(other, u) < cosine;
            if (isNew) merged.Add(u);
        }

        if (merged.Count == _pool.Count) return null;
        var solution = RestrictedSolver.Solve(merged.Atoms(), _data.Y, _data.Samples, c, _beta, [], RestrictedGap, _cancellationToken);
        merged.Accept(NeuronReduction.Apply(merged.Atoms(), solution.V, _data.Samples, c), Negligible);
        return merged.ToNetwork();
    }

    private void Report(int iteration)
    {
        var state = new TrainingProgress(iteration, _lower.Value, _upper, _pool.Count, _watch.Elapsed.TotalSeconds);
        _history.Add(state);
        _progress?.Report(state);
    }
}
