using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// Projection onto the cone of doubly nonnegative matrices, semidefinite and entrywise nonnegative, and onto its dual, the sums of a
/// semidefinite and a nonnegative matrix. Work space and the last multiplier, from which the next projection starts, are kept; not
/// thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// min ½‖X − A‖² over X ⪰ 0, X ≥ 0 has the dual min ½‖Π(A + Z)‖² over Z ≥ 0, with Π the projection onto the semidefinite cone:
/// differentiable, with gradient X = Π(A + Z), the projection sought, and of Lipschitz constant 1. Z and X are optimal when min(X, Z) = 0
/// in each entry.
/// </para>
/// <para>
/// Projected gradient steps Z ← (Z − X)₊, accelerated and restarted where they cease to descend (O'Donoghue and Candès 2015), come in
/// blocks; after each, semismooth Newton steps on min(X, Z) = 0 are tried: on the entries with Z &gt; X, Π'(A + Z)[D] = −X by
/// conjugate gradients; on the others Z + D = 0 (as in Qi and Sun 2006). A Newton step is taken if it halves ‖min(X, Z)‖.
/// </para>
/// </remarks>
public sealed class DnnProjector
{
    private const int FirstBlock = 10, LargestBlock = 160, MaxConjugateGradients = 60;

    /// <summary>A multiplier of a matrix so many binary orders larger or smaller is no use as a start, and might overflow.</summary>
    private const int RelatedOrders = 100;

    private readonly SymmetricEigensolver _eigensolver;
    private readonly WorkerTeam? _team;
    private readonly PsdProjectionDerivative<double> _derivative;
    private readonly double[] _matrix, _vectors, _values, _scaled;
    private readonly double[] _a, _x, _z, _trial, _step, _residual, _direction, _image;
    private int _decompositions, _exponent;

    /// <summary>Allocates the work space, about 17n² doubles.</summary>
    /// <param name="order">n, the order of the matrices.</param>
    /// <param name="team">
    /// The threads that share the work on large matrices; null for the calling one. Results depend on their number by rounding only.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The order is negative or above 16 384.</exception>
    public DnnProjector(int order, WorkerTeam? team = null)
    {
        _team = team;
        _eigensolver = new SymmetricEigensolver(order, team);
        _derivative = new PsdProjectionDerivative<double>(order, team);
        int square = order * order, length = SymmetricVector.Length(order);
        (_matrix, _vectors, _scaled, _values) = (new double[square], new double[square], new double[square], new double[order]);
        (_a, _x, _z, _trial) = (new double[length], new double[length], new double[length], new double[length]);
        (_step, _residual, _direction, _image) = (new double[length], new double[length], new double[length], new double[length]);
    }

    /// <summary>n, the order of the matrices.</summary>
    public int Order => _eigensolver.Order;

    /// <summary>Forgets the multiplier: the next projection starts from Z = 0.</summary>
    public void Forget() => _z.AsSpan().Clear();

    /// <summary>The nearest doubly nonnegative matrix X, semidefinite up to rounding and nonnegative up to the tolerance.</summary>
    /// <param name="triangle">A in the layout of <see cref="SymmetricVector"/>.</param>
    /// <param name="result">Receives X in the same layout and scaling; may be the same span as the triangle.</param>
    /// <param name="offDiagonalScale">
    /// The factor that off-diagonal entries carry: 1 when they are the matrix's, √2 in the orthonormal scaling.
    /// </param>
    /// <param name="tolerance">For ‖min(X, Z)‖ relative to ‖A‖, at least 1e-14.</param>
    /// <param name="maxDecompositions">
    /// At least 1. After so many eigendecompositions, or two more, the X reached is returned.
    /// </param>
    /// <param name="cancellation">Looked at many times in each eigendecomposition. The result is then unspecified.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    /// <exception cref="ArgumentException">
    /// A span is too short, the factor not positive, the tolerance or the limit too small, or an entry is NaN or infinite.
    /// </exception>
    public DnnProjection Project(
        ReadOnlySpan<double> triangle, Span<double> result, double offDiagonalScale, double tolerance = 1e-10, int maxDecompositions = 2000,
        CancellationToken cancellation = default)
    {
        CheckLimits(tolerance, maxDecompositions);
        Read(triangle, result.Length, offDiagonalScale, 1);
        DnnProjection projection = Solve(tolerance, maxDecompositions, cancellation);
        Write(result, offDiagonalScale);
        return projection;
    }

