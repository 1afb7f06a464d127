namespace Copositive.Numerics;

/// <summary>
/// Projection of many symmetric matrices of one small order d onto the positive semidefinite cone, Π(X) = Σ max(λ_k, 0) v_k v_k'. Work
/// space is allocated once.
/// </summary>
/// <remarks>
/// Layout, method, accuracy and thread safety are those of <see cref="BatchedSymmetricEigensolver"/>. A semidefinite matrix is returned as
/// it is and the negative of one becomes zero, up to rounding errors in eigenvalues near zero.
/// </remarks>
public sealed unsafe class BatchedPsdProjector
{
    private readonly SymmetricBatchTeam _batches;

    /// <summary>Allocates the work space, about 2d² doubles for each lane of each thread.</summary>
    /// <param name="order">d, the order of the matrices.</param>
    /// <param name="team">The threads; null for the calling one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is negative or above 16 384.</exception>
    public BatchedPsdProjector(int order, WorkerTeam? team = null) => _batches = new SymmetricBatchTeam(order, team);

    /// <summary>d, the order of the matrices.</summary>
    public int Order => _batches.Order;

    /// <summary>Projects all matrices.</summary>
    /// <param name="count">The number of matrices.</param>
    /// <param name="triangles">count · d(d+1)/2 entries.</param>
    /// <param name="results">Receives the projections in the same layout and scaling; may be the span of the triangles.</param>
    /// <param name="offDiagonalScale">
    /// The factor that off-diagonal entries carry: 1 when they are the matrices', √2 in the orthonormal scaling.
    /// </param>
    /// <param name="cancellation">Looked at about every millisecond.</param>
    /// <exception cref="ArgumentException">
    /// A span is too short, or a matrix has an entry that is NaN or infinite: its results are NaN, all others are complete.
    /// </exception>
    public void Project(
        int count, ReadOnlySpan<double> triangles, Span<double> results, double offDiagonalScale,
            CancellationToken cancellation = default) =>
        Project(count, triangles, results, offDiagonalScale, default, default, cancellation);

    /// <summary>
    /// Projects all matrices and keeps their eigenvalues and eigenvectors, of which derivatives of the projection are made.
    /// </summary>
    /// <param name="count">The number of matrices.</param>
    /// <param name="triangles">count · d(d+1)/2 entries.</param>
    /// <param name="results">Receives the projections in the same layout and scaling; may be the span of the triangles.</param>
    /// <param name="offDiagonalScale">The factor that off-diagonal entries carry.</param>
    /// <param name="values">Empty, or receives count · d eigenvalues, those of a matrix ascending.</param>
    /// <param name="vectors">
    /// Empty (as it must be when there are no values), or receives count · d² entries, the eigenvectors as rows.
    /// </param>
    /// <param name="cancellation">Looked at about every millisecond.</param>
    /// <exception cref="ArgumentException">
    /// A span is too short, or a matrix has an entry that is NaN or infinite: its results are NaN, all others are complete.
    /// </exception>
    public void Project(
        int count, ReadOnlySpan<double> triangles, Span<double> results, double offDiagonalScale, Span<double> values, Span<double> vectors,
        CancellationToken cancellation = default)
    {
        int length = SymmetricVector.Length(Order);
        BatchShape.Check(count, length, triangles.Length, nameof(triangles));
        BatchShape.Check(count, length, results.Length, nameof(results));
        if (!values.IsEmpty || !vectors.IsEmpty)
            BatchShape.Check(count, Order, values.Length, nameof(values));
        if (!vectors.IsEmpty)
            BatchShape.Check(count, Order * Order, vectors.Length, nameof(vectors));
        BatchShape.CheckScale(offDiagonalScale);
        fixed (double* pTriangles = triangles, pResults = results, pValues = values, pVectors = vectors)
            _batches.Run(
                new SymmetricBatch
                {
                    Order = Order,
                    Count = Order == 0 ? 0 : count,
                    Triangles = pTriangles,
                    OffDiagonalScale = offDiagonalScale,
                    Projections = pResults,
                    Values = pValues,
                    Vectors = pVectors,
                },
                cancellation);
    }
}
