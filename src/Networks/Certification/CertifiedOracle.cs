using Copositive.Numerics;

namespace Copositive.Networks;

/// <summary>
/// The oracle of the dual training problem: rigorous upper bounds of μ(Z) = max over ‖u‖ ≤ 1 of ‖Zᵀ(Xu)₊‖₂ over <em>all</em> u, without listing
/// the arrangements of X.
/// </summary>
/// <remarks>
/// <para>Branch and bound over simplicial cones that cover R^r, r the rank of X, one search for each orthant (<c>ConeSearch</c>, <c>ConeBound</c>:
/// the bound, and the proof that its rounding is accounted for). A bound holds in exact arithmetic for X and Z as the doubles they are.
/// The work grows quickly with r; up to r = 4 and some hundred rows take seconds, and there are limits for the rest.</para>
/// <para>Thread-safe: no state is kept between calls.</para>
/// </remarks>
public sealed class CertifiedOracle
{
    /// <summary>Beyond this many coordinates the orthants cannot even be counted through.</summary>
    private const int MaxRank = 40;

    private readonly RowSpace _space;
    private readonly int _n;

    /// <summary>An oracle for the samples X.</summary>
    /// <param name="x">X, n×d: a row for each sample; n, d ≥ 1. It is copied.</param>
    /// <exception cref="ArgumentException">X is empty or an entry is not finite.</exception>
    public CertifiedOracle(double[,] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        _n = x.GetLength(0);
        _space = RowSpace.Of(DenseRows.Of(x, nameof(x)), x.GetLength(1));
    }

    /// <summary>The rank r of X as the search sees it: the dimension in which it branches.</summary>
    public int Rank => _space.Rank;

    internal RowSpace Space => _space;