    /// <summary>
    /// The nearest sum of a semidefinite and a nonnegative matrix, by Moreau's decomposition A + Π_DNN(−A). Arguments and reports are those
    /// of <see cref="Project"/> for −A.
    /// </summary>
    public DnnProjection ProjectDual(
        ReadOnlySpan<double> triangle, Span<double> result, double offDiagonalScale, double tolerance = 1e-10, int maxDecompositions = 2000,
        CancellationToken cancellation = default)
    {
        CheckLimits(tolerance, maxDecompositions);
        Read(triangle, result.Length, offDiagonalScale, -1);
        DnnProjection projection = Solve(tolerance, maxDecompositions, cancellation);
        TensorPrimitives.Subtract(_x, _a, _x);
        Write(result, offDiagonalScale);
        return projection;
    }

    private static void CheckLimits(double tolerance, int maxDecompositions)
    {
        if (!(tolerance >= 1e-14))
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance must be at least 1e-14.");
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDecompositions, 1);
    }

    private DnnProjection Solve(double tolerance, int maxDecompositions, CancellationToken cancellation)
    {
        double norm = EuclideanNorm.Of(_a), error;
        _decompositions = 0;
        if (norm == 0)
        {
            _x.AsSpan().Clear();
            return new DnnProjection(true, 0, 0, 0, 0);
        }
        error = Evaluate(_z, EigenvectorSelection.SmallerSign, cancellation);
        for (int steps = FirstBlock; error > tolerance * norm && _decompositions < maxDecompositions;
            steps = Math.Min(2 * steps, LargestBlock))
        {
            Accelerate(Math.Min(steps, maxDecompositions - _decompositions), cancellation);
            error = Evaluate(_z, EigenvectorSelection.All, cancellation);
            while (error > tolerance * norm && _decompositions < maxDecompositions)
            {
                FindNewtonStep(error / norm);
                TensorPrimitives.Add(_z, _step, _trial);
                TensorPrimitives.Max(_trial, 0.0, _trial);
                double trialError = Evaluate(_trial, EigenvectorSelection.All, cancellation);
                if (!(trialError <= 0.5 * error))
                {
                    if (_decompositions >= maxDecompositions)
                        error = Evaluate(_z, EigenvectorSelection.SmallerSign, cancellation);
                    break;
                }
                _trial.CopyTo(_z, 0);
                error = trialError;
            }
        }
        return new DnnProjection(
            error <= tolerance * norm, error / norm, NonnegativeOrthant.Distance(_x) / norm,
            Math.Abs(TensorPrimitives.Dot(_x, _z)) / (norm * norm), _decompositions);
    }

    /// <summary>
    /// X ← Π(A + Z), by the eigenvectors selected, which include those of the sign with fewer eigenvalues; returns ‖min(X, Z)‖.
    /// </summary>
    private double Evaluate(double[] z, EigenvectorSelection selection, CancellationToken cancellation)
    {
        _decompositions++;
        int n = Order, negative = 0, positive = 0;
        TensorPrimitives.Add(_a, z, _x);
        SymmetricVector.Unpack(_x, _matrix, n, Math.Sqrt(0.5));
        _eigensolver.DecomposePart(_matrix, _values, _vectors, selection, cancellation);
        while (negative < n && _values[negative] < 0)
            negative++;
        while (positive < n - negative && _values[n - 1 - positive] > 0)
            positive++;
        bool fromPositive = positive <= negative;
        int first = fromPositive ? n - positive : 0, end = fromPositive ? n : negative;
        for (int k = first; k < end; k++)
            TensorPrimitives.Multiply(_vectors.AsSpan(k * n, n), Math.Sqrt(Math.Abs(_values[k])), _scaled.AsSpan(k * n, n));
        Gemm.SyrkLower(n, end - first, 1, _scaled.AsSpan(first * n), n, true, fromPositive ? 0 : 1, _matrix, n, _team);
        SymmetricVector.Pack(_matrix, _x, n, Math.Sqrt(2));
        TensorPrimitives.Min(_x, z, _image);
        return EuclideanNorm.Of(_image);
    }

    /// <summary>Accelerated projected gradient steps from Z.</summary>
    private void Accelerate(int steps, CancellationToken cancellation)
    {
        double momentum = 1;
        double[] y = _trial, next = _step;
        _z.CopyTo(y, 0);
        for (int step = 0; step < steps; step++)
        {
            Evaluate(y, EigenvectorSelection.SmallerSign, cancellation);
            TensorPrimitives.Subtract(y, _x, next);
            TensorPrimitives.Max(next, 0.0, next);
            double uphill = 0;
            for (int e = 0; e < y.Length; e++)
                uphill += (y[e] - next[e]) * (next[e] - _z[e]);
            double following = uphill > 0 ? 1 : 0.5 * (1 + Math.Sqrt(1 + 4 * momentum * momentum));
            double weight = uphill > 0 ? 0 : (momentum - 1) / following;
            for (int e = 0; e < y.Length; e++)
                (y[e], _z[e]) = (next[e] + weight * (next[e] - _z[e]), next[e]);
            momentum = following;
        }
    }

    /// <summary>
    /// D = −Z where Z ≤ X, and elsewhere, on the free entries, (Π'[D] + εD) = −X by conjugate gradients, ε of the size of the error.
    /// </summary>
    private void FindNewtonStep(double relativeError)
    {
        double shift = Math.Min(1e-3, 0.1 * relativeError);
        for (int e = 0; e < _z.Length; e++)
            _step[e] = IsFree(e) ? 0 : -_z[e];
        _derivative.Set(_values, _vectors);
        _derivative.Apply(_step, _image, Math.Sqrt(2));
        for (int e = 0; e < _z.Length; e++)
            _residual[e] = IsFree(e) ? -_x[e] - _image[e] : 0;
        _residual.CopyTo(_direction, 0);
        double squares = TensorPrimitives.SumOfSquares(_residual), target = squares * Math.Pow(Math.Min(0.1, relativeError), 2);
        for (int iteration = 0; iteration < MaxConjugateGradients && squares > target; iteration++)
        {
            _derivative.Apply(_direction, _image, Math.Sqrt(2));
            for (int e = 0; e < _z.Length; e++)
                _image[e] = IsFree(e) ? _image[e] + shift * _direction[e] : 0;
            double curvature = TensorPrimitives.Dot(_direction, _image);
            if (!(curvature > 0))
                break;
            double length = squares / curvature;
            TensorPrimitives.MultiplyAdd(_direction, length, _step, _step);
            TensorPrimitives.MultiplyAdd(_image, -length, _residual, _residual);
            double before = squares;
            squares = TensorPrimitives.SumOfSquares(_residual);
            TensorPrimitives.MultiplyAdd(_direction, squares / before, _residual, _direction);
        }
    }

    private bool IsFree(int e) => _z[e] > _x[e];

    /// <summary>A ← ±the matrix in the orthonormal scaling over a power of two near its largest entry; Z is rescaled with it.</summary>
    private void Read(ReadOnlySpan<double> triangle, int resultLength, double offDiagonalScale, double sign)
    {
        int length = _a.Length;
        if (!(offDiagonalScale > 0) || !double.IsFinite(offDiagonalScale))
            throw new ArgumentOutOfRangeException(nameof(offDiagonalScale), offDiagonalScale,
                "The factor of the off-diagonal entries must be positive and finite.");
        if (triangle.Length < length || resultLength < length)
            throw new ArgumentException(
                $"A triangle of order {Order} has {length} entries; the spans have {triangle.Length} and {resultLength}.");
        double largest = length == 0 ? 0 : TensorPrimitives.MaxMagnitude(triangle[..length]);
        if (!double.IsFinite(largest))
            throw new ArgumentException("An entry of the matrix is NaN or infinite; all entries must be finite.", nameof(triangle));
        int exponent = largest == 0 ? _exponent : Math.ILogB(largest);
        for (int j = 0, e = 0; j < Order; j++)
            for (int i = 0; i <= j; i++, e++)
                _a[e] = Math.ScaleB(triangle[e], -exponent) * (i < j ? sign * Math.Sqrt(2) / offDiagonalScale : sign);
        if (Math.Abs(exponent - _exponent) > RelatedOrders)
            Forget();
        else if (exponent != _exponent)
            for (int e = 0; e < length; e++)
                _z[e] = Math.ScaleB(_z[e], _exponent - exponent);
        _exponent = exponent;
    }

    private void Write(Span<double> result, double offDiagonalScale)
    {
        for (int j = 0, e = 0; j < Order; j++)
            for (int i = 0; i <= j; i++, e++)
                result[e] = Math.ScaleB(_x[e] * (i < j ? offDiagonalScale / Math.Sqrt(2) : 1), _exponent);
    }
}
