using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// Projection of symmetric matrices of one order onto the positive semidefinite cone in the Frobenius norm: with X = Σ λ_k v_k v_k',
/// the nearest point is Σ max(λ_k, 0) v_k v_k' (Higham 1988). Work space is allocated once; not thread-safe: one projector a thread.
/// </summary>
/// <remarks>
/// The result is rebuilt from the sign with fewer eigenvalues: as Σ_{λ&gt;0} λvv', or as X + Σ_{λ&lt;0} |λ|vv'.
/// </remarks>
public sealed class PsdProjector
{
    private const int SmallOrder = 8;

    private readonly SymmetricEigensolver _eigensolver;
    private readonly double[] _matrix, _vectors, _scaled, _values;
    private int _firstFormed, _formed;

    /// <summary>Allocates the work space, about 6n² doubles.</summary>
    /// <param name="order">n, the order of the matrices.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is negative or above 16 384.</exception>
    public PsdProjector(int order)
    {
        _eigensolver = new SymmetricEigensolver(order);
        Order = order;
        _matrix = new double[order * order];
        _vectors = new double[order * order];
        _scaled = new double[order * order];
        _values = new double[order];
    }

    /// <summary>n, the order of the matrices.</summary>
    public int Order { get; }

    /// <summary>The eigenvalues of the last matrix projected, ascending.</summary>
    public ReadOnlySpan<double> Eigenvalues => _values;

    /// <summary>The rank of the last projection: the number of positive eigenvalues.</summary>
    public int Rank { get; private set; }

    /// <summary>The smallest eigenvalue of the last matrix projected; +∞ at order 0.</summary>
    public double MinEigenvalue => Order == 0 ? double.PositiveInfinity : _values[0];

    /// <summary>The unit eigenvector of an eigenvalue of the last matrix projected, or an empty span: those of one sign were formed.</summary>
    internal ReadOnlySpan<double> Eigenvector(int index) =>
        index >= _firstFormed && index < _firstFormed + _formed ? _vectors.AsSpan(index * Order, Order) : default;

    /// <summary>Projects X.</summary>
    /// <param name="triangle">X in the layout of <see cref="SymmetricVector"/>.</param>
    /// <param name="result">Receives the projection in the same layout and scaling; may be the same span as the triangle.</param>
    /// <param name="offDiagonalScale">
    /// The factor that the triangle's off-diagonal entries carry: 1 when they are the matrix's, √2 in the orthonormal scaling.
    /// </param>
    /// <returns>‖X − Π(X)‖_F, the distance of X to the cone.</returns>
    /// <exception cref="ArgumentException">A span is too short, the factor is not positive, or an entry is NaN or infinite.</exception>
    public double Project(ReadOnlySpan<double> triangle, Span<double> result, double offDiagonalScale)
    {
        int n = Order, length = SymmetricVector.Length(n);
        if (!(offDiagonalScale > 0) || !double.IsFinite(offDiagonalScale))
            throw new ArgumentOutOfRangeException(nameof(offDiagonalScale), offDiagonalScale, "The factor of the off-diagonal entries must be positive and finite.");
        if (triangle.Length < length || result.Length < length)
            throw new ArgumentException($"A triangle of order {n} has {length} entries; the spans have {triangle.Length} and {result.Length}.");
        SymmetricVector.Unpack(triangle, _matrix, n, 1 / offDiagonalScale);
        _eigensolver.Decompose(_matrix, _values, _vectors, EigenvectorSelection.SmallerSign, out int first, out int count);
        (_firstFormed, _formed) = (first, count);
        int negative = 0;
        while (negative < n && _values[negative] < 0)
            negative++;
        int nonpositive = negative;
        while (nonpositive < n && _values[nonpositive] == 0)
            nonpositive++;
        Rank = n - nonpositive;
        if (negative == 0)
            triangle[..length].CopyTo(result);
        else if (Rank == 0)
            result[..length].Clear();
        else
        {
            bool fromNegative = count == n ? negative < Rank : first == 0;
            if (count == n)
                (first, count) = fromNegative ? (0, negative) : (nonpositive, Rank);
            if (n <= SmallOrder)
                RebuildSmall(first, count, fromNegative);
            else
                Rebuild(first, count, fromNegative);
            SymmetricVector.Pack(_matrix, result, n, offDiagonalScale);
        }
        return EuclideanNorm.Of(_values.AsSpan(0, negative));
    }

    /// <summary>Lower triangle of [matrix +] Σ |λ_k| v_k v_k' over count eigenvalues from first.</summary>
    private void Rebuild(int first, int count, bool add)
    {
        int n = Order;
        for (int k = 0; k < count; k++)
            TensorPrimitives.Multiply(_vectors.AsSpan((first + k) * n, n), Math.Sqrt(Math.Abs(_values[first + k])), _scaled.AsSpan(k * n, n));
        Gemm.SyrkLower(n, count, 1, _scaled, n, true, add ? 1 : 0, _matrix, n);
    }

    /// <summary>The same without packing.</summary>
    private void RebuildSmall(int first, int count, bool add)
    {
        int n = Order;
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i; j++)
            {
                double sum = add ? _matrix[i * n + j] : 0;
                for (int k = first; k < first + count; k++)
                    sum += Math.Abs(_values[k]) * _vectors[k * n + i] * _vectors[k * n + j];
                _matrix[i * n + j] = sum;
            }
    }
}
