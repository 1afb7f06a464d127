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
    /// The rows of a zero matrix with the padding that vectors may run into: row Bounds[b] + k receives block b's k-th eigenvector, from
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

    /// <summary>The first entry of a block's first row of <see cref="Vectors"/>.</summary>
    public readonly double* Rows(int block) => Vectors + Bounds[block] * Stride + (EndsOnly ? 0 : Bounds[block]);

    /// <summary>The number of columns that these rows take, rounded up to a multiple of 8.</summary>
    public readonly int Width(int block) => EndsOnly ? 8 : (Order(block) + 7) / 8 * 8;

    /// <summary>Sets the vectors to the identity, and spreads the blocks over lanes: entry i of block b goes to i · lanes + b.</summary>
    /// <param name="lanes">The number of lanes.</param>
    /// <param name="rows">The order of the largest block.</param>
    /// <param name="d">Receives the diagonals, rows · lanes, zero where a block has no row; the off-diagonals follow.</param>
    /// <param name="e">Receives the off-diagonals.</param>
    /// <param name="last">Receives each block's last row.</param>
    /// <param name="largest">Receives each block's largest entry.</param>
    public readonly void Interleave(int lanes, int rows, double* d, double* e, double* last, double* largest)
    {
        new Span<double>(d, 2 * rows * lanes).Clear();
        new Span<double>(last, lanes).Clear();
        new Span<double>(largest, lanes).Clear();
        for (int b = 0; b < Count; b++)
        {
            int start = Bounds[b], order = Order(b);
            last[b] = order - 1;
            for (int i = 0; i < order; i++)
            {
                d[i * lanes + b] = Diagonal[start + i];
                if (i < order - 1)
                    e[i * lanes + b] = OffDiagonal[start + i];
                largest[b] = Math.Max(largest[b], Math.Max(Math.Abs(d[i * lanes + b]), Math.Abs(e[i * lanes + b])));
                if (!EndsOnly)
                    Rows(b)[i * Stride + i] = 1;
            }
            if (EndsOnly)
                Rows(b)[0] = Rows(b)[(order - 1) * Stride + 1] = 1;
        }
    }

    /// <summary>Writes a block's eigenvalues in ascending order and sorts its rows of vectors alike.</summary>
    /// <param name="block">The block.</param>
    /// <param name="d">The first of its eigenvalues, in any order.</param>
    /// <param name="lanes">The distance between them.</param>
    public readonly void Finish(int block, double* d, int lanes)
    {
        int order = Order(block);
        double* values = Diagonal + Bounds[block], rows = Rows(block);
        for (int i = 0; i < order; i++)
            values[i] = d[i * lanes];
        for (int i = 0; i < order - 1; i++)
        {
            int smallest = i;
            for (int j = i + 1; j < order; j++)
                if (values[j] < values[smallest])
                    smallest = j;
            if (smallest == i)
                continue;
            (values[i], values[smallest]) = (values[smallest], values[i]);
            EigenKernels.Widest.RotatePair(rows + i * Stride, rows + smallest * Stride, Width(block), 0, 1);
        }
    }
}
