using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// Projection onto the positive semidefinite cone of matrices that change slowly from one to the next and have few, say at most a tenth,
/// eigenvalues of one sign. Only those are computed, from the eigenvectors of the matrix before; from time to time, and whenever that is
/// not safe, the matrix is decomposed fully. Work space is kept; not thread-safe: one projector a sequence.
/// </summary>
/// <remarks>
/// <para>
/// With A = sX, s = ±1 such that A has r positive eigenvalues, r small, the vectors of the r positive and of the next few Ritz values are
/// kept. They are extrapolated from the last two matrices, filtered by a Chebyshev polynomial that damps [λ_min(A), the last Ritz value],
/// of a degree chosen from the errors seen so far, and the Ritz pairs of what they span are taken; again with the degree then needed, until
/// the estimated error is within the tolerance. P = Σ θvv' or X + Σ θvv' over the positive pairs.
/// </para>
/// <para>
/// Error. In a basis of the positive Ritz vectors and their complement, A = [Θ R'; R B]. P is the projection of diag(Θ, B) if B ⪯ 0, and
/// projections are nonexpansive, so the residuals cause at most √2‖R‖_F: that part of the estimate is a bound. Positive eigenvalues of B
/// are estimated from the other Ritz pairs (one lies within ‖Av − θv‖ of θ); the last vector is mixed with a random one at each step, so
/// that a new positive eigenvalue far from the vectors kept shows, at once if it is as large as half the spectrum's width, smaller ones
/// some steps later. That part is no bound: finish a run with <see cref="ProjectExactly"/>.
/// </para>
/// <para>
/// The matrix is decomposed fully when the positive Ritz values are all or all but one of those kept, or more than n/10; when filtered
/// vectors become dependent; when the estimate stays above the tolerance or more products with X would be needed than a full decomposition
/// costs; when a Ritz value lies below the spectrum supposed; after 60 partial steps; and below order 100. A call allocates only when the
/// number of vectors kept, a multiple of 8, changes. Results may depend on the number of threads by rounding, and are the same from run to
/// run.
/// </para>
/// </remarks>
public sealed class PartialPsdProjector
{
    /// <summary>Partial projections between two full ones, at most.</summary>
    public const int PartialStepsInTurn = 60;

    private const int MinOrder = 100, MaxRounds = 4, FirstDegree = 10, MinDegree = 4, MaxDegree = 40;

    /// <summary>What the estimate is aimed at, as a part of the tolerance.</summary>
    private const double Aim = 0.4;

    private readonly PsdProjector _full;
    private readonly RitzBasis _basis;
    private readonly double[] _matrix;
    private readonly WorkerTeam? _team;
    private bool _hasStart, _fromNegative;
    private int _rank, _steps, _degree = FirstDegree;
    private double _lower, _upper, _negligible;

    /// <summary>Allocates the work space, about 7n² doubles.</summary>
    /// <param name="order">n, the order of the matrices.</param>
    /// <param name="team">The threads; null for the calling one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is negative or above 16 384.</exception>
    public PartialPsdProjector(int order, WorkerTeam? team = null)
    {
        _full = new PsdProjector(order);
        _basis = new RitzBasis(order);
        _matrix = new double[order * order];
        _team = team;
    }

    /// <summary>n, the order of the matrices.</summary>
    public int Order => _full.Order;

    /// <summary>Forgets the eigenvectors: the next matrix has nothing to do with the last.</summary>
    public void Forget() => _hasStart = false;

    /// <summary>Projects X by a full decomposition, which is also where the next partial projections start from.</summary>
    /// <param name="triangle">X in the layout of <see cref="SymmetricVector"/>.</param>
    /// <param name="result">Receives the projection in the same layout and scaling; may be the same span as the triangle.</param>
    /// <param name="offDiagonalScale">
    /// The factor that off-diagonal entries carry: 1 when they are the matrix's, √2 in the orthonormal scaling.
    /// </param>
    /// <exception cref="ArgumentException">A span is too short, the factor is not positive, or an entry is NaN or infinite.</exception>
    public PartialProjection ProjectExactly(ReadOnlySpan<double> triangle, Span<double> result, double offDiagonalScale) =>
        ProjectFully(triangle, result, offDiagonalScale, FullProjectionReason.Requested, 0);

