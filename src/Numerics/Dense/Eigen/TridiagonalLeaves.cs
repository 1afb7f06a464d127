namespace Copositive.Numerics;

/// <summary>
/// Adjacent diagonal blocks of one tridiagonal matrix, scaled to entries near 1, to be diagonalised apart: at most as many as the vectors
/// of <see cref="TridiagonalQl{TLanes,TVector}"/> have lanes.
/// </summary>
internal unsafe struct TridiagonalLeaves
{
    /// <summary>The number of blocks.</summary>
    public int Count;

    /// <summary>Where each block starts, and after the last where it ends: Count + 1 places.</summary>
    public int* Bounds;

    /// <summary>The diagonal of the whole matrix; on return the blocks' eigenvalues, each block's ascending.</summary>
    public double* Diagonal;

    /// <summary>Entries (i+1, i) of the whole matrix; those between two blocks are not used.</summary>
    public double* OffDiagonal;

    /// <summary>
    /// The rows of a zero matrix with the padding that vectors may run into, or null: row Bounds[b] + k receives block b's k-th eigenvector.
    /// </summary>
    public double* Vectors;

    /// <summary>The distance between the rows: at least the order plus 7.</summary>
    public nint Stride;

    /// <summary>Work space: 4 places for each row of the largest block and each lane.</summary>
    public double* Work;
}
