using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>The steps of the panel factorisation of <see cref="TridiagonalReduction"/>, column by column, for one vector width.</summary>
internal static unsafe class TridiagonalPanelKernel<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    /// <summary>
    /// A column whose squares below the first sum to less is taken for zero, given a matrix scaled to entries near 1: an error far below
    /// rounding, where a reflector computed from subnormal squares would not be orthogonal.
    /// </summary>
    private const double NegligibleSquare = 1e-280;

    /// <summary>
    /// Applies the panel's pending updates to its column i and makes the reflector of that column; returns whether there is one to apply.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Start(in TridiagonalPanel panel, int i)
    {
        int j = panel.Start + i, padded = panel.Padded;
        double* column = panel.A + (nint)j * panel.Stride, v = panel.Updates, w = panel.W, coefficients = panel.Coefficients;
        for (int q = 0; q < i; q++)
        {
            coefficients[q] = w[q * padded + j];
            coefficients[i + q] = v[q * padded + j];
        }
        RowCombination<TLanes, TVector>.Subtract(v, padded, i, coefficients, j & ~7, padded, column);
        RowCombination<TLanes, TVector>.Subtract(w, padded, i, coefficients + i, j & ~7, padded, column);
        panel.Diagonal[j] = column[j];
        if (j >= panel.Order - 1)
        {
            panel.Tau[j] = panel.OffDiagonal[j] = 0;
            return false;
        }
        MakeReflector(in panel, j, column);
        int first = (j + 1) & ~7;
        double* again = w + panel.Columns * padded;
        for (int row = first; row < padded; row += TLanes.Count)
        {
            TVector x = TLanes.Load(panel.V + row);
            TLanes.Store(x, v + i * padded + row);
            TLanes.Store(x, again + i * padded + row);
        }
        if (panel.Tau[j] != 0)
            return true;
        new Span<double>(w + i * padded + first, padded - first).Clear();
        return false;
    }

    /// <summary>A part's share of Av, and of V'v and W'v for the columns of the panel before i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(in TridiagonalPanel panel, int i, int part)
    {
        int first = (panel.Start + i + 1) & ~7, padded = panel.Padded;
        double* share = panel.Share(part), dots = share + padded;
        new Span<double>(share + first, padded - first).Clear();
        SymmetricProduct<TLanes, TVector>.Add(first, padded, panel.A, panel.Stride, panel.V, share, part, panel.Parts);
        (int from, int end) = Partition.Of((padded - first) / 8, part, panel.Parts);
        RowCombination<TLanes, TVector>.Dots(panel.Updates, padded, i, panel.V, first + 8 * from, first + 8 * end, dots);
        RowCombination<TLanes, TVector>.Dots(panel.W, padded, i, panel.V, first + 8 * from, first + 8 * end, dots + panel.Columns);
    }

    /// <summary>
    /// Makes w = τ(Av − V W'v − W V'v) − ½τ²(v'(…))v from the shares, with which the two-sided reflection of A is A − vw' − wv'.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Finish(in TridiagonalPanel panel, int i)
    {
        int j = panel.Start + i, padded = panel.Padded, first = (j + 1) & ~7, columns = panel.Columns;
        double* v = panel.V, y = panel.Share(0), coefficients = y + padded, w = panel.W, wi = w + i * padded;
        for (int part = 1; part < panel.Parts; part++)
        {
            double* other = panel.Share(part);
            for (int row = first; row < padded; row += TLanes.Count)
                TLanes.Store(TLanes.Add(TLanes.Load(y + row), TLanes.Load(other + row)), y + row);
            for (int q = 0; q < 2 * columns; q++)
                coefficients[q] += other[padded + q];
        }
        RowCombination<TLanes, TVector>.Subtract(panel.Updates, padded, i, coefficients + columns, first, padded, y);
        RowCombination<TLanes, TVector>.Subtract(w, padded, i, coefficients, first, padded, y);
        double product, tau = panel.Tau[j];
        RowCombination<TLanes, TVector>.Dots(y, padded, 1, v, first, padded, &product);
        TVector scale = TLanes.Broadcast(tau), shift = TLanes.Broadcast(-0.5 * tau * tau * product);
        for (int row = first; row < padded; row += TLanes.Count)
            TLanes.Store(TLanes.MultiplyAdd(shift, TLanes.Load(v + row), TLanes.Multiply(scale, TLanes.Load(y + row))), wi + row);
        for (int row = first; row <= j; row++)
            wi[row] = 0;
        for (int row = panel.Order; row < padded; row++)
            wi[row] = 0;
    }

    /// <summary>
    /// The reflector that maps the column's entries below the diagonal to (β, 0, …, 0)': v = (1, x₂/(x₁ − β), …), τ = (β − x₁)/β,
    /// β = −sign(x₁)‖x‖.
    /// </summary>
    private static void MakeReflector(in TridiagonalPanel panel, int j, double* column)
    {
        int padded = panel.Padded, row = j + 2, aligned = Math.Min(padded, (row + 7) & ~7);
        double* v = panel.V;
        double squares;
        RowCombination<TLanes, TVector>.Dots(column, padded, 1, column, aligned, padded, &squares);
        for (; row < aligned; row++)
            squares += column[row] * column[row];
        double head = column[j + 1], beta = head, tau = 0, scale = 0;
        if (squares > NegligibleSquare)
        {
            beta = -Math.CopySign(Math.Sqrt(head * head + squares), head);
            tau = (beta - head) / beta;
            scale = 1 / (head - beta);
        }
        panel.OffDiagonal[j] = beta;
        panel.Tau[j] = tau;
        for (row = j & ~7; row <= j; row++)
            v[row] = 0;
        column[j + 1] = v[j + 1] = 1;
        for (row = j + 2; row < aligned; row++)
            v[row] = column[row] *= scale;
        TVector factor = TLanes.Broadcast(scale);
        for (; row < padded; row += TLanes.Count)
        {
            TVector x = TLanes.Multiply(factor, TLanes.Load(column + row));
            TLanes.Store(x, column + row);
            TLanes.Store(x, v + row);
        }
    }
}
