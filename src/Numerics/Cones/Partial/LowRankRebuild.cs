using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// [X +] Σ θ_k v_k v_k' straight in the layout of <see cref="SymmetricVector"/>, a few rows of the lower triangle at a time.
/// </summary>
internal sealed unsafe class LowRankRebuild
{
    private const int BlockRows = 24;

    private readonly int _order;
    private readonly WorkerTeam? _team;
    private readonly double[] _scaled, _blocks;

    /// <summary>Allocates the work space.</summary>
    /// <param name="order">n.</param>
    /// <param name="capacity">The most vectors.</param>
    /// <param name="team">The threads; null for the calling one.</param>
    public LowRankRebuild(int order, int capacity, WorkerTeam? team)
    {
        (_order, _team) = (order, team);
        _scaled = new double[capacity * order];
        _blocks = new double[(team?.Threads ?? 1) * BlockRows * order];
    }

    /// <summary>Computes the sum.</summary>
    /// <param name="vectors">v_k, by rows of n.</param>
    /// <param name="values">θ_k.</param>
    /// <param name="unit">What the values are multiplied by besides.</param>
    /// <param name="triangle">X, or empty.</param>
    /// <param name="result">Receives the sum; may be the span of X.</param>
    /// <param name="offDiagonalScale">The factor that entries off the diagonal carry.</param>
    public void Run(
        ReadOnlySpan<double> vectors, ReadOnlySpan<double> values, double unit, ReadOnlySpan<double> triangle, Span<double> result,
            double offDiagonalScale)
    {
        int n = _order, parts = _team is not null && n >= TeamThreshold.RebuiltOrder ? _team.Threads : 1;
        for (int k = 0; k < values.Length; k++)
            TensorPrimitives.Multiply(vectors.Slice(k * n, n), unit * values[k], _scaled.AsSpan(k * n, n));
        fixed (double* v = vectors, scaled = _scaled, blocks = _blocks, x = triangle, p = result)
            _team.Share(parts, new Rows(n, values.Length, v, scaled, blocks, x, p, offDiagonalScale, parts));
    }

    private readonly struct Rows(
        int n, int count, double* vectors, double* scaled, double* blocks, double* x, double* p, double offDiagonalScale, int parts)
        : IParallelBody
    {
        public void Run(int part)
        {
            (int from, int end) = Partition.OfLowerTriangle(n, part, parts);
            double* block = blocks + (nint)part * BlockRows * n;
            for (int i = from; i < end; i += BlockRows)
            {
                int rows = Math.Min(BlockRows, end - i), columns = i + rows;
                Gemm.MultiplyAdd(GemmRegion.Full, rows, columns, count, 1, scaled + i, 1, n, vectors, n, 1, 0, block, columns);
                for (int row = i; row < i + rows; row++)
                    Write(row, new ReadOnlySpan<double>(block + (row - i) * columns, row + 1));
            }
        }

        private void Write(int row, ReadOnlySpan<double> sum)
        {
            int start = SymmetricVector.Length(row);
            double diagonal = sum[row] + (x == null ? 0 : x[start + row]);
            var target = new Span<double>(p + start, row);
            if (x == null)
                TensorPrimitives.Multiply(sum[..row], offDiagonalScale, target);
            else
                TensorPrimitives.MultiplyAdd(sum[..row], offDiagonalScale, new ReadOnlySpan<double>(x + start, row), target);
            p[start + row] = diagonal;
        }
    }
}
