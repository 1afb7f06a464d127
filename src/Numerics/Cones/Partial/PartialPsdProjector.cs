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
/// kept. They are extrapolated from the last two matrices; the Ritz pairs of what they span are taken, filtered by a Chebyshev polynomial
/// that damps [λ_min(A), the last Ritz value but one], of the degree that their errors ask for, and taken again, until the estimated
/// error
/// is within the tolerance. P = Σ θvv' or X + Σ θvv' over the positive pairs. Ritz pairs and their residuals are computed in double
/// precision, what the filter changes in single precision, which costs no accuracy.
/// </para>
/// <para>
/// Error. In a basis of the positive Ritz vectors and their complement, A = [Θ R'; R B]. If B ⪯ μ &lt; 0, P is wrong by √2 ‖r‖ θ/(θ − μ)
/// for each pair, to first order; μ is taken from the other Ritz pairs. Positive eigenvalues of B are estimated from these pairs, too.
/// The
/// last vector is mixed with a random one at each step and does not count, so that a new positive eigenvalue far from the vectors kept
/// shows: at once if it is as large as half the spectrum's width, smaller ones some steps later. Since none of this is a bound, finish
/// a run
/// with <see cref="ProjectExactly"/>.
/// </para>
/// <para>
/// In an iteration, an error of a hundredth of the change from one matrix to the next is as good as none, and takes four or five
/// products.
/// </para>
/// <para>
/// The matrix is decomposed fully when the positive Ritz values are all or all but one of those kept, or more than n/10; when filtered
/// vectors become dependent; when the estimate stays above the tolerance or more products with X would be needed than a full
/// decomposition
/// costs; when a Ritz value lies below the spectrum supposed; when the norm has changed a millionfold; after 60 partial steps; and below
/// order 100. Calls do not allocate. Results may depend on the number of threads by rounding, and are the same from run to run.
/// </para>
/// </remarks>
public sealed class PartialPsdProjector
{
    /// <summary>Partial projections between two full ones, at most.</summary>
    public const int PartialStepsInTurn = 60;

    private const int MinOrder = 100, MaxRounds = 5, LeastDegree = 2, MinDegree = 4, SpareVectors = 2, MaxDegree = 40;

    /// <summary>
    /// What the estimate is aimed at, and what is accepted, as parts of the tolerance: an estimate to first order falls short by up to a quarter.
    /// </summary>
    private const double Aim = 0.6, Accepted = 0.7;

    /// <summary>
    /// The largest ratio by which a filter may enlarge one vector more than another before rounding errors drown the other.
    /// </summary>
    private const double LargestGrowth = 1e13;

    /// <summary>The least width of the interval that is damped, about relative to the largest eigenvalue.</summary>
    private const double LeastWidth = 1e-8;

    private readonly PsdProjector _full;
    private readonly SymmetricPanels _matrix;
    private readonly RitzBasis _basis;
    private readonly LowRankRebuild _rebuild;
    private bool _hasStart, _fromNegative;
    private int _rank, _steps;
    private double _unit, _lower, _upper, _negligible;

    /// <summary>Allocates the work space, about 10n² doubles.</summary>
    /// <param name="order">n, the order of the matrices.</param>
    /// <param name="team">The threads; null for the calling one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is negative or above 16 384.</exception>
    public PartialPsdProjector(int order, WorkerTeam? team = null) : this(new PsdProjector(order, team), team) { }

    /// <summary>Allocates the work space beside that of a projector for full decompositions, about 3n² doubles.</summary>
    /// <param name="full">Decomposes fully, whenever that is done; may be used for other matrices in between.</param>
    /// <param name="team">The threads; null for the calling one.</param>
    public PartialPsdProjector(PsdProjector full, WorkerTeam? team = null)
    {
        ArgumentNullException.ThrowIfNull(full);
        _full = full;
        int order = full.Order, partialOrder = order < MinOrder ? 0 : order;
        int capacity = partialOrder == 0 ? 0 : Rows(order / 10);
        _matrix = new SymmetricPanels(partialOrder, team);
        _basis = new RitzBasis(partialOrder, capacity, team);
        _rebuild = new LowRankRebuild(partialOrder, capacity, team);
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
    /// <param name="cancellation">Checked many times in the course of the work; the result is then unspecified.</param>
    /// <exception cref="ArgumentException">A span is too short, the factor is not positive, or an entry is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public PartialProjection ProjectExactly(
        ReadOnlySpan<double> triangle, Span<double> result, double offDiagonalScale, CancellationToken cancellation = default) =>
        ProjectFully(triangle, result, offDiagonalScale, FullProjectionReason.Requested, 0, cancellation);

