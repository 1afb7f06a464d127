using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>
/// The register tiles of triangular solves and of the Cholesky factorisation: eight rows of TX = B at a time, by one or three vectors of
/// columns. Row k of X is at x + k·xStride; T(depth + r, k), for the eight rows r in hand, at t + k·tStride + r.
/// </summary>
/// <remarks>
/// With 32 registers (512 bits) three vectors give 24 accumulators; the single vector fits the 16 registers of narrower machines.
/// </remarks>
internal static unsafe class TriangularTile<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    /// <summary>The rows of a tile.</summary>
    public const int Rows = 8;

    /// <summary>
    /// X_J ← T_JJ⁻¹(X_J − Σ_{k &lt; depth} T_Jk X_k) for the rows J = depth … depth + 7 and a number of columns that is a multiple of the
    /// lanes.
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
                Subtract<Three>(depth, t, tStride, x + column, xStride);
                Substitute(diagonal, tStride, reciprocals, rows + column, xStride);
                Substitute(diagonal, tStride, reciprocals, rows + column + lanes, xStride);
                Substitute(diagonal, tStride, reciprocals, rows + column + 2 * lanes, xStride);
            }
        for (; column < columns; column += lanes)
        {
            Subtract<One>(depth, t, tStride, x + column, xStride);
            Substitute(diagonal, tStride, reciprocals, rows + column, xStride);
        }
    }

    /// <summary>X_J ← X_J − Σ_{k &lt; depth} T_Jk X_k for one or three vectors of columns.</summary>
    public static void Subtract<TWidth>(nint depth, double* t, nint tStride, double* x, nint xStride)
        where TWidth : struct, ITileSize
    {
        if (depth == 0)
            return;
        int last = (TWidth.Value - 1) * TLanes.Count;
        var operands = new GemmTileOperands<double>
        {
            A = t,
            ARow = 1,
            AColumn = tStride,
            B = x,
            BRow = xStride,
            BLast = last,
            C = x + depth * xStride,
            CRow = xStride,
            CLast = last,
            Depth = depth,
            Alpha = -1,
            Beta = 1,
        };
        GemmTile<TLanes, TVector, double, Eight, TWidth>.Run(in operands, 1);
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
