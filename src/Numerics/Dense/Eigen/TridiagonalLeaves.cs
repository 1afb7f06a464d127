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
    /// The rows of a zero matrix with the padding that vectors may run into, or null: row Bounds[b] + k receives block b's k-th eigenvector, from
    /// column Bounds[b] on.
    /// </summary>
    public double* Vectors;

    /// <summary>The distance between the rows: at least the order plus 7, or 8 for <see cref="EndsOnly"/>.</summary>
    public nint Stride;

    /// <summary>Whether only the first and the last entry of each eigenvector are formed, in columns 0 and 1.</summary>
    public bool EndsOnly;

    /// <summary>Work space: 4 places for each row of the largest block and each lane.</summary>
    public double* Work;

    /// <summary>The order of a block.</summary>
    public readonly int Order(int block) => Bounds[block + 1] - Bounds[block];

    /// <summary>The number of columns that a block's rows of <see cref="Vectors"/> take, rounded up to a multiple of 8.</summary>
    public readonly int Width(int block) => EndsOnly ? 8 : (Order(block) + 7) / 8 * 8;

    /// <summary>The first entry of a block's first row of <see cref="Vectors"/>.</summary>
    public readonly double* Rows(int block) => Vectors + Bounds[block] * Stride + (EndsOnly ? 0 : Bounds[block]);
}
