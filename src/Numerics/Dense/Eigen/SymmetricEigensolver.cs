namespace Copositive.Numerics;

/// <summary>
/// Eigenvalues and eigenvectors of dense symmetric matrices of one order, X = Σ λ_k v_k v_k'. Work space is allocated
/// at first use and kept.
/// </summary>
/// <remarks>
/// Errors are a small multiple of 1e-16 relative to ‖X‖, in λ as in the residuals and the orthogonality of the vectors. Entries may be of any
/// finite size: the matrix is first scaled by a power of two (an
/// eigenvalue beyond the largest double comes out infinite). Orders up to 6 go by Jacobi rotations, larger ones by reduction to tridiagonal
/// form and divide and conquer (QL for eigenvalues alone). Deterministic on one machine. Not thread-safe: one solver a thread.
/// </remarks>
public sealed unsafe class SymmetricEigensolver
{
    private readonly AlignedBuffer _diagonal, _offDiagonal;
    private TridiagonalReduction? _reduction;
    private TridiagonalDivideAndConquer? _divideAndConquer;

    /// <summary>Makes a solver; its work space comes to n² doubles for eigenvalues alone and to 5n² with vectors.</summary>
    /// <param name="order">n, the order of the matrices.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is negative or above 16 384.</exception>
    public SymmetricEigensolver(int order)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, 16_384);
        Order = order;
        _diagonal = new AlignedBuffer(order);
        _offDiagonal = new AlignedBuffer(order);
    }

    /// <summary>n, the order of the matrices.</summary>
    public int Order { get; }

    /// <summary>All eigenvalues and eigenvectors.</summary>
    /// <param name="matrix">n² entries, row-major, symmetric.</param>
    /// <param name="values">Receives n eigenvalues, ascending.</param>
    /// <param name="vectors">Receives n² entries: row k is the unit eigenvector of values[k]. May be the span of the matrix.</param>
    /// <exception cref="ArgumentException">A span is too short, or the matrix has an entry that is NaN or infinite.</exception>
    public void Decompose(ReadOnlySpan<double> matrix, Span<double> values, Span<double> vectors)
    {
        Decompose(matrix, values, vectors, EigenvectorSelection.All, out _, out _);
    }

    /// <summary>
    /// All eigenvalues and the selected eigenvectors: rows first … first + count − 1 of <paramref name="vectors"/>, the others unspecified.
    /// At the smallest orders all are formed.
    /// </summary>
    internal void Decompose(
        ReadOnlySpan<double> matrix, Span<double> values, Span<double> vectors, EigenvectorSelection selection, out int first, out int count)
    {
        if (vectors.Length < Order * Order)
            throw new ArgumentException($"The eigenvectors need {Order * Order} entries; the span has {vectors.Length}.", nameof(vectors));
        if (Order <= JacobiRotations.MaxOrder)
        {
            CheckLengths(matrix, values);
            DecomposeSmall(matrix, values, vectors);
            (first, count) = (0, Order);
            return;
        }
        BinaryScale scale = Tridiagonalize(matrix, values, out TridiagonalReduction reduction);
        _divideAndConquer ??= new TridiagonalDivideAndConquer(Order);
        _divideAndConquer.Solve(_diagonal.Pointer, _offDiagonal.Pointer, selection);
        (first, count) = (_divideAndConquer.First, _divideAndConquer.End - _divideAndConquer.First);
        scale.Undo(_diagonal.Span, values);
        for (int k = first; k < first + count; k++)
            _divideAndConquer.Row(k).CopyTo(vectors[(k * Order)..]);
        fixed (double* rows = vectors)
            reduction.ApplyTo(rows + (nint)first * Order, count);
        GC.KeepAlive(_offDiagonal);
    }

    /// <summary>All eigenvalues.</summary>
    /// <param name="matrix">n² entries, row-major, symmetric.</param>
    /// <param name="values">Receives n eigenvalues, ascending.</param>
    /// <exception cref="ArgumentException">A span is too short, or the matrix has an entry that is NaN or infinite.</exception>
    public void Values(ReadOnlySpan<double> matrix, Span<double> values)
    {
        CheckLengths(matrix, values);
        if (Order <= JacobiRotations.MaxOrder)
        {
            DecomposeSmall(matrix, values, stackalloc double[JacobiRotations.MaxOrder * JacobiRotations.MaxOrder]);
            return;
        }
        BinaryScale scale = Tridiagonalize(matrix, values, out _);
        TridiagonalQl.Diagonalize(Order, _diagonal.Pointer, _offDiagonal.Pointer);
        _diagonal.Span.Sort();
        scale.Undo(_diagonal.Span, values);
    }

    /// <summary>All eigenvalues and eigenvectors of one matrix; keep a solver where there are many.</summary>
    /// <param name="matrix">n² entries, row-major, symmetric.</param>
    /// <param name="order">n.</param>
    /// <returns>n eigenvalues, ascending, and n² entries of which row k is the unit eigenvector of the k-th.</returns>
    /// <exception cref="ArgumentException">The span is too short, or the matrix has an entry that is NaN or infinite.</exception>
    public static (double[] Values, double[] Vectors) DecomposeOnce(ReadOnlySpan<double> matrix, int order)
    {
        var solver = new SymmetricEigensolver(order);
        double[] values = new double[order], vectors = new double[order * order];
        solver.Decompose(matrix, values, vectors);
        return (values, vectors);
    }

    private void DecomposeSmall(ReadOnlySpan<double> matrix, Span<double> values, Span<double> vectors)
    {
        int length = Order * Order;
        BinaryScale scale = BinaryScale.For(matrix[..length], Order);
        double* work = stackalloc double[JacobiRotations.MaxOrder * JacobiRotations.MaxOrder];
        scale.Apply(matrix[..length], new Span<double>(work, length));
        fixed (double* v = vectors)
            JacobiRotations.Diagonalize(Order, work, _diagonal.Pointer, v);
        scale.Undo(_diagonal.Span, values);
    }

    /// <summary>Leaves the scaled tridiagonal matrix in the work space; returns the scaling.</summary>
    private BinaryScale Tridiagonalize(ReadOnlySpan<double> matrix, Span<double> values, out TridiagonalReduction reduction)
    {
        CheckLengths(matrix, values);
        matrix = matrix[..(Order * Order)];
        BinaryScale scale = BinaryScale.For(matrix, Order);
        reduction = _reduction ??= new TridiagonalReduction(Order);
        reduction.Reduce(matrix, scale);
        reduction.Diagonal.CopyTo(_diagonal.Span);
        reduction.OffDiagonal.CopyTo(_offDiagonal.Span);
        return scale;
    }

    private void CheckLengths(ReadOnlySpan<double> matrix, Span<double> values)
    {
        if (matrix.Length < Order * Order)
            throw new ArgumentException($"A matrix of order {Order} has {Order * Order} entries; the span has {matrix.Length}.", nameof(matrix));
        if (values.Length < Order)
            throw new ArgumentException($"There are {Order} eigenvalues; the span has {values.Length} places.", nameof(values));
    }
}
