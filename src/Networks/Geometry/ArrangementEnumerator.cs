using System.Numerics;

namespace Copositive.Networks;

/// <summary>
/// Lists the full-dimensional cells of the central arrangement {u : x_i·u = 0}, i = 1..n, of the rows of a data matrix: the cones
/// K = {u : (2D − I)Xu ≥ 0} over all achievable patterns D of active rows. Their union is R^d.
/// </summary>
/// <remarks>
/// <para>
/// The method is a depth-first double description: 2^r simplicial cones of r independent hyperplanes (half of them, the others being
/// their negatives) are split by a hyperplane that meets their interior until none does. Every split is of a full-dimensional cone into
/// two, so there are exactly as many splits as cells, no dead ends and no linear programs; extreme rays and facets come with each cell.
/// </para>
/// <para>
/// All decisions are exact for the doubles given: rows become integer vectors, rays are integer vectors, and the side of a hyperplane on
/// which a ray lies is decided in doubles only where the rounding error cannot change it. Degenerate data (zero, parallel, opposite and
/// dependent rows, rank below d) needs no tolerance.
/// </para>
/// <para>The order of the cells depends on the data alone. Instances are immutable and safe to share between threads.</para>
/// </remarks>
public sealed class ArrangementEnumerator
{
    private readonly TrainingData _data;
    private readonly HyperplaneClasses _classes;
    private readonly ArrangementFrame _frame;

    /// <summary>Finds the distinct hyperplanes and their rank, exactly.</summary>
    /// <param name="data">The data; only its inputs matter.</param>
    public ArrangementEnumerator(TrainingData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        _data = data;
        _classes = HyperplaneClasses.Of(data.X, data.Samples, data.Features);
        _frame = ArrangementFrame.Of(_classes, data.Features);
    }

    /// <summary>The number of distinct hyperplanes: zero rows define none, and parallel or opposite rows the same.</summary>
    public int HyperplaneCount => _classes.Count;

    /// <summary>The exact rank of the inputs as given.</summary>
    public int Rank => _frame.Rank;

    /// <summary>
    /// The largest number of cells that so many hyperplanes of this rank can have, attained in general position: see
    /// <see cref="MaximumCells"/>.
    /// </summary>
    public BigInteger CellBound => MaximumCells(HyperplaneCount, Rank);

    /// <summary>
    /// 2 Σ_{k&lt;r} C(n − 1, k), the number of cells of n central hyperplanes in general position of rank r; 1 for n = 0.
    /// </summary>
    /// <param name="hyperplanes">n, at least 0.</param>
    /// <param name="rank">r, from 0 to n.</param>
    public static BigInteger MaximumCells(int hyperplanes, int rank)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hyperplanes);
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, hyperplanes);
        if (hyperplanes == 0) return BigInteger.One;
        var sum = BigInteger.Zero;
        var binomial = BigInteger.One;
        for (var k = 0; k < rank; k++)
        {
            sum += binomial;
            binomial = binomial * (hyperplanes - 1 - k) / (k + 1);
        }
        return 2 * sum;
    }

    /// <summary>All cells, one at a time. Data without a nonzero row has a single cell, all of R^d.</summary>
    /// <param name="limit">The largest <see cref="CellBound"/> accepted, at least 1.</param>
    /// <param name="cancellationToken">Stops the listing between two cells.</param>
    /// <exception cref="ArrangementLimitException">There may be more cells than the limit; thrown by this call, before the first
    /// cell.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while listing.</exception>
    public IEnumerable<Arrangement> Enumerate(long limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        if (CellBound > limit) throw new ArrangementLimitException(HyperplaneCount, Rank, CellBound, limit);
        return Rank == 0 ? [new Arrangement(_data, _classes, _frame, [])] : Cells(cancellationToken);
    }

    private IEnumerable<Arrangement> Cells(CancellationToken cancellationToken)
    {
        var directions = IntegerElimination.InverseDirections(Array.ConvertAll(_frame.Basis, h => _frame.Normals[h]));
        var positive = Array.ConvertAll(directions, direction => ArrangementRay.Create(direction, _frame));
        var negative = Array.ConvertAll(positive, ray => ray.Opposite(_frame));
        var pending = new Stack<ArrangementNode>();
        var valid = new ulong[_frame.Words];

        // Orthants of the basis are numbered by the signs of rays 1..r−1; ray 0 stays positive. Beyond 2⁶² of them no listing ends.
        for (long orthant = 0; orthant < 1L << Math.Min(62, Rank - 1); orthant++)
        {
            var rays = new ArrangementRay[Rank];
            for (var k = 0; k < rays.Length; k++) rays[k] = k > 0 && (orthant >> (k - 1) & 1) != 0 ? negative[k] : positive[k];
            pending.Push(new ArrangementNode(rays));
            while (pending.TryPop(out var node))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var cut = node.FirstCut(_frame, valid);
                if (cut >= 0)
                {
                    var (above, below) = node.Split(cut, valid, _frame);
                    pending.Push(below);
                    pending.Push(above);
                    continue;
                }
                yield return new Arrangement(_data, _classes, _frame, node.Rays);
                yield return new Arrangement(_data, _classes, _frame, Array.ConvertAll(node.Rays, ray => ray.Opposite(_frame)));
            }
        }
    }
}
