using System.Numerics.Tensors;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>
/// GMRES without restarts for (μI − M) d = f (Saad and Schultz 1986), M given by its products with vectors, for instance T′ − I. The basis
/// is in single precision (<see cref="KrylovBasis"/>), which limits the relative residual to about 1e-6; inner products, the small
/// least-squares problem, f and d are in double. Vectors are allocated as they are first needed and kept: later solves do not
/// allocate. Results are equal bit by bit for any number of threads, as far as the products with M are.
/// </summary>
/// <remarks>
/// The basis of the Krylov space of M is that of every shift of it: with MV_k = V_{k+1}H, (μI − M)V_k = V_{k+1}(μĪ − H), so that μ costs
/// nothing.
/// </remarks>
internal sealed class Gmres
{
    private readonly int _dimension, _limit;
    private readonly KrylovBasis _basis;
    private readonly double[] _products, _hessenberg, _cosines, _sines, _rotated;
    private double _norm;

    /// <param name="dimension">The length of the vectors.</param>
    /// <param name="limit">The most steps.</param>
    /// <param name="team">The threads that share the work on long vectors; null for the calling one.</param>
    public Gmres(int dimension, int limit, WorkerTeam? team = null)
    {
        _dimension = dimension;
        _limit = Math.Min(limit, dimension);
        _basis = new KrylovBasis(dimension, _limit + 1, team);
        _products = new double[(_limit + 1) * _limit];
        _hessenberg = new double[_products.Length];
        _cosines = new double[_limit];
        _sines = new double[_limit];
        _rotated = new double[_limit + 1];
    }

    /// <summary>The steps of the last solve, each one product with M.</summary>
    public int Steps { get; private set; }

    /// <summary>Solves.</summary>
    /// <param name="map">M.</param>
    /// <param name="mu">μ.</param>
    /// <param name="f">The right-hand side.</param>
    /// <param name="tolerance">The residual wanted, relative to ‖f‖.</param>
    /// <param name="direction">Receives d; may be the span of f.</param>
    /// <returns>The relative residual reached; +∞, with d = 0, if the map gave NaN or infinity.</returns>
    public double Solve<TMap>(TMap map, double mu, ReadOnlySpan<double> f, double tolerance, Span<double> direction)
        where TMap : ILinearMap
    {
        if (map.Dimension != _dimension || f.Length != _dimension || direction.Length != _dimension)
            throw new ArgumentException($"The map and the vectors must have dimension {_dimension}.");
        double norm = _norm = EuclideanNorm.Of(f);
        Steps = 0;
        if (norm == 0 || !double.IsFinite(norm))
        {
            direction.Clear();
            return norm == 0 ? 0 : double.PositiveInfinity;
        }
        Start(f, norm);
        int k = 0;
        double relative = 1;
        while (k < _limit && relative > tolerance)
        {
            map.Apply(_basis[k], _basis[k + 1]);
            double length = _basis.Orthonormalize(k + 1);
            if (!double.IsFinite(length))
            {
                direction.Clear();
                return double.PositiveInfinity;
            }
            KeepProduct(k, length);
            Rotate(k, mu);
            k++;
            relative = Math.Abs(_rotated[k]);
            if (length == 0) break;
        }
        Steps = k;
        Combine(direction);
        return relative;
    }

    /// <summary>The direction of another μ in the Krylov space of the last solve, which is the same for every shift of M.</summary>
    /// <param name="mu">μ.</param>
    /// <param name="direction">Receives d.</param>
    /// <returns>The relative residual reached.</returns>
    public double Shift(double mu, Span<double> direction)
    {
        if (Steps == 0)
        {
            direction.Clear();
            return _norm == 0 ? 0 : double.PositiveInfinity;
        }
        Array.Clear(_rotated);
        _rotated[0] = 1;
        for (int k = 0; k < Steps; k++) Rotate(k, mu);
        double relative = Math.Abs(_rotated[Steps]);
        Combine(direction);
        return relative;
    }

    private void Combine(Span<double> direction)
    {
        BackSubstitute(Steps);
        TensorPrimitives.Multiply(_rotated.AsSpan(0, Steps), _norm, _rotated);
        _basis.Combine(_rotated.AsSpan(0, Steps), direction);
    }

    /// <summary>Column k of −H, and the length of what it leaves.</summary>
    private void KeepProduct(int k, double length)
    {
        Span<double> column = Column(_products, k);
        for (int i = 0; i <= k; i++) column[i] = -_basis.Coefficients[i];
        column[k + 1] = length;
    }

    /// <summary>First vector ← f/‖f‖.</summary>
    private void Start(ReadOnlySpan<double> f, double norm)
    {
        Span<float> first = _basis[0];
        double inverse = 1 / norm;
        for (int i = 0; i < f.Length; i++) first[i] = (float)(f[i] * inverse);
        Array.Clear(_rotated);
        _rotated[0] = 1;
    }

    private void Rotate(int k, double mu)
    {
        Span<double> column = Column(_hessenberg, k);
        Column(_products, k).CopyTo(column);
        column[k] += mu;
        double length = column[k + 1];
        for (int i = 0; i < k; i++)
        {
            double upper = Entry(i, k), lower = Entry(i + 1, k);
            Entry(i, k) = _cosines[i] * upper + _sines[i] * lower;
            Entry(i + 1, k) = _cosines[i] * lower - _sines[i] * upper;
        }
        double diagonal = Entry(k, k), hypotenuse = double.Hypot(diagonal, length);
        _cosines[k] = hypotenuse > 0 ? diagonal / hypotenuse : 1;
        _sines[k] = hypotenuse > 0 ? -length / hypotenuse : 0;
        Entry(k, k) = hypotenuse;
        Entry(k + 1, k) = 0;
        _rotated[k + 1] = -_sines[k] * _rotated[k];
        _rotated[k] *= _cosines[k];
    }

    private void BackSubstitute(int k)
    {
        for (int i = k - 1; i >= 0; i--)
        {
            double sum = _rotated[i];
            for (int j = i + 1; j < k; j++) sum -= Entry(i, j) * _rotated[j];
            _rotated[i] = Entry(i, i) != 0 ? sum / Entry(i, i) : 0;
        }
    }

    private Span<double> Column(double[] matrix, int k) => matrix.AsSpan(k * (_limit + 1), k + 2);

    private ref double Entry(int i, int j) => ref _hessenberg[j * (_limit + 1) + i];
}
