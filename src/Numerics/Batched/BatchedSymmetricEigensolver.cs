namespace Copositive.Numerics;

/// <summary>
/// Eigenvalues and eigenvectors of many symmetric matrices of one small order d, X = Σ λ_k v_k v_k'. Work space is allocated once.
/// </summary>
/// <remarks>
/// Matrices stand one after the other as triangles in the layout of <see cref="SymmetricVector"/>. As many as a vector has lanes are
/// diagonalised at once by Jacobi rotations (8 doubles with 512 bits); beyond order 24 (16 and 10 with vectors of 256 and 128 bits) one
/// after the other by <see cref="SymmetricEigensolver"/>. Errors are a small multiple of d · 1e-16 relative to ‖X‖, at any scale. What is
/// computed for a matrix depends neither on its neighbours nor on the number of threads. Not thread-safe: one solver a caller.
/// </remarks>
public sealed unsafe class BatchedSymmetricEigensolver
{
    private readonly SymmetricBatchTeam _batches;

    /// <summary>Allocates the work space, about 2d² doubles for each lane of each thread.</summary>
    /// <param name="order">d, the order of the matrices.</param>
    /// <param name="team">The threads; null for the calling one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is negative or above 16 384.</exception>
    public BatchedSymmetricEigensolver(int order, WorkerTeam? team = null) => _batches = new SymmetricBatchTeam(order, team);

    /// <summary>d, the order of the matrices.</summary>
    public int Order => _batches.Order;

    /// <summary>The eigenvalues and, where asked for, the eigenvectors of all matrices.</summary>
    /// <param name="count">The number of matrices.</param>
    /// <param name="triangles">count · d(d+1)/2 entries.</param>
    /// <param name="offDiagonalScale">
    /// The factor that off-diagonal entries carry: 1 when they are the matrices', √2 in the orthonormal scaling.
    /// </param>
    /// <param name="values">Receives count · d eigenvalues, those of a matrix ascending; must not overlap the triangles.</param>
    /// <param name="vectors">
    /// Empty, or receives count · d² entries: with k counting the eigenvalues of matrix m, row m·d + k of d entries is the unit
    /// eigenvector.
    /// </param>
    /// <param name="cancellation">Looked at about every millisecond.</param>
    /// <exception cref="ArgumentException">
    /// A span is too short, or a matrix has an entry that is NaN or infinite: its results are NaN, all others are complete.
    /// </exception>
    public void Decompose(
        int count, ReadOnlySpan<double> triangles, double offDiagonalScale, Span<double> values, Span<double> vectors,
        CancellationToken cancellation = default)
    {
        BatchShape.Check(count, SymmetricVector.Length(Order), triangles.Length, nameof(triangles));
        BatchShape.Check(count, Order, values.Length, nameof(values));
        if (!vectors.IsEmpty)
            BatchShape.Check(count, Order * Order, vectors.Length, nameof(vectors));
        BatchShape.CheckScale(offDiagonalScale);
        fixed (double* pTriangles = triangles, pValues = values, pVectors = vectors)
            _batches.Run(
                new SymmetricBatch
                {
                    Order = Order,
                    Count = Order == 0 ? 0 : count,
                    Triangles = pTriangles,
                    OffDiagonalScale = offDiagonalScale,
                    Values = pValues,
                    Vectors = pVectors,
                },
                cancellation);
    }
}