    /// <summary>Projects X, partially where that is safe.</summary>
    /// <param name="triangle">X in the layout of <see cref="SymmetricVector"/>.</param>
    /// <param name="result">Receives the projection in the same layout and scaling; may be the same span as the triangle.</param>
    /// <param name="offDiagonalScale">
    /// The factor that off-diagonal entries carry: 1 when they are the matrix's, √2 in the orthonormal scaling.
    /// </param>
    /// <param name="tolerance">The error accepted, ‖P − Π(X)‖_F relative to ‖X‖_F: at least 1e-13.</param>
    /// <param name="cancellation">Looked at before each round of products with X, and in the course of a full decomposition.</param>
    /// <exception cref="ArgumentException">A span is too short, the factor or the tolerance not positive, or an entry NaN or
    /// infinite.</exception>
    public PartialProjection Project(
        ReadOnlySpan<double> triangle, Span<double> result, double offDiagonalScale, double tolerance,
        CancellationToken cancellation = default)
    {
        if (!(tolerance >= 1e-13))
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance must be at least 1e-13.");
        return Project(triangle, result, offDiagonalScale, tolerance, 0, cancellation);
    }

    /// <summary>
    /// Projects X partially with one filter of a given degree, where that is safe: the error is what it then is, and is reported. More
    /// are used only while the vectors kept tell nothing of the first eigenvalue of the other sign, as right after a full decomposition.
    /// </summary>
    /// <param name="triangle">X in the layout of <see cref="SymmetricVector"/>.</param>
    /// <param name="result">Receives the projection in the same layout and scaling; may be the same span as the triangle.</param>
    /// <param name="offDiagonalScale">
    /// The factor that off-diagonal entries carry: 1 when they are the matrix's, √2 in the orthonormal scaling.
    /// </param>
    /// <param name="degree">The degree of the filter, which takes one more product with X than that; at least 2. Below 4, new
    /// eigenvalues of the sign kept are noticed later.</param>
    /// <param name="cancellation">Looked at before the products with X, and in the course of a full decomposition.</param>
    /// <exception cref="ArgumentException">A span is too short, the factor is not positive, the degree is below 2, or an entry is NaN or
    /// infinite.</exception>
    public PartialProjection ProjectInexactly(
        ReadOnlySpan<double> triangle, Span<double> result, double offDiagonalScale, int degree, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, LeastDegree);
        return Project(triangle, result, offDiagonalScale, double.MaxValue, degree, cancellation);
    }

    private PartialProjection Project(
        ReadOnlySpan<double> triangle, Span<double> result, double offDiagonalScale, double tolerance, int degree,
        CancellationToken cancellation)
    {
        int length = SymmetricVector.Length(Order), products = 0;
        var reason = FullProjectionReason.NoStart;
        // What is wrong with the arguments, the full projection says.
        if (_hasStart && triangle.Length >= length && result.Length >= length && offDiagonalScale is > 0 and < double.PositiveInfinity)
        {
            double size = Norm(triangle[..length], offDiagonalScale) / Math.Abs(_unit);
            reason = ReasonAgainst(size);
            if (reason == FullProjectionReason.None)
            {
                _matrix.Set(triangle, 1 / _unit, 1 / offDiagonalScale);
                reason = Refine(tolerance * size, degree, ref products, out double error, cancellation);
                if (reason == FullProjectionReason.None)
                {
                    Rebuild(triangle[..length], result[..length], offDiagonalScale);
                    var projection = new PartialProjection(reason, error * Math.Abs(_unit), _rank, _fromNegative, products);
                    PrepareNext();
                    return projection;
                }
            }
        }
        return ProjectFully(triangle, result, offDiagonalScale, reason, products, cancellation);
    }

    private FullProjectionReason ReasonAgainst(double size)
    {
        if (_steps >= PartialStepsInTurn)
            return FullProjectionReason.Schedule;
        // Also NaN, which the full projection refuses.
        return size is > 1e-6 and < 1e6 ? FullProjectionReason.None : FullProjectionReason.Scale;
    }

    private static int Rows(int rank) => rank + Math.Max(4, (3 * rank + 19) / 20);

    /// <summary>Filters, at least once, until the estimated error is within the target.</summary>
    /// <param name="target">The error accepted, in the unit.</param>
    /// <param name="firstDegree">The degree of the first filter; 0 to choose it.</param>
    /// <param name="products">Counts the products with X.</param>
    /// <param name="error">The estimate, in the unit.</param>
    /// <param name="cancellation">Looked at before each product in double precision.</param>
    private FullProjectionReason Refine(double target, int firstDegree, ref int products, out double error, CancellationToken cancellation)
    {
        int k = _basis.Count;
        error = double.NaN;
        for (int round = 0; round < MaxRounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            products++;
            if (!_basis.TryRotate(_matrix))
                return FullProjectionReason.Dependence;
            if (_basis.Values[k - 1] < _lower)
                return FullProjectionReason.SpectrumBound;
            _rank = 0;
            while (_rank < k && _basis.Values[_rank] > _negligible)
                _rank++;
            if (_rank > k - 2 || _rank > Order / 10)
                return FullProjectionReason.Rank;
            error = EstimateError();
            if (round > 0 && double.IsFinite(error) && error <= Accepted * target)
                return FullProjectionReason.None;
            _upper = UpperBound(_basis.Values[k - 2]);
            int degree = round == 0 && firstDegree > 0 ? Math.Min(firstDegree, MostDegree()) : DegreeFor(target);
            if (products + degree > 12 + 1.5 * Order / k)
                return FullProjectionReason.Accuracy;
            products += degree - 1;
            _basis.Filter(_matrix, degree, _lower, _upper);
        }
        return FullProjectionReason.Accuracy;
    }

    /// <summary>
    /// The norm of what residuals cause to first order, √2 ‖r‖ θ/(θ − μ) for pairs wanted when the eigenvalues outside the space are
    /// below μ; and, for the others, how far above zero an eigenvalue near their value might be. A vector far from all eigenvectors
    /// says nothing; that the first one not wanted does is a condition, else the estimate is infinite. The last one, mixed with a
    /// random one, does not count.
    /// </summary>
    private double EstimateError()
    {
        double squares = 0, informative = Informative();
        for (int i = 0; i < _basis.Count - 1; i++)
        {
            double value = _basis.Values[i], residual = _basis.Residuals[i], part = 0;
            if (i < _rank)
                part = WantedError(i);
            else if (residual <= informative)
                part = Math.Max(0, value + (residual < -_upper ? residual * residual / -_upper : residual));
            else if (i == _rank)
                return double.PositiveInfinity;
            squares += part * part;
        }
        return Math.Sqrt(squares);
    }

    private double Informative() => 0.05 * (_upper - _lower);

    private double WantedError(int i) => Math.Sqrt(2) * _basis.Residuals[i] * _basis.Values[i] / (_basis.Values[i] - _upper);

    /// <summary>The degree at which the filter is expected to bring the errors of the pairs wanted to the target together.</summary>
    private int DegreeFor(double target)
    {
        double center = 0.5 * (_lower + _upper), half = 0.5 * (_upper - _lower);
        int most = MostDegree(), degree = MinDegree;
        for (; degree < most; degree++)
        {
            double squares = 0;
            for (int i = 0; i < _rank; i++)
            {
                double damping = 2 * Math.Exp(-degree * Growth((_basis.Values[i] - center) / half));
                squares += Math.Pow(damping * WantedError(i), 2);
            }
            if (Math.Sqrt(squares) <= Aim * target)
                break;
        }
        return Math.Min(degree, most);
    }

    /// <summary>The degree at which the fastest growing vector begins to drown the others.</summary>
    private int MostDegree()
    {
        double center = 0.5 * (_lower + _upper), half = 0.5 * (_upper - _lower);
        return (int)Math.Clamp(Math.Log(LargestGrowth) / Growth((_basis.Values[0] - center) / half), LeastDegree, MaxDegree);
    }

    /// <summary>ln of the factor by which a Chebyshev polynomial grows a degree at x, a little above 1 at least.</summary>
    private static double Growth(double x) => Math.Acosh(Math.Max(x, 1.02));

    /// <summary>The upper end of the interval that is damped: an eigenvalue not wanted, but not too near the lower end.</summary>
    private double UpperBound(double value) => Math.Clamp(value, 0.9 * _lower, 0);

    private void Rebuild(ReadOnlySpan<double> triangle, Span<double> result, double offDiagonalScale)
    {
        if (_rank > 0)
            _rebuild.Run(
                _basis.Vectors, _basis.Values[.._rank], Math.Abs(_unit), _fromNegative ? triangle : default, result, offDiagonalScale);
        else if (_fromNegative)
            triangle.CopyTo(result);
        else
            result.Clear();
    }

    /// <summary>
    /// Keeps some vectors more than are needed rather than to lose them and start with random ones when the rank grows again.
    /// </summary>
    private void ResizeFor(int rank) =>
        _basis.Resize(Math.Clamp(_basis.Count, Rows(rank), Math.Min(Rows(rank) + SpareVectors, Rows(Order / 10))));

    private void PrepareNext()
    {
        _steps++;
        ResizeFor(_rank);
        _basis.Extrapolate(_rank);
        _basis.Disturb(_basis.Count - 1);
    }

    private PartialProjection ProjectFully(
        ReadOnlySpan<double> triangle, Span<double> result, double offDiagonalScale, FullProjectionReason reason, int products,
        CancellationToken cancellation)
    {
        bool hadStart = _hasStart, wasFromNegative = _fromNegative;
        _hasStart = false;
        _full.Project(triangle, result, offDiagonalScale, cancellation);
        ReadOnlySpan<double> values = _full.Eigenvalues;
        int n = Order, negative = 0, positive = 0;
        _negligible = n == 0 ? 0 : n * 2.2e-16 * Math.Max(Math.Abs(values[0]), Math.Abs(values[^1]));
        while (negative < n && values[negative] < -_negligible)
            negative++;
        while (positive < n && values[n - 1 - positive] > _negligible)
            positive++;
        _fromNegative = negative < positive;
        _rank = Math.Min(negative, positive);
        double largest = n == 0 ? 0 : Math.Max(Math.Abs(values[0]), Math.Abs(values[^1]));
        if (n >= MinOrder && _rank <= n / 10 && largest is > 1e-100 and < 1e100)
            Start(values, largest, hadStart && wasFromNegative == _fromNegative && reason != FullProjectionReason.Dependence);
        return new PartialProjection(reason, 0, _rank, _fromNegative, products);
    }

    /// <summary>
    /// Takes the eigenvectors of the side with fewer eigenvalues from the full decomposition, and beside them the vectors there were or
    /// random ones.
    /// </summary>
    private void Start(ReadOnlySpan<double> values, double largest, bool keepsOthers)
    {
        int n = Order;
        _unit = (_fromNegative ? -1 : 1) * Math.ScaleB(1, Math.ILogB(largest));
        _negligible /= Math.Abs(_unit);
        if (!keepsOthers)
        {
            _basis.ForgetChange();
            _basis.Resize(0);
        }
        ResizeFor(_rank);
        for (int i = 0; i < _rank; i++)
            _full.Eigenvector(_fromNegative ? i : n - 1 - i).CopyTo(_basis.Row(i));
        _lower = Math.Min(1.1 * (_fromNegative ? values[n - 1] : values[0]) / _unit, -LeastWidth);
        _upper = UpperBound(values[_fromNegative ? _rank : n - 1 - _rank] / _unit);
        _steps = 0;
        _hasStart = true;
        _basis.Extrapolate(_rank);
    }

    private static double Norm(ReadOnlySpan<double> triangle, double offDiagonalScale)
    {
        double all = TensorPrimitives.SumOfSquares(triangle), diagonal = 0;
        for (int e = 0, j = 2; e < triangle.Length; e += j, j++)
            diagonal += triangle[e] * triangle[e];
        return Math.Sqrt(diagonal + 2 / (offDiagonalScale * offDiagonalScale) * (all - diagonal));
    }
}
