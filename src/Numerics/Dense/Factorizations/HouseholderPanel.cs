using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>
/// The QR factorisation of a panel of four vectors of columns, row-major, in one sweep over its rows a column: the sweep that applies the
/// reflection of one column also forms the inner products of the next column with all others, which give the next reflection.
/// </summary>
internal static unsafe class HouseholderPanel<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    /// <summary>The columns of a panel, and the distance between its rows.</summary>
    public static int Columns => 4 * TLanes.Count;

    /// <summary>
    /// Leaves R on and above the diagonal; below it, in column j, the rest of v_j, whose entry j is 1, with H_j = I − τ_j v_j v_j'.
    /// Where τ_j = 0 the rest is 0.
    /// </summary>
    /// <param name="panel">The rows, followed by at least one more number.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The columns that are not padding; the padding is zero.</param>
    /// <param name="tau">Receives τ.</param>
    public static void Factor(double* panel, int rows, int columns, double* tau)
    {
        int width = Columns;
        double* sums = stackalloc double[width], w = stackalloc double[width + 1];
        InnerProducts(panel, rows, sums);
        for (int j = 0; j < columns && j < rows; j++)
        {
            double* row = panel + (nint)j * width;
            var reflection = HouseholderReflection.Make(row[j], sums[j]);
            tau[j] = reflection.Tau;
            for (int c = 0; c <= width; c++)
                w[c] = 0;
            for (int c = j + 1; c < width; c++)
            {
                w[c] = row[c] + sums[c] * reflection.Scale;
                row[c] -= reflection.Tau * w[c];
            }
            row[j] = reflection.Diagonal;
            if (j + 1 < rows)
                Sweep(panel, rows, j, reflection.Tau, reflection.Scale, w, sums);
        }
    }

    /// <summary>
    /// Rows i &gt; j ← (I − τ v v') rows, with v_i in column j; sums ← the inner products of column j + 1 below row j + 1.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sweep(double* panel, int rows, int j, double tau, double scale, double* w, double* sums)
    {
        int lanes = TLanes.Count, width = Columns, done = (j + 1) / lanes;
        double* row = panel + (nint)(j + 1) * width;
        double first = row[j] * scale;
        for (int c = j + 1; c < width; c++)
            row[c] -= tau * first * w[c];
        row[j] = first;
        TVector w0 = TLanes.Load(w), w1 = TLanes.Load(w + lanes), w2 = TLanes.Load(w + 2 * lanes), w3 = TLanes.Load(w + 3 * lanes);
        TVector s0 = TLanes.Zero, s1 = s0, s2 = s0, s3 = s0;
        TVector next = TLanes.Broadcast(w[j + 1]);
        for (int i = j + 2; i < rows; i++)
        {
            row += width;
            double v = row[j] * scale;
            // The next column's entry with the very rounding it is stored with below: it may be nothing but rounding.
            TVector factor = TLanes.Broadcast(tau * v), other = TLanes.MultiplySubtractFrom(factor, next, TLanes.Broadcast(row[j + 1]));
            if (done < 1)
            {
                TVector y = TLanes.MultiplySubtractFrom(factor, w0, TLanes.Load(row));
                TLanes.Store(y, row);
                s0 = TLanes.MultiplyAdd(other, y, s0);
            }
            if (done < 2)
            {
                TVector y = TLanes.MultiplySubtractFrom(factor, w1, TLanes.Load(row + lanes));
                TLanes.Store(y, row + lanes);
                s1 = TLanes.MultiplyAdd(other, y, s1);
            }
            if (done < 3)
            {
                TVector y = TLanes.MultiplySubtractFrom(factor, w2, TLanes.Load(row + 2 * lanes));
                TLanes.Store(y, row + 2 * lanes);
                s2 = TLanes.MultiplyAdd(other, y, s2);
            }
            if (done < 4)
            {
                TVector y = TLanes.MultiplySubtractFrom(factor, w3, TLanes.Load(row + 3 * lanes));
                TLanes.Store(y, row + 3 * lanes);
                s3 = TLanes.MultiplyAdd(other, y, s3);
            }
            row[j] = v;
        }
        TLanes.Store(s0, sums);
        TLanes.Store(s1, sums + lanes);
        TLanes.Store(s2, sums + 2 * lanes);
        TLanes.Store(s3, sums + 3 * lanes);
    }

    /// <summary>sums ← the inner products of column 0 with all columns, over the rows below row 0.</summary>
    private static void InnerProducts(double* panel, int rows, double* sums)
    {
        int width = Columns;
        for (int lane = 0; lane < width; lane += TLanes.Count)
        {
            TVector sum = TLanes.Zero;
            for (int i = 1; i < rows; i++)
            {
                double* row = panel + (nint)i * width;
                sum = TLanes.MultiplyAdd(TLanes.Broadcast(row[0]), TLanes.Load(row + lane), sum);
            }
            TLanes.Store(sum, sums + lane);
        }
    }
}
