using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>The panel factorisation of <see cref="TridiagonalReduction"/> for one vector width.</summary>
internal static unsafe class TridiagonalPanelKernel<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    /// <summary>
    /// A column whose squares below the first sum to less is taken for zero, given a matrix scaled to entries near 1: an error far below
    /// rounding, where a reflector computed from subnormal squares would not be orthogonal.
    /// </summary>
    private const double NegligibleSquare = 1e-280;

    /// <summary>Reduces the panel's columns and leaves its V and W for the update of the remaining matrix.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ref TridiagonalPanel panel)
    {
        int padded = panel.Padded, order = panel.Order;
        double* left = panel.Left, right = panel.Right;
        double* w = left + panel.Columns * padded;
        new Span<double>(left, 2 * panel.Columns * padded).Clear();
        new Span<double>(right, 2 * panel.Columns * padded).Clear();
        for (int i = 0; i < panel.Columns; i++)
        {
            int j = panel.Start + i, first = j & ~7;
            double* column = panel.A + (nint)j * panel.Stride;
            for (int q = 0; q < i; q++)
                SubtractTwo(first, padded, left + q * padded, w[q * padded + j], w + q * padded, left[q * padded + j], column);
            panel.Diagonal[j] = column[j];
            if (j >= order - 1)
            {
                panel.Tau[j] = 0;
                panel.OffDiagonal[j] = 0;
                continue;
            }
            double tau = MakeReflector(ref panel, j, column);
            panel.Tau[j] = tau;
            new Span<double>(column + j + 1, padded - j - 1).CopyTo(new Span<double>(left + i * padded + j + 1, padded - j - 1));
            new Span<double>(column + j + 1, padded - j - 1).CopyTo(new Span<double>(right + (panel.Columns + i) * padded + j + 1, padded - j - 1));
            if (tau != 0)
                MakeUpdate(ref panel, i, tau, w);
        }
    }

    /// <summary>
    /// The reflector that maps the column's entries below the diagonal to (β, 0, …, 0)': v = (1, x₂/(x₁ − β), …), τ = (β − x₁)/β,
    /// β = −sign(x₁)‖x‖.
    /// </summary>
    private static double MakeReflector(ref TridiagonalPanel panel, int j, double* column)
    {
        int padded = panel.Padded;
        double* v = panel.V;
        double squares = 0;
        int row = j + 2, aligned = Math.Min(padded, (row + 7) & ~7);
        for (; row < aligned; row++)
            squares += column[row] * column[row];
        TVector sum = TLanes.Zero;
        for (; row < padded; row += TLanes.Count)
        {
            TVector x = TLanes.Load(column + row);
            sum = TLanes.MultiplyAdd(x, x, sum);
        }
        squares += TLanes.Sum(sum);
        double head = column[j + 1], beta = head, tau = 0, scale = 0;
        if (squares > NegligibleSquare)
        {
            beta = -Math.CopySign(Math.Sqrt(head * head + squares), head);
            tau = (beta - head) / beta;
            scale = 1 / (head - beta);
        }
        panel.OffDiagonal[j] = beta;
        for (row = j & ~7; row <= j; row++)
            v[row] = 0;
        column[j + 1] = v[j + 1] = 1;
        for (row = j + 2; row < padded; row++)
            v[row] = column[row] *= scale;
        return tau;
    }

    /// <summary>
    /// w = τ(Av − V W'v − W V'v) − ½τ²(v'(…))v, with which the two-sided reflection of A is A − vw' − wv'.
    /// </summary>
    private static void MakeUpdate(ref TridiagonalPanel panel, int i, double tau, double* w)
    {
        int j = panel.Start + i, padded = panel.Padded, first = (j + 1) & ~7;
        double* v = panel.V, y = panel.Y;
        new Span<double>(y + first, padded - first).Clear();
        if (TLanes.Count == 8)
            SymmetricMultiply8(first, padded, panel.A, panel.Stride, v, y);
        else
            SymmetricMultiply4(first, padded, panel.A, panel.Stride, v, y);
        for (int q = 0; q < i; q++)
        {
            double* vq = panel.Left + q * padded, wq = w + q * padded;
            DotTwo(first, padded, vq, wq, v, out double vv, out double wv);
            SubtractTwo(first, padded, vq, wv, wq, vv, y);
        }
        DotTwo(first, padded, y, y, v, out double yv, out _);
        double* wi = w + i * padded, copy = panel.Right + i * padded;
        TVector scale = TLanes.Broadcast(tau), shift = TLanes.Broadcast(-0.5 * tau * tau * yv);
        for (int row = first; row < padded; row += TLanes.Count)
        {
            TVector value = TLanes.MultiplyAdd(shift, TLanes.Load(v + row), TLanes.Multiply(scale, TLanes.Load(y + row)));
            TLanes.Store(value, wi + row);
            TLanes.Store(value, copy + row);
        }
        for (int row = first; row <= j; row++)
            wi[row] = copy[row] = 0;
        for (int row = panel.Order; row < padded; row++)
            wi[row] = copy[row] = 0;
    }

    /// <summary>z ← z − αx − βy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SubtractTwo(int start, int end, double* x, double alpha, double* y, double beta, double* z)
    {
        TVector a = TLanes.Broadcast(alpha), b = TLanes.Broadcast(beta);
        for (int row = start; row < end; row += TLanes.Count)
        {
            TVector value = TLanes.MultiplySubtractFrom(TLanes.Load(x + row), a, TLanes.Load(z + row));
            TLanes.Store(TLanes.MultiplySubtractFrom(TLanes.Load(y + row), b, value), z + row);
        }
    }

    /// <summary>x·v and y·v.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DotTwo(int start, int end, double* x, double* y, double* v, out double xv, out double yv)
    {
        TVector sumX = TLanes.Zero, sumY = TLanes.Zero;
        for (int row = start; row < end; row += TLanes.Count)
        {
            TVector z = TLanes.Load(v + row);
            sumX = TLanes.MultiplyAdd(TLanes.Load(x + row), z, sumX);
            sumY = TLanes.MultiplyAdd(TLanes.Load(y + row), z, sumY);
        }
        xv = TLanes.Sum(sumX);
        yv = TLanes.Sum(sumY);
    }

    /// <summary>
    /// y += Ax over rows and columns from <paramref name="start"/>, eight columns at a time, reading each entry of the lower triangle once:
    /// it serves both its own place and its mirror's. The 8 × 8 diagonal blocks are read whole.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SymmetricMultiply8(int start, int end, double* a, nint stride, double* x, double* y)
    {
        for (int g = start; g < end; g += 8)
        {
            double* a0 = a + g * stride, a1 = a0 + stride, a2 = a1 + stride, a3 = a2 + stride;
            double* a4 = a3 + stride, a5 = a4 + stride, a6 = a5 + stride, a7 = a6 + stride;
            TVector x0 = TLanes.Broadcast(x[g]), x1 = TLanes.Broadcast(x[g + 1]), x2 = TLanes.Broadcast(x[g + 2]), x3 = TLanes.Broadcast(x[g + 3]);
            TVector x4 = TLanes.Broadcast(x[g + 4]), x5 = TLanes.Broadcast(x[g + 5]), x6 = TLanes.Broadcast(x[g + 6]), x7 = TLanes.Broadcast(x[g + 7]);
            TVector even = TLanes.MultiplyAdd(TLanes.Load(a0 + g), x0, TLanes.Load(y + g)), odd = TLanes.Multiply(TLanes.Load(a1 + g), x1);
            even = TLanes.MultiplyAdd(TLanes.Load(a2 + g), x2, even);
            odd = TLanes.MultiplyAdd(TLanes.Load(a3 + g), x3, odd);
            even = TLanes.MultiplyAdd(TLanes.Load(a4 + g), x4, even);
            odd = TLanes.MultiplyAdd(TLanes.Load(a5 + g), x5, odd);
            even = TLanes.MultiplyAdd(TLanes.Load(a6 + g), x6, even);
            odd = TLanes.MultiplyAdd(TLanes.Load(a7 + g), x7, odd);
            TLanes.Store(TLanes.Add(even, odd), y + g);
            TVector d0 = TLanes.Zero, d1 = TLanes.Zero, d2 = TLanes.Zero, d3 = TLanes.Zero;
            TVector d4 = TLanes.Zero, d5 = TLanes.Zero, d6 = TLanes.Zero, d7 = TLanes.Zero;
            for (int r = g + 8; r < end; r += TLanes.Count)
            {
                TVector xr = TLanes.Load(x + r);
                TVector entry = TLanes.Load(a0 + r);
                even = TLanes.MultiplyAdd(entry, x0, TLanes.Load(y + r));
                d0 = TLanes.MultiplyAdd(entry, xr, d0);
                entry = TLanes.Load(a1 + r);
                odd = TLanes.Multiply(entry, x1);
                d1 = TLanes.MultiplyAdd(entry, xr, d1);
                entry = TLanes.Load(a2 + r);
                even = TLanes.MultiplyAdd(entry, x2, even);
                d2 = TLanes.MultiplyAdd(entry, xr, d2);
                entry = TLanes.Load(a3 + r);
                odd = TLanes.MultiplyAdd(entry, x3, odd);
                d3 = TLanes.MultiplyAdd(entry, xr, d3);
                entry = TLanes.Load(a4 + r);
                even = TLanes.MultiplyAdd(entry, x4, even);
                d4 = TLanes.MultiplyAdd(entry, xr, d4);
                entry = TLanes.Load(a5 + r);
                odd = TLanes.MultiplyAdd(entry, x5, odd);
                d5 = TLanes.MultiplyAdd(entry, xr, d5);
                entry = TLanes.Load(a6 + r);
                even = TLanes.MultiplyAdd(entry, x6, even);
                d6 = TLanes.MultiplyAdd(entry, xr, d6);
                entry = TLanes.Load(a7 + r);
                odd = TLanes.MultiplyAdd(entry, x7, odd);
                d7 = TLanes.MultiplyAdd(entry, xr, d7);
                TLanes.Store(TLanes.Add(even, odd), y + r);
            }
            y[g] += TLanes.Sum(d0);
            y[g + 1] += TLanes.Sum(d1);
            y[g + 2] += TLanes.Sum(d2);
            y[g + 3] += TLanes.Sum(d3);
            y[g + 4] += TLanes.Sum(d4);
            y[g + 5] += TLanes.Sum(d5);
            y[g + 6] += TLanes.Sum(d6);
            y[g + 7] += TLanes.Sum(d7);
        }
    }

    /// <summary>As <see cref="SymmetricMultiply8"/> with four columns at a time, which 16 registers can hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SymmetricMultiply4(int start, int end, double* a, nint stride, double* x, double* y)
    {
        for (int g = start; g < end; g += 4)
        {
            double* a0 = a + g * stride, a1 = a0 + stride, a2 = a1 + stride, a3 = a2 + stride;
            TVector x0 = TLanes.Broadcast(x[g]), x1 = TLanes.Broadcast(x[g + 1]), x2 = TLanes.Broadcast(x[g + 2]), x3 = TLanes.Broadcast(x[g + 3]);
            for (int r = g; r < g + 4; r += TLanes.Count)
            {
                TVector value = TLanes.MultiplyAdd(TLanes.Load(a0 + r), x0, TLanes.Load(y + r));
                value = TLanes.MultiplyAdd(TLanes.Load(a1 + r), x1, value);
                value = TLanes.MultiplyAdd(TLanes.Load(a2 + r), x2, value);
                TLanes.Store(TLanes.MultiplyAdd(TLanes.Load(a3 + r), x3, value), y + r);
            }
            TVector d0 = TLanes.Zero, d1 = TLanes.Zero, d2 = TLanes.Zero, d3 = TLanes.Zero;
            for (int r = g + 4; r < end; r += TLanes.Count)
            {
                TVector xr = TLanes.Load(x + r), value = TLanes.Load(y + r);
                TVector entry = TLanes.Load(a0 + r);
                value = TLanes.MultiplyAdd(entry, x0, value);
                d0 = TLanes.MultiplyAdd(entry, xr, d0);
                entry = TLanes.Load(a1 + r);
                value = TLanes.MultiplyAdd(entry, x1, value);
                d1 = TLanes.MultiplyAdd(entry, xr, d1);
                entry = TLanes.Load(a2 + r);
                value = TLanes.MultiplyAdd(entry, x2, value);
                d2 = TLanes.MultiplyAdd(entry, xr, d2);
                entry = TLanes.Load(a3 + r);
                TLanes.Store(TLanes.MultiplyAdd(entry, x3, value), y + r);
                d3 = TLanes.MultiplyAdd(entry, xr, d3);
            }
            y[g] += TLanes.Sum(d0);
            y[g + 1] += TLanes.Sum(d1);
            y[g + 2] += TLanes.Sum(d2);
            y[g + 3] += TLanes.Sum(d3);
        }
    }
}
