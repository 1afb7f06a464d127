using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// Anderson acceleration of type II of a fixed-point iteration v ← g(v): of the points whose residual f = g − v has been seen, it finds the
/// affine combination of least residual and takes the same combination of the images (Anderson 1965; Walker and Ni 2011).
/// </summary>
/// <remarks>
/// With the last differences Δf_j, Δg_j as rows of ΔF, ΔG, γ = (ΔF ΔF' + 10⁻¹⁰ tr(ΔF ΔF') I)⁻¹ ΔF f and the next point is g − Σ γ_j Δg_j.
/// The Gram matrix ΔF ΔF' is kept, one row of it new a push. The regularisation bounds its condition number by about 10¹⁰, so that its
/// Cholesky factor gives γ to some six digits, as many as the method can use; without it, an orthogonal factorisation would be needed.
/// Squares must neither overflow nor vanish: beyond 1e±150 there is no accelerated point. Safeguarding — accepting the point only when
/// its residual has not grown, and clearing the memory otherwise — is the caller's. Work space is allocated once; not thread-safe.
/// </remarks>
public sealed class AndersonAcceleration
{
    private const double Regularization = 1e-10;

    private readonly int _dimension, _memory;
    private readonly double[] _residualDifferences, _imageDifferences, _residual, _image;
    private readonly double[] _gram, _factor, _coefficients;
    private bool _hasPoint;
    private int _next;

    /// <summary>Allocates the memory: 2(memory + 1) vectors.</summary>
    /// <param name="dimension">The length of the iterates, at least 1.</param>
    /// <param name="memory">The largest number of differences kept, at least 1; 5 to 20 is usual.</param>
    public AndersonAcceleration(int dimension, int memory)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(memory, 1);
        _dimension = dimension;
        _memory = memory;
        _residualDifferences = new double[checked(dimension * memory)];
        _imageDifferences = new double[dimension * memory];
        _residual = new double[dimension];
        _image = new double[dimension];
        _gram = new double[memory * memory];
        _factor = new double[memory * memory];
        _coefficients = new double[memory];
    }

    /// <summary>The number of differences held now, at most the memory.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets all points.</summary>
    public void Clear()
    {
        Count = 0;
        _next = 0;
        _hasPoint = false;
    }

    /// <summary>Adds a point's residual f = g − v and image g; the oldest difference gives way when the memory is full.</summary>
    /// <param name="f">The residual, of the dimension's length.</param>
    /// <param name="g">The image.</param>
    /// <exception cref="ArgumentException">A length is not the dimension.</exception>
    public void Push(ReadOnlySpan<double> f, ReadOnlySpan<double> g)
    {
        CheckLength(f.Length, nameof(f));
        CheckLength(g.Length, nameof(g));
        if (_hasPoint)
        {
            Span<double> df = Row(_residualDifferences, _next);
            TensorPrimitives.Subtract(f, _residual, df);
            TensorPrimitives.Subtract(g, _image, Row(_imageDifferences, _next));
            Count = Math.Min(Count + 1, _memory);
            for (int j = 0; j < Count; j++)
                _gram[_next * _memory + j] = _gram[j * _memory + _next] = TensorPrimitives.Dot<double>(df, Row(_residualDifferences, j));
            _next = (_next + 1) % _memory;
        }
        f.CopyTo(_residual);
        g.CopyTo(_image);
        _hasPoint = true;
    }

    /// <summary>Computes the accelerated point from the points pushed.</summary>
    /// <param name="next">Receives it; unchanged when there is none.</param>
    /// <returns>False when fewer than two points were pushed, or their differences are all zero or not finite.</returns>
    /// <exception cref="ArgumentException">The length is not the dimension.</exception>
    public bool TryExtrapolate(Span<double> next)
    {
        CheckLength(next.Length, nameof(next));
        int count = Count;
        if (count == 0)
            return false;
        double trace = 0;
        for (int i = 0; i < count; i++)
            trace += _gram[i * _memory + i];
        if (!(trace > 0) || !double.IsFinite(trace))
            return false;
        for (int i = 0; i < count; i++)
        {
            _gram.AsSpan(i * _memory, i + 1).CopyTo(_factor.AsSpan(i * count));
            _factor[i * count + i] += Regularization * trace;
            _coefficients[i] = TensorPrimitives.Dot<double>(Row(_residualDifferences, i), _residual);
        }
        if (!DenseCholesky.TryFactor(_factor, count))
            return false;
        DenseCholesky.SolveInPlace(_factor, count, _coefficients);
        for (int i = 0; i < count; i++)
            if (!double.IsFinite(_coefficients[i]))
                return false;
        _image.CopyTo(next);
        for (int i = 0; i < count; i++)
            TensorPrimitives.MultiplyAdd(Row(_imageDifferences, i), -_coefficients[i], next, next);
        return true;
    }

    private Span<double> Row(double[] rows, int index) => rows.AsSpan(index * _dimension, _dimension);

    private void CheckLength(int length, string name)
    {
        if (length != _dimension)
            throw new ArgumentException($"The dimension is {_dimension}; the span has {length} entries.", name);
    }
}
