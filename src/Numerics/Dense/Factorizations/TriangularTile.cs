using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>
/// The register tiles of triangular solves and of the Cholesky factorisation: eight rows of TX = B at a time, by one or three vectors of
/// columns. Row k of X is at x + k·xStride; T(depth + r, k), for the eight rows r in hand, at t + k·tStride + r.
/// </summary>
/// <remarks>With 32 registers (512 bits) three vectors give 24 accumulators; the single vector fits the 16 registers of narrower machines.</remarks>
internal static unsafe class TriangularTile<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    /// <summary>The rows of a tile.</summary>
    public const int Rows = 8;

    /// <summary>The columns of the wide tile.</summary>
    public static int WideColumns => TLanes.Count == 8 ? 3 * TLanes.Count : TLanes.Count;

    /// <summary>
    /// X_J ← T_JJ⁻¹(X_J − Σ_{k &lt; depth} T_Jk X_k) for the rows J = depth … depth + 7 and a number of columns that is a multiple of the lanes.
    /// </summary>
    /// <param name="depth">The rows of X already solved.</param>
    /// <param name="t">T's rows J; the diagonal itself is not read.</param>
    /// <param name="tStride">The distance between T's columns.</param>
    /// <param name="reciprocals">1/T_jj for j in J.</param>
    /// <param name="x">X's row 0.</param>
    /// <param name="xStride">The distance between X's rows.</param>
    /// <param name="columns">The number of columns.</param>
    public static void Solve(nint depth, double* t, nint tStride, double* reciprocals, double* x, nint xStride, int columns)
    {
        int lanes = TLanes.Count, column = 0;
        double* diagonal = t + depth * tStride, rows = x + depth * xStride;
        if (lanes == 8)
            for (; column + 3 * lanes <= columns; column += 3 * lanes)
            {
                if (depth > 0)
                    SubtractWide(depth, t, tStride, x + column, xStride);
                Substitute(diagonal, tStride, reciprocals, rows + column, xStride);
                Substitute(diagonal, tStride, reciprocals, rows + column + lanes, xStride);
                Substitute(diagonal, tStride, reciprocals, rows + column + 2 * lanes, xStride);
            }
        for (; column < columns; column += lanes)
        {
            Subtract(depth, t, tStride, x + column, xStride);
            Substitute(diagonal, tStride, reciprocals, rows + column, xStride);
        }
    }

    /// <summary>X_J ← X_J − Σ_{k &lt; depth} T_Jk X_k for one vector of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract(nint depth, double* t, nint tStride, double* x, nint xStride)
    {
        double* c = x + depth * xStride;
        TVector c0 = TLanes.Load(c), c1 = TLanes.Load(c + xStride), c2 = TLanes.Load(c + 2 * xStride), c3 = TLanes.Load(c + 3 * xStride);
        TVector c4 = TLanes.Load(c + 4 * xStride), c5 = TLanes.Load(c + 5 * xStride);
        TVector c6 = TLanes.Load(c + 6 * xStride), c7 = TLanes.Load(c + 7 * xStride);
        for (; depth > 0; depth--)
        {
            TVector row = TLanes.Load(x);
            c0 = TLanes.MultiplySubtractFrom(TLanes.Broadcast(t[0]), row, c0);
            c1 = TLanes.MultiplySubtractFrom(TLanes.Broadcast(t[1]), row, c1);
            c2 = TLanes.MultiplySubtractFrom(TLanes.Broadcast(t[2]), row, c2);
            c3 = TLanes.MultiplySubtractFrom(TLanes.Broadcast(t[3]), row, c3);
            c4 = TLanes.MultiplySubtractFrom(TLanes.Broadcast(t[4]), row, c4);
            c5 = TLanes.MultiplySubtractFrom(TLanes.Broadcast(t[5]), row, c5);
            c6 = TLanes.MultiplySubtractFrom(TLanes.Broadcast(t[6]), row, c6);
            c7 = TLanes.MultiplySubtractFrom(TLanes.Broadcast(t[7]), row, c7);
            t += tStride;
            x += xStride;
        }
        TLanes.Store(c0, c);
        TLanes.Store(c1, c + xStride);
        TLanes.Store(c2, c + 2 * xStride);
        TLanes.Store(c3, c + 3 * xStride);
        TLanes.Store(c4, c + 4 * xStride);
        TLanes.Store(c5, c + 5 * xStride);
        TLanes.Store(c6, c + 6 * xStride);
        TLanes.Store(c7, c + 7 * xStride);
    }

    /// <summary>The same for three vectors of columns: 24 accumulators, kept in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SubtractWide(nint depth, double* t, nint tStride, double* x, nint xStride)
    {
        TVector c00 = TLanes.Zero, c01 = TLanes.Zero, c02 = TLanes.Zero;
        TVector c10 = TLanes.Zero, c11 = TLanes.Zero, c12 = TLanes.Zero;
        TVector c20 = TLanes.Zero, c21 = TLanes.Zero, c22 = TLanes.Zero;
        TVector c30 = TLanes.Zero, c31 = TLanes.Zero, c32 = TLanes.Zero;
        TVector c40 = TLanes.Zero, c41 = TLanes.Zero, c42 = TLanes.Zero;
        TVector c50 = TLanes.Zero, c51 = TLanes.Zero, c52 = TLanes.Zero;
        TVector c60 = TLanes.Zero, c61 = TLanes.Zero, c62 = TLanes.Zero;
        TVector c70 = TLanes.Zero, c71 = TLanes.Zero, c72 = TLanes.Zero;
        int lanes = TLanes.Count;
        double* c = x + depth * xStride;
        do
        {
            TVector x0 = TLanes.Load(x), x1 = TLanes.Load(x + lanes), x2 = TLanes.Load(x + 2 * lanes);
            TVector y = TLanes.Broadcast(t[0]);
            c00 = TLanes.MultiplyAdd(x0, y, c00);
            c01 = TLanes.MultiplyAdd(x1, y, c01);
            c02 = TLanes.MultiplyAdd(x2, y, c02);
            y = TLanes.Broadcast(t[1]);
            c10 = TLanes.MultiplyAdd(x0, y, c10);
            c11 = TLanes.MultiplyAdd(x1, y, c11);
            c12 = TLanes.MultiplyAdd(x2, y, c12);
            y = TLanes.Broadcast(t[2]);
            c20 = TLanes.MultiplyAdd(x0, y, c20);
            c21 = TLanes.MultiplyAdd(x1, y, c21);
            c22 = TLanes.MultiplyAdd(x2, y, c22);
            y = TLanes.Broadcast(t[3]);
            c30 = TLanes.MultiplyAdd(x0, y, c30);
            c31 = TLanes.MultiplyAdd(x1, y, c31);
            c32 = TLanes.MultiplyAdd(x2, y, c32);
            y = TLanes.Broadcast(t[4]);
            c40 = TLanes.MultiplyAdd(x0, y, c40);
            c41 = TLanes.MultiplyAdd(x1, y, c41);
            c42 = TLanes.MultiplyAdd(x2, y, c42);
            y = TLanes.Broadcast(t[5]);
            c50 = TLanes.MultiplyAdd(x0, y, c50);
            c51 = TLanes.MultiplyAdd(x1, y, c51);
            c52 = TLanes.MultiplyAdd(x2, y, c52);
            y = TLanes.Broadcast(t[6]);
            c60 = TLanes.MultiplyAdd(x0, y, c60);
            c61 = TLanes.MultiplyAdd(x1, y, c61);
            c62 = TLanes.MultiplyAdd(x2, y, c62);
            y = TLanes.Broadcast(t[7]);
            c70 = TLanes.MultiplyAdd(x0, y, c70);
            c71 = TLanes.MultiplyAdd(x1, y, c71);
            c72 = TLanes.MultiplyAdd(x2, y, c72);
            t += tStride;
            x += xStride;
        }
        while (--depth > 0);
        SubtractRow(c, c00, c01, c02);
        SubtractRow(c + xStride, c10, c11, c12);
        SubtractRow(c + 2 * xStride, c20, c21, c22);
        SubtractRow(c + 3 * xStride, c30, c31, c32);
        SubtractRow(c + 4 * xStride, c40, c41, c42);
        SubtractRow(c + 5 * xStride, c50, c51, c52);
        SubtractRow(c + 6 * xStride, c60, c61, c62);
        SubtractRow(c + 7 * xStride, c70, c71, c72);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SubtractRow(double* c, TVector x0, TVector x1, TVector x2)
    {
        int lanes = TLanes.Count;
        TLanes.Store(TLanes.Subtract(TLanes.Load(c), x0), c);
        TLanes.Store(TLanes.Subtract(TLanes.Load(c + lanes), x1), c + lanes);
        TLanes.Store(TLanes.Subtract(TLanes.Load(c + 2 * lanes), x2), c + 2 * lanes);
    }

    /// <summary>Eight rows of one vector ← T_JJ⁻¹ times them; T_JJ(r, k) is at t[k·tStride + r].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Substitute(double* t, nint tStride, double* reciprocals, double* x, nint xStride)
    {
        TVector x1 = TLanes.Load(x + xStride), x2 = TLanes.Load(x + 2 * xStride), x3 = TLanes.Load(x + 3 * xStride);
        TVector x4 = TLanes.Load(x + 4 * xStride), x5 = TLanes.Load(x + 5 * xStride);
        TVector x6 = TLanes.Load(x + 6 * xStride), x7 = TLanes.Load(x + 7 * xStride);
        TVector y = TLanes.Multiply(TLanes.Load(x), TLanes.Broadcast(reciprocals[0]));
        TLanes.Store(y, x);
        x1 = Eliminate(t + 1, y, x1);
        x2 = Eliminate(t + 2, y, x2);
        x3 = Eliminate(t + 3, y, x3);
        x4 = Eliminate(t + 4, y, x4);
        x5 = Eliminate(t + 5, y, x5);
        x6 = Eliminate(t + 6, y, x6);
        x7 = Eliminate(t + 7, y, x7);
        t += tStride;
        y = TLanes.Multiply(x1, TLanes.Broadcast(reciprocals[1]));
        TLanes.Store(y, x + xStride);
        x2 = Eliminate(t + 2, y, x2);
        x3 = Eliminate(t + 3, y, x3);
        x4 = Eliminate(t + 4, y, x4);
        x5 = Eliminate(t + 5, y, x5);
        x6 = Eliminate(t + 6, y, x6);
        x7 = Eliminate(t + 7, y, x7);
        t += tStride;
        y = TLanes.Multiply(x2, TLanes.Broadcast(reciprocals[2]));
        TLanes.Store(y, x + 2 * xStride);
        x3 = Eliminate(t + 3, y, x3);
        x4 = Eliminate(t + 4, y, x4);
        x5 = Eliminate(t + 5, y, x5);
        x6 = Eliminate(t + 6, y, x6);
        x7 = Eliminate(t + 7, y, x7);
        t += tStride;
        y = TLanes.Multiply(x3, TLanes.Broadcast(reciprocals[3]));
        TLanes.Store(y, x + 3 * xStride);
        x4 = Eliminate(t + 4, y, x4);
        x5 = Eliminate(t + 5, y, x5);
        x6 = Eliminate(t + 6, y, x6);
        x7 = Eliminate(t + 7, y, x7);
        t += tStride;
        y = TLanes.Multiply(x4, TLanes.Broadcast(reciprocals[4]));
        TLanes.Store(y, x + 4 * xStride);
        x5 = Eliminate(t + 5, y, x5);
        x6 = Eliminate(t + 6, y, x6);
        x7 = Eliminate(t + 7, y, x7);
        t += tStride;
        y = TLanes.Multiply(x5, TLanes.Broadcast(reciprocals[5]));
        TLanes.Store(y, x + 5 * xStride);
        x6 = Eliminate(t + 6, y, x6);
        x7 = Eliminate(t + 7, y, x7);
        t += tStride;
        y = TLanes.Multiply(x6, TLanes.Broadcast(reciprocals[6]));
        TLanes.Store(y, x + 6 * xStride);
        x7 = Eliminate(t + 7, y, x7);
        TLanes.Store(TLanes.Multiply(x7, TLanes.Broadcast(reciprocals[7])), x + 7 * xStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Eliminate(double* t, TVector solved, TVector x) => TLanes.MultiplySubtractFrom(TLanes.Broadcast(*t), solved, x);
}
