using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>
/// Eliminates a panel of columns of a symmetric indefinite matrix with Bunch–Kaufman pivoting: each column is brought up to date by the
/// panel's earlier ones when it is looked at, and the matrix to the right of the panel only at its end, by one product
/// (as in LAPACK's dlasyf; Anderson and Dongarra 1989). A small matrix is one panel, and all of it is brought up to date after each
/// pivot.
/// </summary>
internal static unsafe class BunchKaufmanPanel<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    /// <summary>(1 + √17)/8 balances the growth of a step with a pivot of order 1 against that of two.</summary>
    private const double GrowthBalance = 0.6403882032022076;

    private const int Rows = 8;

    /// <summary>Of fewer entries, a plain loop finds the largest sooner.</summary>
    private const int LongColumn = 48;

    /// <summary>Eliminates columns from <paramref name="first"/> on; the number eliminated, or 0 when an entry is not finite.</summary>
    public static int Eliminate(LdlStorage s, int first)
    {
        if (s.Order <= LdlStorage.SmallOrder)
            return EliminateSmall(s);
        int k = first;
        while (k < s.Order && k - first < LdlStorage.PanelColumns)
        {
            int step = EliminateStep(s, first, k);
            if (step == 0)
                return 0;
            k += step;
        }
        StoreL(s, first, k);
        return k - first;
    }

    private static int EliminateSmall(LdlStorage s)
    {
        for (int k = 0, step; k < s.Order; k += step)
        {
            step = EliminateStep(s, k, k);
            if (step == 0)
                return 0;
            StoreL(s, k, k + step);
            if (step == 1)
                UpdateByOne(s, k + 1);
            else
                UpdateByPair(s, k + 2);
        }
        return s.Order;
    }

    /// <summary>
    /// Subtracts l d l' from the lower triangle from row and column <paramref name="start"/> on; in the last vector of a row also from what
    /// is right of the diagonal or between the rows, which does not matter.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UpdateByOne(LdlStorage s, int start)
    {
        double* l = s.PanelOfL, w = s.PanelOfLD, row = s.Matrix + start * (nint)s.Stride;
        for (int i = start; i < s.Order; i++, row += s.Stride)
        {
            TVector factor = TLanes.Broadcast(l[i]);
            for (int j = start; j <= i; j += TLanes.Count)
                TLanes.Store(TLanes.MultiplySubtractFrom(factor, TLanes.Load(w + j), TLanes.Load(row + j)), row + j);
        }
    }

    /// <summary>The same for a block D of order 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void UpdateByPair(LdlStorage s, int start)
    {
        double* l0 = s.PanelOfL, l1 = l0 + s.Stride, w0 = s.PanelOfLD, w1 = w0 + s.Stride, row = s.Matrix + start * (nint)s.Stride;
        for (int i = start; i < s.Order; i++, row += s.Stride)
        {
            TVector factor0 = TLanes.Broadcast(l0[i]), factor1 = TLanes.Broadcast(l1[i]);
            for (int j = start; j <= i; j += TLanes.Count)
            {
                TVector x = TLanes.MultiplySubtractFrom(factor0, TLanes.Load(w0 + j), TLanes.Load(row + j));
                TLanes.Store(TLanes.MultiplySubtractFrom(factor1, TLanes.Load(w1 + j), x), row + j);
            }
        }
    }

    /// <summary>Finds and eliminates one pivot; its order, or 0 when an entry is not finite.</summary>
    private static int EliminateStep(LdlStorage s, int first, int k)
    {
        nint stride = s.Stride;
        int n = s.Order;
        double* w = s.PanelOfLD + (k - first) * stride, v = w + stride, l = s.PanelOfL + (k - first) * stride;
        LoadColumn(s, first, k, k, w);
        double diagonal = Math.Abs(w[k]);
        int row = LargestPlace(w, k + 1, n);
        double largest = row < 0 ? 0 : Math.Abs(w[row]);
        if (!(double.IsFinite(diagonal) && double.IsFinite(largest)))
            return 0;
        int chosen = k, step = 1;
        if (diagonal < GrowthBalance * largest)
        {
            LoadColumn(s, first, k, row, v);
            int other = LargestPlace(v, k, row), after = LargestPlace(v, row + 1, n);
            double rowLargest = Math.Max(Math.Abs(v[other]), after < 0 ? 0 : Math.Abs(v[after]));
            if (!(double.IsFinite(rowLargest) && double.IsFinite(v[row])))
                return 0;
            if (diagonal * (rowLargest / largest) < GrowthBalance * largest)
            {
                chosen = row;
                if (Math.Abs(v[row]) < GrowthBalance * rowLargest)
                    step = 2;
                else
                    Unsafe.CopyBlockUnaligned(w + k, v + k, (uint)(n - k) * sizeof(double));
            }
        }
        s.Exchanges[k] = k;
        Exchange(s, first, k, k + step - 1, chosen, step);
        if (step == 2)
            DivideByPair(s, k, w, v, l);
        else
            DivideBy(s, k, w, l);
        return step;
    }

    /// <summary>w ← column c of the matrix, from row k on, as the panel's earlier columns leave it.</summary>
    private static void LoadColumn(LdlStorage s, int first, int k, int c, double* w)
    {
        nint stride = s.Stride;
        int n = s.Order;
        double* a = s.Matrix + c * stride;
        Unsafe.CopyBlockUnaligned(w + k, a + k, (uint)(c - k) * sizeof(double));
        for (int i = c; i < n; i++, a += stride)
            w[i] = a[c];
        double* factors = stackalloc double[Rows];
        for (int q = 0; q < k - first; q += Rows)
        {
            int count = Math.Min(Rows, k - first - q);
            for (int r = 0; r < count; r++)
                factors[r] = s.PanelOfLD[(q + r) * stride + c];
            TriangularVectorKernel<TLanes, TVector>.Subtract(s.PanelOfL + q * stride + k, stride, count, factors, w + k, n - k);
        }
    }

    /// <summary>The place of the largest entry, or of a NaN; −1 when there is none.</summary>
    private static int LargestPlace(double* w, int start, int end)
    {
        if (end - start >= LongColumn)
            return start + TensorPrimitives.IndexOfMaxMagnitude(new ReadOnlySpan<double>(w + start, end - start));
        double largest = -1;
        int place = -1;
        for (int i = start; i < end; i++)
        {
            double size = Math.Abs(w[i]);
            if (size <= largest)
                continue;
            place = i;
            largest = size;
            if (double.IsNaN(size))
                break;
        }
        return place;
    }

    /// <summary>Exchanges p and q ≥ p among the rows and columns from k on, in L's finished columns too.</summary>
    private static void Exchange(LdlStorage s, int first, int k, int p, int q, int step)
    {
        s.Exchanges[p] = q;
        if (p == q)
            return;
        nint stride = s.Stride;
        int n = s.Order;
        double* rowP = s.Matrix + p * stride, rowQ = s.Matrix + q * stride;
        for (int j = 0; j < first; j++)
            (rowP[j], rowQ[j]) = (rowQ[j], rowP[j]);
        for (int column = 0; column < k - first; column++)
            Swap(s.PanelOfL + column * stride, p, q);
        for (int column = 0; column < k - first + step; column++)
            Swap(s.PanelOfLD + column * stride, p, q);
        // Column q is in the panel by now, column p goes to its place.
        rowQ[q] = rowP[p];
        double* entry = rowP + p + stride;
        for (int i = p + 1; i < q; i++, entry += stride)
            rowQ[i] = *entry;
        entry += stride;
        double* target = rowQ + q + stride;
        for (int i = q + 1; i < n; i++, entry += stride, target += stride)
            *target = *entry;
    }

    private static void Swap(double* x, int p, int q) => (x[p], x[q]) = (x[q], x[p]);

    private static void DivideBy(LdlStorage s, int k, double* w, double* l)
    {
        int rest = s.Order - k - 1;
        s.Diagonal[k] = w[k];
        s.OffDiagonal[k] = 0;
        var target = new Span<double>(l + k + 1, rest);
        if (w[k] == 0)
            target.Clear();
        else
            TensorPrimitives.Divide(new ReadOnlySpan<double>(w + k + 1, rest), w[k], target);
    }

    /// <summary>
    /// [l₀ l₁] [d e; e f] = [w v], row by row. Divided by e first: the pivot rule makes |df| &lt; e², so that the determinant
    /// (d/e)(f/e) − 1 has no overflow and no cancellation.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DivideByPair(LdlStorage s, int k, double* w, double* v, double* l0)
    {
        double* l1 = l0 + s.Stride;
        double e = w[k + 1], p = w[k] / e, q = v[k + 1] / e, determinant = p * q - 1;
        s.Diagonal[k] = w[k];
        s.Diagonal[k + 1] = v[k + 1];
        s.OffDiagonal[k] = e;
        s.OffDiagonal[k + 1] = 0;
        l0[k + 1] = 0;
        TVector es = TLanes.Broadcast(e), ps = TLanes.Broadcast(p), qs = TLanes.Broadcast(q), determinants = TLanes.Broadcast(determinant);
        int i = k + 2;
        for (; i + TLanes.Count <= s.Order; i += TLanes.Count)
        {
            TVector x = TLanes.Divide(TLanes.Load(w + i), es), y = TLanes.Divide(TLanes.Load(v + i), es);
            TLanes.Store(TLanes.Divide(TLanes.Subtract(TLanes.Multiply(qs, x), y), determinants), l0 + i);
            TLanes.Store(TLanes.Divide(TLanes.Subtract(TLanes.Multiply(ps, y), x), determinants), l1 + i);
        }
        for (; i < s.Order; i++)
        {
            double x = w[i] / e, y = v[i] / e;
            l0[i] = (q * x - y) / determinant;
            l1[i] = (p * y - x) / determinant;
        }
    }

    /// <summary>The matrix's columns first … end − 1 ← the panel's L.</summary>
    private static void StoreL(LdlStorage s, int first, int end)
    {
        nint stride = s.Stride;
        for (int i = first; i < end; i++)
            for (int k = first; k < i; k++)
                s.Matrix[i * stride + k] = s.PanelOfL[(k - first) * stride + i];
        BlockTransposition.Copy(s.PanelOfL + end, stride, end - first, s.Order - end, s.Matrix + end * stride + first, stride);
    }
}
