namespace Copositive.Numerics;

/// <summary>
/// Q = H₁⋯H_k in blocks H_{j+1}⋯H_{j+b} = I − V S⁻¹V' with V the vectors as columns and S the upper triangle of V'V with its diagonal
/// halved, that is 1/τ (Puglisi 1992; Joffrain, Low, Quintana-Ortí and van de Geijn, "Accumulating Householder transformations,
/// revisited", ACM TOMS 32, 2006). V is stored in full, with its zeros and ones, so that applying it is matrix products and a triangular
/// solve with L = S'.
/// </summary>
internal sealed unsafe class HouseholderProduct
{
    private readonly AlignedBuffer _vectors, _triangles;
    private AlignedBuffer _product;

    /// <summary>Allocates for reflections of a given order.</summary>
    /// <param name="order">m, the length of the vectors.</param>
    /// <param name="count">k ≤ m, the number of reflections.</param>
    /// <param name="block">b, the most reflections applied at a time.</param>
    public HouseholderProduct(int order, int count, int block)
    {
        Order = order;
        Count = count;
        Block = block;
        _vectors = new AlignedBuffer(checked(order * count));
        _triangles = new AlignedBuffer(count * block);
        _product = new AlignedBuffer(0);
    }

    /// <summary>m.</summary>
    public int Order { get; }

    /// <summary>k.</summary>
    public int Count { get; }

    /// <summary>b.</summary>
    public int Block { get; }

    /// <summary>The number of reflections in the block that begins with reflection <paramref name="first"/>.</summary>
    public int WidthAt(int first) => Math.Min(Block, Count - first);

    /// <summary>The block's V: rows first … m − 1, as far apart as the block is wide.</summary>
    public double* VectorsAt(int first) => _vectors.Pointer + (nint)first * Order;

    /// <summary>Completes L by the rows of the reflections first + start …, whose vectors have been stored.</summary>
    /// <param name="first">The block's first reflection.</param>
    /// <param name="start">The number of reflections in the block that have been prepared.</param>
    /// <param name="width">The number of new ones.</param>
    /// <param name="tau">Their factors.</param>
    /// <param name="team">The threads to use.</param>
    public void Prepare(int first, int start, int width, double* tau, WorkerTeam? team)
    {
        int block = WidthAt(first);
        double* v = VectorsAt(first) + start * block, l = TriangleAt(first) + start * block;
        Gemm.MultiplyAdd(
            GemmRegion.Full, width, start + width, Order - first - start, 1, v + start, 1, block, v, block, 1, 0, l, block, team);
        for (int i = 0; i < width; i++)
            l[i * block + start + i] = tau[i] == 0 ? 1 : 1 / tau[i];
    }

    /// <summary>C ← (I − V S⁻¹V') C, or with S'⁻¹, for some reflections of a block; C has rows from the first of them on.</summary>
    /// <param name="first">The block's first reflection.</param>
    /// <param name="start">The number of reflections of the block to leave out.</param>
    /// <param name="width">The number to apply.</param>
    /// <param name="transposed">Whether to apply the transpose.</param>
    /// <param name="c">C.</param>
    /// <param name="stride">The distance between C's rows.</param>
    /// <param name="columns">C's columns.</param>
    /// <param name="team">The threads to use.</param>
    public void Apply(int first, int start, int width, bool transposed, double* c, nint stride, int columns, WorkerTeam? team)
    {
        if (columns == 0 || width == 0)
            return;
        if (_product.Length < width * columns)
            _product = new AlignedBuffer(Math.Min(Block, Count) * columns);
        int block = WidthAt(first), rows = Order - first - start;
        double* v = VectorsAt(first) + start * (block + 1), l = TriangleAt(first) + start * (block + 1), w = _product.Pointer;
        Gemm.MultiplyAdd(GemmRegion.Full, width, columns, rows, 1, v, 1, block, c, stride, 1, 0, w, columns, team);
        TriangularSystem system = TriangularSystem.Lower(width, l, block, w, columns, columns);
        BlockedTriangularSolve.Run(transposed ? system : system.Transposed(), team);
        Gemm.MultiplyAdd(GemmRegion.Full, rows, columns, width, -1, v, block, 1, w, columns, 1, 1, c, stride, team);
    }

    /// <summary>C ← QC or Q'C for a matrix of m rows.</summary>
    public void Apply(bool transposed, double* c, nint stride, int columns, WorkerTeam? team, CancellationToken cancellation)
    {
        int blocks = (Count + Block - 1) / Block;
        for (int step = 0; step < blocks; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            int first = (transposed ? step : blocks - 1 - step) * Block;
            Apply(first, 0, WidthAt(first), transposed, c + first * stride, stride, columns, team);
        }
        GC.KeepAlive(this);
    }

    private double* TriangleAt(int first) => _triangles.Pointer + (nint)first * Block;
}
