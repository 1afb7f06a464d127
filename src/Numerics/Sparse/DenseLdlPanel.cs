using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Copositive.Numerics;

/// <summary>
/// Factors a panel [K₁; K₂] (width × width over further rows, row-major) as [L₁; L₂] D L₁', without pivoting: <see cref="TryFactor"/>
/// does K₁, <see cref="Eliminate"/> rows of K₂, several threads at the same time if they like. Both halve the columns, so that nearly
/// all the work is matrix products. Entries above K₁'s diagonal are not used.
/// </summary>
internal sealed unsafe class DenseLdlPanel
{
    private const int Block = 16;

    /// <summary>L₁D, row-major with rows a width apart.</summary>
    private readonly AlignedBuffer _scaled;

    /// <summary>Allocates for panels up to the given width.</summary>
    public DenseLdlPanel(int width) => _scaled = new AlignedBuffer(width * width);

    /// <summary>Factors K₁ in place; D goes to diagonal[first …]. False when the rule stops it.</summary>
    public bool TryFactor(double* panel, int width, int first, double[] diagonal, PivotRule rule, ref PivotTally tally)
    {
        bool isFactored = TryFactorRange(panel, width, 0, width, first, diagonal, rule, ref tally);
        GC.KeepAlive(this);
        return isFactored;
    }

    /// <summary>X ← X L₁'⁻¹ D⁻¹ for rows X of K₂ and the L₁ and D computed last.</summary>
    public void Eliminate(double* rows, int count, double* panel, int width, int first, double[] diagonal)
    {
        if (count == 0)
            return;
        fixed (double* d = &diagonal[first])
            EliminateRange(rows, count, panel, width, 0, width, d);
        GC.KeepAlive(this);
    }

    private bool TryFactorRange(
        double* panel, int width, int from, int to, int first, double[] diagonal, PivotRule rule, ref PivotTally tally)
    {
        if (to - from <= Block)
            return TryFactorBlock(panel, width, from, to, first, diagonal, rule, ref tally);
        int middle = Middle(from, to), rest = to - middle;
        if (!TryFactorRange(panel, width, from, middle, first, diagonal, rule, ref tally))
            return false;
        double* below = panel + (nint)middle * width, scaled = _scaled.Pointer + (nint)middle * width;
        fixed (double* d = &diagonal[first])
        {
            EliminateRange(below, rest, panel, width, from, middle, d);
            for (int k = 0; k < rest; k++)
                for (int c = from; c < middle; c++)
                    scaled[(nint)k * width + c] = below[(nint)k * width + c] * d[c];
        }
        Gemm.MultiplyAdd(
            GemmRegion.Lower, rest, rest, middle - from, -1, below + from, width, 1, scaled + from, 1, width, 1, below + middle, width);
        return TryFactorRange(panel, width, middle, to, first, diagonal, rule, ref tally);
    }

    private void EliminateRange(double* rows, int count, double* panel, int width, int from, int to, double* d)
    {
        if (to - from <= Block)
        {
            EliminateBlock(rows + from, count, panel + (nint)from * width + from, width, to - from, d + from);
            return;
        }
        int middle = Middle(from, to);
        EliminateRange(rows, count, panel, width, from, middle, d);
        double* scaled = _scaled.Pointer + (nint)middle * width + from;
        Gemm.MultiplyAdd(
            GemmRegion.Full, count, to - middle, middle - from, -1, rows + from, width, 1, scaled, 1, width, 1, rows + middle, width);
        EliminateRange(rows, count, panel, width, middle, to, d);
    }

    private static int Middle(int from, int to) => from + Math.Max(Block, (to - from) / 2 / Block * Block);

    /// <summary>Row by row: u_c = k_ic − Σ_{q&lt;c} u_q l_cq, l_ic = u_c/d_c and the pivot d_i = k_ii − Σ u_c l_ic.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryFactorBlock(
        double* panel, int width, int from, int to, int first, double[] diagonal, PivotRule rule, ref PivotTally tally)
    {
        double* u = stackalloc double[Block];
        for (int i = from; i < to; i++)
        {
            double* row = panel + (nint)i * width + from;
            int length = i - from;
            double pivot = row[length];
            for (int c = 0; c < length; c++)
            {
                double* other = panel + (nint)(from + c) * width + from;
                double sum = row[c];
                for (int q = 0; q < c; q++)
                    sum -= u[q] * other[q];
                u[c] = sum;
                row[c] = sum / diagonal[first + from + c];
                pivot -= sum * row[c];
            }
            if (!rule.TryApply(first + i, ref pivot, ref tally))
                return false;
            diagonal[first + i] = pivot;
        }
        return true;
    }

    private static void EliminateBlock(double* rows, int count, double* block, int stride, int depth, double* d)
    {
        if (Vector512.IsHardwareAccelerated && count >= Vector512<double>.Count)
            EliminateBlock<Lanes512<double>, Vector512<double>>(rows, count, block, stride, depth, d);
        else if (Vector256.IsHardwareAccelerated && count >= Vector256<double>.Count)
            EliminateBlock<Lanes256<double>, Vector256<double>>(rows, count, block, stride, depth, d);
        else if (Vector128.IsHardwareAccelerated && count >= Vector128<double>.Count)
            EliminateBlock<Lanes128<double>, Vector128<double>>(rows, count, block, stride, depth, d);
        else
            EliminateRows<LanesScalar<double>, double>(rows, count, block, stride, depth, d);
    }

    private static void EliminateBlock<TLanes, TVector>(double* rows, int count, double* block, int stride, int depth, double* d)
        where TLanes : struct, ILanes<TVector, double>
        where TVector : struct
    {
        int whole = count - count % TLanes.Count;
        EliminateRows<TLanes, TVector>(rows, whole, block, stride, depth, d);
        EliminateRows<LanesScalar<double>, double>(rows + (nint)whole * stride, count - whole, block, stride, depth, d);
    }

    /// <summary>One row a lane: as soon as u_q is known its multiples are subtracted from the columns after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EliminateRows<TLanes, TVector>(double* rows, int count, double* block, int stride, int depth, double* d)
        where TLanes : struct, ILanes<TVector, double>
        where TVector : struct
    {
        int lanes = TLanes.Count;
        double* strip = stackalloc double[Block * 8];
        for (int i = 0; i < count; i += lanes, rows += (nint)lanes * stride)
        {
            for (int r = 0; r < lanes; r++)
                for (int c = 0; c < depth; c++)
                    strip[c * lanes + r] = rows[(nint)r * stride + c];
            for (int q = 0; q < depth; q++)
            {
                TVector u = TLanes.Load(strip + q * lanes);
                double* l = block + q;
                for (int c = q + 1; c < depth; c++)
                {
                    double* target = strip + c * lanes;
                    TLanes.Store(TLanes.MultiplySubtractFrom(u, TLanes.Broadcast(l[(nint)c * stride]), TLanes.Load(target)), target);
                }
                TLanes.Store(TLanes.Divide(u, TLanes.Broadcast(d[q])), strip + q * lanes);
            }
            for (int r = 0; r < lanes; r++)
                for (int c = 0; c < depth; c++)
                    rows[(nint)r * stride + c] = strip[c * lanes + r];
        }
    }
}
