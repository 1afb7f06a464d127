using System.Numerics.Tensors;
using Copositive.Numerics;

namespace Copositive.Solvers.Admm;

/// <summary>
/// GMRES without restarts for ((1 + μ)I − T′) d = f, by modified Gram–Schmidt and Givens rotations (Saad and Schultz 1986). Vectors are
/// allocated as they are first needed and kept.
/// </summary>
internal sealed class Gmres
{
    private readonly int _dimension, _limit;
    private readonly List<double[]> _basis = [];
    private readonly double[] _products, _hessenberg, _cosines, _sines, _rotated;

    public Gmres(int dimension, int limit)
    {
        _dimension = dimension;
        _limit = Math.Min(limit, dimension);
        _products = new double[(_limit + 1) * _limit];
        _hessenberg = new double[_products.Length];
        _cosines = new double[_limit];
        _sines = new double[_limit];
        _rotated = new double[_limit + 1];
    }

    private double _mu, _norm;

    /// <summary>The steps of the last solve, each one application of the derivative.</summary>
    public int Steps { get; private set; }

    /// <summary>Solves at the state that the map evaluated last.</summary>
    /// <param name="map">Gives T′.</param>
    /// <param name="mu">μ.</param>
    /// <param name="f">The right-hand side.</param>
    /// <param name="tolerance">The residual wanted, relative to ‖f‖.</param>
    /// <param name="direction">Receives d.</param>
    /// <returns>The relative residual reached.</returns>
    public double Solve(SplittingMap map, double mu, ReadOnlySpan<double> f, double tolerance, Span<double> direction)
    {
        double norm = _norm = EuclideanNorm.Of(f);
        _mu = mu;
        Steps = 0;
        direction.Clear();
        if (norm == 0) return 0;
        TensorPrimitives.Multiply(f, 1 / norm, Basis(0));
        Array.Clear(_rotated);
        _rotated[0] = norm;
        int k = 0;
        double relative = 1;
        while (k < _limit && relative > tolerance)
        {
            Span<double> next = Basis(k + 1);
            ReadOnlySpan<double> current = Basis(k);
            map.Derivative(current, next);
            TensorPrimitives.Negate(next, next);
            TensorPrimitives.MultiplyAdd(current, mu, next, next);
            double length = Orthogonalize(k, next);
            Entry(k + 1, k) = length;
            Column(_hessenberg, k).CopyTo(Column(_products, k));
            Rotate(k);
            k++;
            relative = Math.Abs(_rotated[k]) / norm;
            if (!double.IsFinite(relative)) return double.PositiveInfinity;
            if (length <= 1e-14) break;
            TensorPrimitives.Multiply(next, 1 / length, next);
        }
        Steps = k;
        BackSubstitute(k, direction);
        return relative;
    }

    /// <summary>
    /// The direction of another μ in the Krylov space of the last solve, which is the same for every shift of the matrix.
    /// </summary>
    /// <param name="mu">μ.</param>
    /// <param name="direction">Receives d.</param>
    /// <returns>The relative residual reached.</returns>
    public double Shift(double mu, Span<double> direction)
    {
        direction.Clear();
        if (_norm == 0) return 0;
        Array.Clear(_rotated);
        _rotated[0] = _norm;
        for (int k = 0; k < Steps; k++)
        {
            Column(_products, k).CopyTo(Column(_hessenberg, k));
            Entry(k, k) += mu - _mu;
            Rotate(k);
        }
        double relative = Math.Abs(_rotated[Steps]) / _norm;
        BackSubstitute(Steps, direction);
        return relative;
    }

    private double Orthogonalize(int k, Span<double> next)
    {
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = 0; i <= k; i++)
            {
                double h = TensorPrimitives.Dot<double>(Basis(i), next);
                if (pass == 0) Entry(i, k) = h;
                else Entry(i, k) += h;
                TensorPrimitives.MultiplyAdd(Basis(i), -h, next, next);
            }
        }
        return EuclideanNorm.Of(next);
    }

    private void Rotate(int k)
    {
        double length = Entry(k + 1, k);
        for (int i = 0; i < k; i++)
        {
            double upper = Entry(i, k), lower = Entry(i + 1, k);
            Entry(i, k) = _cosines[i] * upper + _sines[i] * lower;
            Entry(i + 1, k) = _cosines[i] * lower - _sines[i] * upper;
        }
        double diagonal = Entry(k, k), hypotenuse = double.Hypot(diagonal, length);
        _cosines[k] = hypotenuse > 0 ? diagonal / hypotenuse : 1;
        _sines[k] = hypotenuse > 0 ? length / hypotenuse : 0;
        Entry(k, k) = hypotenuse;
        Entry(k + 1, k) = 0;
        _rotated[k + 1] = -_sines[k] * _rotated[k];
        _rotated[k] *= _cosines[k];
    }

    private void BackSubstitute(int k, Span<double> direction)
    {
        for (int i = k - 1; i >= 0; i--)
        {
            double sum = _rotated[i];
            for (int j = i + 1; j < k; j++) sum -= Entry(i, j) * _rotated[j];
            _rotated[i] = Entry(i, i) != 0 ? sum / Entry(i, i) : 0;
        }
        for (int i = 0; i < k; i++) TensorPrimitives.MultiplyAdd(Basis(i), _rotated[i], direction, direction);
    }

    private Span<double> Column(double[] matrix, int k) => matrix.AsSpan(k * (_limit + 1), k + 2);

    private ref double Entry(int i, int j) => ref _hessenberg[j * (_limit + 1) + i];

    private double[] Basis(int index)
    {
        while (_basis.Count <= index) _basis.Add(new double[_dimension]);
        return _basis[index];
    }
}