    /// <summary>Projects X, partially where that is safe.</summary>
    /// <param name="triangle">X in the layout of <see cref="SymmetricVector"/>.</param>
    /// <param name="result">Receives the projection in the same layout and scaling; may be the same span as the triangle.</param>
    /// <param name="offDiagonalScale">
    /// The factor that off-diagonal entries carry: 1 when they are the matrix's, √2 in the orthonormal scaling.
    /// </param>
    /// <param name="tolerance">The error accepted, ‖P − Π(X)‖_F relative to ‖X‖_F: at least 1e-13.</param>
    /// <param name="cancellation">Looked at before each round of products with X.</param>
    /// <exception cref="ArgumentException">A span is too short, the factor or the tolerance not positive, or an entry NaN or
    /// infinite.</exception>
    public PartialProjection Project(
        ReadOnlySpan<double> triangle, Span<double> result, double offDiagonalScale, double tolerance,
            CancellationToken cancellation = default)
    {
        if (!(tolerance >= 1e-13))
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance must be at least 1e-13.");
        int length = SymmetricVector.Length(Order), products = 0;
        var reason = FullProjectionReason.NoStart;
        if (_hasStart && triangle.Length >= length && result.Length >= length && offDiagonalScale > 0)
        {
            reason = ReasonAgainst(triangle[..length]);
            if (reason == FullProjectionReason.None)
            {
                SymmetricVector.Unpack(triangle, _matrix, Order, 1 / offDiagonalScale);
                double target = tolerance * Norm(triangle[..length], offDiagonalScale);
                reason = Refine(target, ref products, out double error, cancellation);
                if (reason == FullProjectionReason.None)
                {
                    Rebuild(triangle[..length], result[..length], offDiagonalScale);
                    var projection = new PartialProjection(reason, error, _rank, _fromNegative, products);
                    PrepareNext();
                    return projection;
                }
            }
        }
        return ProjectFully(triangle, result, offDiagonalScale, reason, products);
    }

    private static int Guards(int rank) => Math.Max(4, (3 * rank + 19) / 20);

    private static int Rows(int rank) => (rank + Guards(rank) + 7) / 8 * 8;

    private FullProjectionReason ReasonAgainst(ReadOnlySpan<double> triangle)
    {
        if (_steps >= PartialStepsInTurn)
            return FullProjectionReason.Schedule;
        // Also NaN, which the full projection refuses.
        return Math.Abs(TensorPrimitives.MaxMagnitude(triangle)) is > 1e-100 and < 1e100 ? FullProjectionReason.None
            : FullProjectionReason.Scale;
    }

    /// <summary>Filters until the estimated error is within the target.</summary>
    private FullProjectionReason Refine(double target, ref int products, out double error, CancellationToken cancellation)
    {
        int degree = _degree, filtered = 0, k = _basis.Count;
        error = double.NaN;
        for (int round = 0; round < MaxRounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (products + degree + 1 > 12 + 1.5 * Order / k)
                return FullProjectionReason.Accuracy;
            products += degree + 1;
            filtered += degree;
            if (!_basis.TryRefine(_matrix, _fromNegative ? -1 : 1, degree, _lower, _upper, _team))
                return FullProjectionReason.Dependence;
            if (_basis.Values[k - 1] < _lower)
                return FullProjectionReason.SpectrumBound;
            _rank = 0;
            while (_rank < k && _basis.Values[_rank] > _negligible)
                _rank++;
            if (_rank > k - 2 || _rank > Order / 10)
                return FullProjectionReason.Rank;
            error = EstimateError();
            double change = Math.Log(Math.Max(error / (Aim * target), 1e-3)) / DampingPerDegree();
            _upper = UpperBound(_basis.Values[k - 2]);
            if (error <= target)
            {
                _degree = Math.Clamp(filtered + (int)Math.Clamp(Math.Ceiling(change), -2, 2), MinDegree, MaxDegree);
                return FullProjectionReason.None;
            }
            degree = double.IsFinite(error) ? (int)Math.Ceiling(Math.Min(change, MaxDegree)) : 2 * MinDegree;
        }
        return FullProjectionReason.Accuracy;
    }

