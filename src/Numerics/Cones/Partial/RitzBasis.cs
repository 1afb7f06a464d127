using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// A few approximate eigenvectors v_i of a symmetric matrix A, as orthonormal rows, with the values θ_i = v_i'Av_i in descending order and
/// the residual norms ‖Av_i − θ_i v_i‖: the Ritz pairs of the space the rows span.
/// </summary>
internal sealed class RitzBasis
{
    private readonly Random _random = new(20_060_101);
    private readonly int _order, _capacity;
    private readonly WorkerTeam? _team;
    private readonly ChebyshevFilter _filter;
    private readonly SmallEigenproblem _small;
    private readonly double[] _difference, _values, _residuals, _before, _gram;
    private double[] _rows, _spare;
    private int _beforeCount;

    /// <summary>Allocates the work space.</summary>
    /// <param name="order">n.</param>
    /// <param name="capacity">The most rows.</param>
    /// <param name="team">The threads; null for the calling one.</param>
    public RitzBasis(int order, int capacity, WorkerTeam? team)
    {
        (_order, _capacity, _team) = (order, capacity, team);
        _filter = new ChebyshevFilter(order, capacity);
        _small = new SmallEigenproblem(capacity);
        _difference = new double[order];
        _values = new double[capacity];
        _residuals = new double[capacity];
        _before = new double[capacity * order];
        _gram = new double[2 * capacity * capacity];
        _rows = new double[2 * capacity * order];
        _spare = new double[2 * capacity * order];
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>θ_i, descending.</summary>
    public Span<double> Values => _values.AsSpan(0, Count);

    /// <summary>‖Av_i − θ_i v_i‖.</summary>
    public ReadOnlySpan<double> Residuals => _residuals.AsSpan(0, Count);

    /// <summary>v_i, by rows.</summary>
    public ReadOnlySpan<double> Vectors => _rows.AsSpan(0, Count * _order);

    /// <summary>v_i.</summary>
    public Span<double> Row(int i) => _rows.AsSpan(i * _order, _order);

    /// <summary>Adds a random vector of length about 1 to row i.</summary>
    public void Disturb(int i)
    {
        double scale = Math.Sqrt(12.0 / _order);
        foreach (ref double entry in Row(i))
            entry += scale * (_random.NextDouble() - 0.5);
    }

    /// <summary>Makes row i a random vector of length about 1.</summary>
    public void Randomize(int i)
    {
        Row(i).Clear();
        Disturb(i);
    }

    /// <summary>Changes the number of rows; the first are kept, new ones random and not yet orthogonal.</summary>
    public void Resize(int count)
    {
        int kept = Count;
        Count = count;
        for (int i = kept; i < count; i++)
            Randomize(i);
    }

    /// <summary>Forgets what <see cref="Extrapolate"/> has seen.</summary>
    public void ForgetChange() => _beforeCount = 0;

    /// <summary>
    /// Replaces the first rows by what they become if they go on changing as they did since the last call: 2v − WW'v, where the columns of
    /// W are the vectors of the last call, and WW'v is v as it was then.
    /// </summary>
    /// <param name="count">How many rows.</param>
    public void Extrapolate(int count)
    {
        int n = _order, before = _beforeCount;
        Vectors.CopyTo(_spare);
        _beforeCount = Count;
        if (before > 0 && count > 0)
        {
            Gemm.MultiplyAdd(count, before, n, 1, _rows, n, false, _before, n, true, 0, _gram, before, _team);
            Gemm.MultiplyAdd(count, n, before, -1, _gram, before, false, _before, n, false, 2, _rows, n, _team);
        }
        _spare.AsSpan(0, Count * n).CopyTo(_before);
    }

    /// <summary>
    /// Replaces the rows by the Ritz vectors of their span; false when they are dependent to working precision, and then they are lost.
    /// </summary>
    /// <remarks>
    /// With W = VA, the pairs of (VW', VV') = (H, LL') are sought: those of L⁻¹HL⁻' = QΘQ', and Q'L⁻¹ rotates both V and W.
    /// </remarks>
    public bool TryRotate(SymmetricPanels a)
    {
        int k = Count, n = _order;
        Span<double> products = _rows.AsSpan(k * n, k * n);
        a.Multiply(Vectors, k, products);
        Gemm.MultiplyAdd(2 * k, k, n, 1, _rows, n, false, _rows, n, true, 0, _gram, k, _team);
        if (!_small.TrySolve(_gram.AsSpan(0, k * k), _gram.AsSpan(k * k, k * k), k, Values))
            return false;
        Gemm.MultiplyAdd(k, n, k, 1, _small.Rotation, k, false, _rows, n, false, 0, _spare, n, _team);
        Gemm.MultiplyAdd(k, n, k, 1, _small.Rotation, k, false, products, n, false, 0, _spare.AsSpan(k * n), n, _team);
        (_rows, _spare) = (_spare, _rows);
        for (int i = 0; i < k; i++)
        {
            Span<double> residual = Row(k + i);
            TensorPrimitives.MultiplyAdd(Row(i), -Values[i], residual, residual);
            _residuals[i] = EuclideanNorm.Of(residual);
        }
        return true;
    }

    /// <summary>
    /// Filters the rows, Ritz vectors just taken, of what belongs to eigenvalues between two bounds. They are then no longer orthogonal.
    /// </summary>
    /// <param name="a">A.</param>
    /// <param name="degree">The degree of the filter, at least 1.</param>
    /// <param name="lower">Below the smallest eigenvalue of A.</param>
    /// <param name="upper">Above which eigenvalues are wanted.</param>
    public void Filter(SymmetricPanels a, int degree, double lower, double upper)
    {
        int k = Count, n = _order;
        _filter.Apply(a, _rows.AsSpan(k * n, k * n), Values, degree, lower, upper);
        for (int i = 0; i < k; i++)
        {
            Span<double> row = Row(i);
            TensorPrimitives.ConvertTruncating(_filter.Change(i), _difference);
            TensorPrimitives.MultiplyAdd(row, _filter.Weight(i), _difference, row);
            double norm = EuclideanNorm.Of(row);
            if (norm > 0)
                TensorPrimitives.Divide(row, norm, row);
        }
    }
}
