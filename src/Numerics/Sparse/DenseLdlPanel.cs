using System.Numerics.Tensors;

namespace Copositive.Numerics;

/// <summary>
/// Factors a panel [K₁; K₂] (width × width over rows − width × width, row-major) as [L₁; L₂] D L₁', without pivoting, replacing pivots by
/// rule. Entries above K₁'s diagonal are not used.
/// </summary>
internal sealed unsafe class DenseLdlPanel
{
    private const int Block = 16;
    private readonly AlignedBuffer _scaled, _row;

    /// <summary>Allocates for panels up to the given width.</summary>
    public DenseLdlPanel(int width)
    {
        _scaled = new AlignedBuffer(width * Block);
        _row = new AlignedBuffer(Block);
    }

    /// <summary>Factors in place; D goes to diagonal[first …]. Returns the number of pivots replaced.</summary>
    public int Factor(double* panel, int rows, int width, int first, double[] diagonal, PivotRule rule)
    {
        int replaced = 0;
        double* scaled = _scaled.Pointer;
        for (int start = 0; start < width; start += Block)
        {
            int end = Math.Min(start + Block, width), depth = end - start, rest = width - end;
            for (int i = start; i < rows; i++)
                EliminateRow(panel, width, start, Math.Min(i, end), i, first, diagonal, rule, i < end, ref replaced);
            if (rest == 0)
                break;
            double* below = panel + (nint)end * width;
            for (int k = 0; k < rest; k++)
                for (int c = 0; c < depth; c++)
                    scaled[k * depth + c] = below[(nint)k * width + start + c] * diagonal[first + start + c];
            Gemm.MultiplyAdd(GemmRegion.Lower, rest, rest, depth, -1, below + start, width, 1, scaled, 1, depth, 1, below + end, width);
            if (rows > width)
            {
                double* bottom = panel + (nint)width * width;
                Gemm.MultiplyAdd(GemmRegion.Full, rows - width, rest, depth, -1, bottom + start, width, 1, scaled, 1, depth, 1, bottom + end, width);
            }
        }
        GC.KeepAlive(this);
        return replaced;
    }

    /// <summary>
    /// Row i of the block's columns: u_c = k_ic − Σ_{q&lt;c} u_q l_cq and l_ic = u_c/d_c; on the diagonal u is the pivot k_ii − Σ u_q l_iq.
    /// </summary>
    private void EliminateRow(
        double* panel, int width, int start, int end, int i, int first, double[] diagonal, PivotRule rule, bool hasPivot, ref int replaced)
    {
        double* row = panel + (nint)i * width + start, u = _row.Pointer;
        int length = end - start;
        for (int c = 0; c < length; c++)
            u[c] = row[c] - Dot(u, panel + (nint)(start + c) * width + start, c);
        if (hasPivot)
        {
            double pivot = row[length];
            for (int c = 0; c < length; c++)
                pivot -= u[c] * (u[c] / diagonal[first + start + c]);
            diagonal[first + i] = rule.Apply(first + i, pivot, ref replaced);
        }
        for (int c = 0; c < length; c++)
            row[c] = u[c] / diagonal[first + start + c];
    }

    private static double Dot(double* x, double* y, int length)
    {
        if (length >= 16)
            return TensorPrimitives.Dot<double>(new ReadOnlySpan<double>(x, length), new ReadOnlySpan<double>(y, length));
        double sum = 0;
        for (int i = 0; i < length; i++)
            sum += x[i] * y[i];
        return sum;
    }
}