    /// <summary>
    /// √2 ‖R‖_F for the pairs wanted and, for the others, how far above zero an eigenvalue near their value might be. A vector far from all
    /// eigenvectors says nothing; that the first one not wanted does is a condition, else the estimate is infinite.
    /// </summary>
    private double EstimateError()
    {
        double squares = 0, informative = 0.05 * (_upper - _lower);
        for (int i = 0; i < _basis.Count; i++)
        {
            double value = _basis.Values[i], residual = _basis.Residuals[i], part = 0;
            if (i < _rank)
                part = Math.Sqrt(2) * residual;
            else if (residual <= informative)
                part = Math.Max(0, value + residual);
            else if (i == _rank)
                return double.PositiveInfinity;
            squares += part * part;
        }
        return Math.Sqrt(squares);
    }

    /// <summary>ln of the factor by which one more degree reduces the error of the pair wanted that converges most slowly.</summary>
    private double DampingPerDegree()
    {
        double center = 0.5 * (_lower + _upper), half = 0.5 * (_upper - _lower), value = _rank > 0 ? _basis.Values[_rank - 1] : 0;
        return Math.Acosh(Math.Max((value - center) / half, 1.02));
    }

    /// <summary>The upper end of the interval that is damped: an eigenvalue not wanted, but not too near the lower end.</summary>
    private double UpperBound(double value) => Math.Clamp(value, 0.9 * _lower, 0);

    private void Rebuild(ReadOnlySpan<double> triangle, Span<double> result, double offDiagonalScale)
    {
        if (_rank > 0)
        {
            _basis.AddTo(_matrix, _rank, _fromNegative ? 1 : 0);
            SymmetricVector.Pack(_matrix, result, Order, offDiagonalScale);
        }
        else if (_fromNegative)
            triangle.CopyTo(result);
        else
            result.Clear();
    }

    private void PrepareNext()
    {
        _steps++;
        _basis.Resize(Rows(_rank));
        _basis.Extrapolate(_rank);
        _basis.Disturb(_basis.Count - 1);
    }

    private PartialProjection ProjectFully(
        ReadOnlySpan<double> triangle, Span<double> result, double offDiagonalScale, FullProjectionReason reason, int products)
    {
        bool hadStart = _hasStart, wasFromNegative = _fromNegative;
        _hasStart = false;
        _full.Project(triangle, result, offDiagonalScale);
        ReadOnlySpan<double> values = _full.Eigenvalues;
        int n = Order, negative = 0, positive = 0;
        _negligible = n == 0 ? 0 : n * 2.2e-16 * Math.Max(Math.Abs(values[0]), Math.Abs(values[^1]));
        while (negative < n && values[negative] < -_negligible)
            negative++;
        while (positive < n && values[n - 1 - positive] > _negligible)
            positive++;
        _fromNegative = negative < positive;
        _rank = Math.Min(negative, positive);
        if (n >= MinOrder && _rank <= n / 10 && Math.Max(negative, positive) > 0 && _negligible is > 1e-110 and < 1e100)
            Start(values, hadStart && wasFromNegative == _fromNegative && reason != FullProjectionReason.Dependence);
        return new PartialProjection(reason, 0, _rank, _fromNegative, products);
    }

    /// <summary>
    /// Takes the eigenvectors of the side with fewer eigenvalues from the full decomposition, and beside them the vectors there were or
    /// random ones.
    /// </summary>
    private void Start(ReadOnlySpan<double> values, bool keepOthers)
    {
        int n = Order, k = Rows(_rank), kept = keepOthers ? _basis.Count : 0;
        double sign = _fromNegative ? -1 : 1;
        _basis.Resize(k);
        for (int i = 0; i < k; i++)
        {
            int index = _fromNegative ? i : n - 1 - i;
            _basis.Values[i] = sign * values[index];
            ReadOnlySpan<double> vector = i < _rank ? _full.Eigenvector(index) : default;
            if (!vector.IsEmpty)
                _basis.SetRow(i, vector);
            else if (i >= kept)
                _basis.Randomize(i);
        }
        double smallest = _fromNegative ? -values[n - 1] : values[0];
        _lower = 1.1 * smallest;
        _upper = UpperBound(_basis.Values[k - 1]);
        _steps = 0;
        _degree = FirstDegree;
        _hasStart = true;
    }

    private static double Norm(ReadOnlySpan<double> triangle, double offDiagonalScale)
    {
        double all = TensorPrimitives.SumOfSquares(triangle), diagonal = 0;
        for (int e = 0, j = 2; e < triangle.Length; e += j, j++)
            diagonal += triangle[e] * triangle[e];
        return Math.Sqrt(diagonal + 2 / (offDiagonalScale * offDiagonalScale) * (all - diagonal));
    }
}