    /// <summary>Tries to prove μ(Z) ≤ threshold.</summary>
    /// <param name="z">Z, n×c, finite.</param>
    /// <param name="threshold">The bound to prove, finite and at least 0.</param>
    /// <param name="options">Limits; null for none.</param>
    /// <param name="progress">Told about ten times a second; may be called from several threads, one at a time.</param>
    /// <param name="cancellationToken">Ends the search with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>Whether it is proved, a bound that holds in any case, and directions that exceed the threshold.</returns>
    /// <exception cref="ArgumentException">Z has another number of rows than X or an entry that is not finite, or the threshold is negative or not finite.</exception>
    public OracleProof Prove(double[,] z, double threshold, OracleOptions? options = null,
        IProgress<OracleProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var flat = Check(z);
        if (!(threshold >= 0) || double.IsInfinity(threshold))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold must be finite and at least 0.");
        options ??= new OracleOptions();
        options.Validate();
        var c = z.GetLength(1);
        var rows = new ScaledRows(_space.Coordinates, flat, _space.Rank, c);
        var budget = new SearchBudget(options, threshold, progress, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();

        // μ ≤ ‖Q‖·μ_A + extra, so μ_A ≤ (threshold − extra)/‖Q‖, rounded down, is enough.
        var extra = ReductionError(flat, c);
        var inner = Rounded.DivideDown(Rounded.SubtractDown(threshold, extra), _space.Norm);
        var scaled = inner >= 0 ? rows.ToScaled(inner) : -1;
        // Where the trivial bound decides, there is nothing to search (and the search never meets a threshold above the sum of all norms).
        var trivial = ToData(rows, rows.TotalNorm, extra);
        if (trivial <= threshold || !(scaled > 0) || _space.Rank > MaxRank) return Result(trivial <= threshold, trivial, 0, [], budget);

        var searches = Search(rows, scaled, options, budget, cancellationToken, out var skipped);
        double open = skipped ? rows.TotalNorm : 0, best = 0;
        var violators = new List<Violator>();
        foreach (var search in searches)
        {
            open = Math.Max(open, search.OpenBound);
            best = Math.Max(best, search.BestValue);
            violators.AddRange(search.Violators);
        }

        var proved = open == 0;
        var bound = proved ? threshold : Math.Max(threshold, ToData(rows, open, extra));
        return Result(proved, bound, ToData(rows, best, 0), Best(violators, rows, options.MaxViolators), budget);
    }

    /// <summary>The best rigorous bound of μ(Z) to a relative tolerance, or the best that the limits allow.</summary>
    /// <param name="z">Z, n×c, finite.</param>
    /// <param name="relativeTolerance">
    /// The bound is to exceed the largest value found by at most this factor more than 1. In [1e-12, 1]; default 1e-9. What rounding does not allow to
    /// prove is left: the bound returned is then the weaker one proved before.
    /// </param>
    /// <param name="options">Limits for all runs together; null for none.</param>
    /// <param name="progress">As for <see cref="Prove"/>.</param>
    /// <param name="cancellationToken">As for <see cref="Prove"/>.</param>
    /// <returns>The bound; <see cref="OracleProof.Proved"/> says whether the tolerance was met.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Prove"/>, or the tolerance is out of range.</exception>
    public OracleProof Bound(double[,] z, double relativeTolerance = 1e-9, OracleOptions? options = null,
        IProgress<OracleProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (!(relativeTolerance is >= 1e-12 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(relativeTolerance), relativeTolerance, "The tolerance must lie in [1e-12, 1].");
        Check(z);
        return new OracleSharpening(this, z, relativeTolerance, options ?? new OracleOptions(), progress, cancellationToken).Run();
    }

    private static OracleProof Result(bool proved, double bound, double best, IReadOnlyList<Violator> violators, SearchBudget budget) => new()
    {
        Proved = proved,
        Bound = bound,
        BestValue = best,
        Violators = violators,
        Nodes = budget.Nodes,
        LimitReached = budget.Exhausted,
        Seconds = budget.Seconds,
    };

    private List<ConeSearch> Search(ScaledRows rows, double threshold, OracleOptions options, SearchBudget budget,
        CancellationToken cancellationToken, out bool skipped)
    {
        var orthants = 1L << _space.Rank;
        var capacity = (int)Math.Max(4, 2 * (long)options.MaxViolators / orthants);
        // Each orthant has its own share of the nodes, so that the result does not depend on which thread is faster.
        var nodes = options.NodeLimit is { } limit ? Math.Max(1, limit / orthants) : long.MaxValue;
        var searches = new ConeSearch?[Math.Min(orthants, 1 << 20)];
        // Where orthants outnumber what is kept, the rest is left to the trivial bound.
        var anySkipped = orthants > searches.Length;
        var threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
        Parallel.For(0, searches.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, orthant =>
        {
            if (budget.OutOfTime && searches.Length > 4096)
            {
                Volatile.Write(ref anySkipped, true);
                return;
            }

            var search = new ConeSearch(rows, threshold, capacity, nodes, budget);
            search.Run(orthant);
            search.Release();
            searches[orthant] = search;
        });
        skipped = anySkipped;
        return [.. searches.Where(search => search is not null).Select(search => search!)];
    }

    /// <summary>The best violators, none within about 0.8 degrees of a better one, in the coordinates of the data.</summary>
    private List<Violator> Best(List<Violator> violators, ScaledRows rows, int count)
    {
        violators.Sort((a, b) => b.Value.CompareTo(a.Value));
        var chosen = new List<Violator>();
        foreach (var violator in violators)
        {
            if (chosen.Count >= count) break;
            if (chosen.TrueForAll(other => Cosine(other.Direction, violator.Direction) < 1 - 1e-4)) chosen.Add(violator);
        }

        return chosen.ConvertAll(violator => new Violator(_space.ToOriginal(violator.Direction), rows.FromScaled(violator.Value)));
    }

    private static double Cosine(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (var j = 0; j < a.Length; j++) sum += a[j] * b[j];
        return sum;
    }

    private double ToData(ScaledRows rows, double scaledBound, double extra)
        => Rounded.AddUp(Rounded.MultiplyUp(_space.Norm, rows.FromScaled(scaledBound)), extra);

    /// <summary>Σ‖z_i‖‖e_i‖ rounded up.</summary>
    private double ReductionError(ReadOnlySpan<double> z, int c)
    {
        double sum = 0;
        for (var i = 0; i < _n; i++)
        {
            if (_space.RowError[i] == 0) continue;
            double square = 0;
            foreach (var entry in z.Slice(i * c, c)) square = Rounded.AddUp(square, Rounded.MultiplyUp(entry, entry));
            sum = Rounded.AddUp(sum, Rounded.MultiplyUp(Rounded.SqrtUp(square), _space.RowError[i]));
        }

        return sum;
    }

    private double[] Check(double[,] z)
    {
        ArgumentNullException.ThrowIfNull(z);
        if (z.GetLength(0) != _n) throw new ArgumentException($"Z has {z.GetLength(0)} rows; X has {_n}.", nameof(z));
        return DenseRows.Of(z, nameof(z));
    }
}
