using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// A few approximate eigenvectors v_i of a symmetric matrix sA, s = ±1, as orthonormal rows, with the values θ_i = s v_i'Av_i in descending
/// order and the residual norms ‖sAv_i − θ_i v_i‖: the Ritz pairs of the space the rows span.
/// </summary>
/// <remarks>There are always a multiple of 8 rows: the matrix products take no longer for them.</remarks>
internal sealed class RitzBasis(int order)
{
    private readonly Random _random = new(20_060_101);
    private readonly ChebyshevFilter _filter = new(order);
    private readonly double[] _difference = new double[order];
    private double[] _rows = [], _products = [], _rotated = [], _small = [], _rotation = [], _before = [];
    private bool _hasBefore;
    private SymmetricEigensolver? _eigensolver;

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>θ_i, descending.</summary>
    public double[] Values { get; private set; } = [];

    /// <summary>‖sAv_i − θ_i v_i‖.</summary>
    public double[] Residuals { get; private set; } = [];

    /// <summary>v_i.</summary>
    public ReadOnlySpan<double> Row(int i) => _rows.AsSpan(i * order, order);

    /// <summary>Makes row i the given vector.</summary>
    public void SetRow(int i, ReadOnlySpan<double> vector)
    {
        _hasBefore = false;
        vector.CopyTo(_rows.AsSpan(i * order, order));
    }

    /// <summary>Adds a random vector of length about 1 to row i.</summary>
    public void Disturb(int i)
    {
        double scale = Math.Sqrt(12.0 / order);
        foreach (ref double entry in _rows.AsSpan(i * order, order))
            entry += scale * (_random.NextDouble() - 0.5);
    }

    /// <summary>Makes row i a random vector of length about 1.</summary>
    public void Randomize(int i)
    {
        _rows.AsSpan(i * order, order).Clear();
        Disturb(i);
    }

    /// <summary>Changes the number of rows; the first are kept, new ones random and not yet orthogonal.</summary>
    public void Resize(int count)
    {
        if (count == Count)
            return;
        int kept = Math.Min(count, Count);
        double[] rows = new double[count * order], values = new double[count];
        _rows.AsSpan(0, kept * order).CopyTo(rows);
        Values.AsSpan(0, kept).CopyTo(values);
        (_rows, Values, Count) = (rows, values, count);
        Residuals = new double[count];
        _products = new double[count * order];
        _rotated = new double[count * order];
        _before = new double[count * order];
        _hasBefore = false;
        _small = new double[count * count];
        _rotation = new double[count * count];
        _eigensolver = new SymmetricEigensolver(count);
        for (int i = kept; i < count; i++)
            Randomize(i);
    }

    /// <summary>
    /// Replaces the first rows by what they become if they go on changing as they did since the last call: 2v − WW'v, where the columns of
    /// W are the vectors of the last call, and WW'v is v as it was then.
    /// </summary>
    /// <param name="count">How many rows.</param>
    public void Extrapolate(int count)
    {
        _rows.CopyTo(_rotated, 0);
        if (_hasBefore)
        {
            Gemm.MultiplyAdd(count, Count, order, 1, _rows, order, false, _before, order, true, 0, _small, Count);
            Gemm.MultiplyAdd(count, order, Count, -1, _small, Count, false, _before, order, false, 2, _rows, order);
        }
        (_before, _rotated) = (_rotated, _before);
        _hasBefore = true;
    }

    /// <summary>
    /// Filters the rows of what belongs to eigenvalues of sA between two bounds and takes the Ritz pairs of what they then span; false when
    /// the rows have become dependent, and then they are lost.
    /// </summary>
    /// <param name="a">A, n × n by rows.</param>
    /// <param name="sign">s.</param>
    /// <param name="degree">The degree of the filter, at least 1.</param>
    /// <param name="lower">Below the smallest eigenvalue of sA.</param>
    /// <param name="upper">Above which eigenvalues are wanted.</param>
    /// <param name="team">The threads; null for the calling one.</param>
    public bool TryRefine(double[] a, double sign, int degree, double lower, double upper, WorkerTeam? team)
    {
        if (!_filter.Apply(a, sign, ref _rows, Count, degree, lower, upper, Values[0], team))
            return false;
        int k = Count;
        SymmetricBlock.Multiply(a, order, _rows, k, sign, 0, _products, team);
        Gemm.MultiplyAdd(k, k, order, 1, _products, order, false, _rows, order, true, 0, _small, k);
        for (int i = 0; i < k; i++)
            for (int j = 0; j < i; j++)
                _small[i * k + j] = _small[j * k + i] = 0.5 * (_small[i * k + j] + _small[j * k + i]);
        if (!double.IsFinite(TensorPrimitives.MaxMagnitude(_small)))
            return false;
        _eigensolver!.Decompose(_small, Values, _rotation);
        Array.Reverse(Values);
        for (int i = 0; i < k; i++)
            _rotation.AsSpan((k - 1 - i) * k, k).CopyTo(_small.AsSpan(i * k, k));
        Gemm.MultiplyAdd(k, order, k, 1, _small, k, false, _rows, order, false, 0, _rotated, order);
        (_rows, _rotated) = (_rotated, _rows);
        Gemm.MultiplyAdd(k, order, k, 1, _small, k, false, _products, order, false, 0, _rotated, order);
        for (int i = 0; i < k; i++)
        {
            TensorPrimitives.MultiplyAdd(Row(i), -Values[i], _rotated.AsSpan(i * order, order), _difference);
            Residuals[i] = EuclideanNorm.Of(_difference);
        }
        return true;
    }

    /// <summary>
    /// Lower triangle of C ← βC + Σ θ_i v_i v_i' over the first <paramref name="count"/> pairs, whose values are positive.
    /// </summary>
    public void AddTo(double[] c, int count, double beta)
    {
        for (int i = 0; i < count; i++)
            TensorPrimitives.Multiply(Row(i), Math.Sqrt(Values[i]), _rotated.AsSpan(i * order, order));
        Gemm.SyrkLower(order, count, 1, _rotated, order, true, beta, c, order);
    }
}
