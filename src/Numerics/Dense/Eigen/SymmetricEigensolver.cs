namespace Copositive.Numerics;

/// <summary>
/// Eigenvalues and eigenvectors of dense symmetric matrices of one order, X = Σ λ_k v_k v_k'. Work space is allocated
/// at first use and kept.
/// </summary>
/// <remarks>
/// <para>
/// Orders up to 6 go by Jacobi rotations. Larger matrices are reduced to tridiagonal form by Householder reflections in panels
/// (Dongarra, Sorensen and Hammarling 1989), which is solved by divide and conquer (Cuppen 1981; Gu and Eisenstat 1995), in O(n²)
/// operations when only eigenvalues are asked for; and the reflections are applied to the eigenvectors in blocks (Schreiber and Van
/// Loan 1989). When some vectors only are asked for, the last merge and the reflections work on these alone.
/// </para>
/// <para>
/// Errors are a small multiple of 1e-16 relative to ‖X‖, in λ as in the residuals and the orthogonality of the vectors. Entries may be
/// of any finite size: the matrix is first scaled by a power of two (an eigenvalue beyond the largest double comes out infinite).
/// </para>
/// <para>
/// For a given number of threads the results are the same bit by bit on one machine; with another number, or other vector hardware,
/// they differ by rounding. Not thread-safe: one solver a thread. Solvers may share a team.
/// </para>
/// </remarks>
public sealed unsafe class SymmetricEigensolver
{
    private readonly WorkerTeam? _team;
    private readonly AlignedBuffer _diagonal, _offDiagonal;
    private TridiagonalReduction? _reduction;
    private TridiagonalDivideAndConquer? _divideAndConquer, _valuesOnly;

    /// <summary>Makes a solver; its work space comes to n² doubles for eigenvalues alone and to 6n² with vectors.</summary>
    /// <param name="order">n, the order of the matrices.</param>
    /// <param name="team">The threads that share the work where the order makes it pay; null for the calling thread alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is negative or above 16 384.</exception>
    public SymmetricEigensolver(int order, WorkerTeam? team = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, 16_384);
        Order = order;
        _team = team;
        _diagonal = new AlignedBuffer(order);
        _offDiagonal = new AlignedBuffer(order);
    }

    /// <summary>n, the order of the matrices.</summary>
    public int Order { get; }

    /// <summary>All eigenvalues and eigenvectors.</summary>
    /// <param name="matrix">n² entries, row-major, symmetric.</param>
    /// <param name="values">Receives n eigenvalues, ascending.</param>
    /// <param name="vectors">Receives n² entries: row k is the unit eigenvector of values[k]. May be the span of the matrix.</param>
    /// <param name="cancellation">Checked many times in the course of the work; the outputs are then unspecified.</param>
    /// <exception cref="ArgumentException">A span is too short, or the matrix has an entry that is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public void Decompose(
        ReadOnlySpan<double> matrix, Span<double> values, Span<double> vectors, CancellationToken cancellation = default) =>
        DecomposePart(matrix, values, vectors, EigenvectorSelection.All, cancellation);

    /// <summary>All eigenvalues and the selected eigenvectors, in less time where these are few.</summary>
    /// <param name="matrix">n² entries, row-major, symmetric.</param>
    /// <param name="values">Receives n eigenvalues, ascending.</param>
    /// <param name="vectors">
    /// n² entries: row k receives the unit eigenvector of values[k] for the selected k; other rows are unspecified. May be the span of
    /// the matrix.
    /// </param>
    /// <param name="selection">The eigenvectors to form.</param>
    /// <param name="cancellation">Checked many times in the course of the work; the outputs are then unspecified.</param>
    /// <returns>The number of the first eigenvector formed, and how many were.</returns>
    /// <exception cref="ArgumentException">A span is too short, or the matrix has an entry that is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public (int First, int Count) DecomposePart(
        ReadOnlySpan<double> matrix, Span<double> values, Span<double> vectors, EigenvectorSelection selection,
        CancellationToken cancellation = default)
    {
        if (vectors.Length < Order * Order)
            throw new ArgumentException($"The eigenvectors need {Order * Order} entries; the span has {vectors.Length}.", nameof(vectors));
        CheckLengths(matrix, values);
        int first, end;
        if (Order <= JacobiRotations.MaxOrder)
        {
            DecomposeSmall(matrix, values, vectors);
            (first, end) = selection.Of(values[..Order]);
            return (first, end - first);
        }
        BinaryScale scale = Tridiagonalize(matrix, out TridiagonalReduction reduction, cancellation);
        _divideAndConquer ??= new TridiagonalDivideAndConquer(Order, _team);
        fixed (double* rows = vectors)
        {
            (first, end) = _divideAndConquer.Solve(_diagonal.Pointer, _offDiagonal.Pointer, selection, rows, Order, cancellation);
            reduction.ApplyTo(rows + (nint)first * Order, end - first, cancellation);
        }
        scale.Undo(_diagonal.Span, values);
        GC.KeepAlive(this);
        return (first, end - first);
    }

    /// <summary>All eigenvalues.</summary>
    /// <param name="matrix">n² entries, row-major, symmetric.</param>
    /// <param name="values">Receives n eigenvalues, ascending.</param>
    /// <param name="cancellation">Checked many times in the course of the work; the values are then unspecified.</param>
    /// <exception cref="ArgumentException">A span is too short, or the matrix has an entry that is NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public void Values(ReadOnlySpan<double> matrix, Span<double> values, CancellationToken cancellation = default)
    {
        CheckLengths(matrix, values);
        if (Order <= JacobiRotations.MaxOrder)
        {
            DecomposeSmall(matrix, values, stackalloc double[JacobiRotations.MaxOrder * JacobiRotations.MaxOrder]);
            return;
        }
        BinaryScale scale = Tridiagonalize(matrix, out _, cancellation);
        _valuesOnly ??= new TridiagonalDivideAndConquer(Order, _team, valuesOnly: true);
        _valuesOnly.Solve(_diagonal.Pointer, _offDiagonal.Pointer, EigenvectorSelection.Range(0, 0), null, 0, cancellation);
        scale.Undo(_diagonal.Span, values);
        GC.KeepAlive(this);
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
        GC.KeepAlive(this);
    }

    /// <summary>Leaves the scaled tridiagonal matrix in the work space; returns the scaling.</summary>
    private BinaryScale Tridiagonalize(ReadOnlySpan<double> matrix, out TridiagonalReduction reduction, CancellationToken cancellation)
    {
        matrix = matrix[..(Order * Order)];
        BinaryScale scale = BinaryScale.For(matrix, Order);
        reduction = _reduction ??= new TridiagonalReduction(Order, _team);
        reduction.Reduce(matrix, scale, cancellation);
        reduction.Diagonal.CopyTo(_diagonal.Span);
        reduction.OffDiagonal.CopyTo(_offDiagonal.Span);
        return scale;
    }

    private void CheckLengths(ReadOnlySpan<double> matrix, Span<double> values)
    {
        if (matrix.Length < Order * Order)
            throw new ArgumentException(
                $"A matrix of order {Order} has {Order * Order} entries; the span has {matrix.Length}.", nameof(matrix));
        if (values.Length < Order)
            throw new ArgumentException($"There are {Order} eigenvalues; the span has {values.Length} places.", nameof(values));
    }
}
