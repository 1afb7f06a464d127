namespace Copositive.Numerics;

/// <summary>
/// Applies a product of Householder reflections to vectors in blocks: H₁⋯H_b = I − V'TV with the reflectors as the rows of V and T upper
/// triangular (Schreiber and Van Loan, "A storage-efficient WY representation", 1989), so that the work is matrix products.
/// </summary>
/// <remarks>Parts of a team first make the triangles of some blocks each, then apply all blocks to some of the vectors each.</remarks>
internal sealed unsafe class BlockReflector
{
    private readonly int _order, _block;
    private readonly WorkerTeam? _team;
    private readonly AlignedBuffer _triangles, _gram;
    private AlignedBuffer _products = new(0);
    private double* _vectors, _tau, _rows;
    private nint _stride, _rowStride;
    private int _count;

    /// <summary>Allocates the work space for reflections of the given order.</summary>
    public BlockReflector(int order, WorkerTeam? team)
    {
        _order = order;
        _team = team;
        _block = order < 500 ? 24 : order < 1200 ? 48 : 72;
        _triangles = new AlignedBuffer(Blocks * _block * _block);
        _gram = new AlignedBuffer((team?.Threads ?? 1) * _block * _block);
    }

    private int Blocks => (Math.Max(_order - 1, 0) + _block - 1) / _block;

    /// <summary>
    /// Replaces each row z by H₀H₁⋯H_{n−2} z, where H_j has its vector in row j of <paramref name="vectors"/>, on columns j+1 … n−1.
    /// </summary>
    /// <param name="vectors">The reflectors' rows; entries to their left may be set to zero.</param>
    /// <param name="stride">The distance between them.</param>
    /// <param name="tau">Their factors.</param>
    /// <param name="rows">The vectors z.</param>
    /// <param name="rowStride">The distance between them.</param>
    /// <param name="count">The number of z.</param>
    /// <param name="cancellation">Checked between blocks.</param>
    public void Apply(double* vectors, nint stride, double* tau, double* rows, nint rowStride, int count, CancellationToken cancellation)
    {
        if (count == 0 || _order < 2)
            return;
        if (_products.Length < 2 * count * _block)
            _products = new AlignedBuffer(2 * count * _block);
        (_stride, _rowStride, _count) = (stride, rowStride, count);
        _vectors = vectors;
        _tau = tau;
        _rows = rows;
        bool shared = _team is not null && (long)_order * count >= TeamThreshold.ReflectedEntries;
        if (shared)
            _team!.Run(_team.Threads, new TrianglesPart(this, _team.Threads));
        else
            MakeTriangles(0, 1);
        const int blocksAtOnce = 8;
        for (int end = Blocks; end > 0; end -= blocksAtOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            if (shared)
                _team!.Run(_team.Threads, new RowsPart(this, Math.Max(0, end - blocksAtOnce), end, _team.Threads));
            else
                ApplyBlocks(Math.Max(0, end - blocksAtOnce), end, 0, count);
        }
    }

    /// <summary>The triangles of every parts-th block.</summary>
    private void MakeTriangles(int part, int parts)
    {
        for (int block = part; block < Blocks; block += parts)
            MakeTriangle(block, _gram.Pointer + part * _block * _block);
    }

    /// <summary>T's columns: T_ii = τ_i and T_{0..i−1, i} = −τ_i T (V v_i).</summary>
    private void MakeTriangle(int block, double* gram)
    {
        int start = block * _block, b = Math.Min(_block, _order - 1 - start), length = _order - start - 1;
        double* v = _vectors + start * _stride + start + 1, t = _triangles.Pointer + block * _block * _block;
        for (int q = 1; q < b; q++)
            new Span<double>(v + q * _stride, q).Clear();
        Gemm.MultiplyAdd(GemmRegion.Full, b, b, length, 1, v, _stride, 1, v, 1, _stride, 0, gram, b);
        new Span<double>(t, b * b).Clear();
        for (int i = 0; i < b; i++)
        {
            double tau = _tau[start + i];
            for (int k = 0; k < i; k++)
            {
                double sum = 0;
                for (int l = k; l < i; l++)
                    sum += t[k * b + l] * gram[i * b + l];
                t[k * b + i] = -tau * sum;
            }
            t[i * b + i] = tau;
        }
    }

    /// <summary>Applies blocks from … end − 1, the last first, to some of the rows z.</summary>
    private void ApplyBlocks(int from, int end, int firstRow, int count)
    {
        double* rows = _rows + firstRow * _rowStride;
        double* products = _products.Pointer + 2 * firstRow * _block, scaled = products + count * _block;
        for (int block = end - 1; block >= from && count > 0; block--)
        {
            int start = block * _block, b = Math.Min(_block, _order - 1 - start), length = _order - start - 1;
            double* v = _vectors + start * _stride + start + 1, t = _triangles.Pointer + block * _block * _block, z = rows + start + 1;
            Gemm.MultiplyAdd(GemmRegion.Full, count, b, length, 1, z, _rowStride, 1, v, 1, _stride, 0, products, b);
            Gemm.MultiplyAdd(GemmRegion.Full, count, b, b, 1, products, b, 1, t, 1, b, 0, scaled, b);
            Gemm.MultiplyAdd(GemmRegion.Full, count, length, b, -1, scaled, b, 1, v, _stride, 1, 1, z, _rowStride);
        }
    }

    private readonly struct TrianglesPart(BlockReflector reflector, int parts) : IParallelBody
    {
        public void Run(int part) => reflector.MakeTriangles(part, parts);
    }

    private readonly struct RowsPart(BlockReflector reflector, int from, int end, int parts) : IParallelBody
    {
        public void Run(int part)
        {
            (int row, int endRow) = Partition.Of(reflector._count, part, parts, 8);
            reflector.ApplyBlocks(from, end, row, endRow - row);
        }
    }
}
