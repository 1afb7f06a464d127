using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>
/// Cholesky factors A = LL' of as many matrices at once as a vector has lanes, and substitution with them. Triangles are lower ones by
/// rows, each entry a vector.
/// </summary>
internal static unsafe class CholeskyLanes<TLanes, TVector>
    where TLanes : struct, ILanes<TVector, double>
    where TVector : struct
{
    /// <summary>The doubles of work space for one thread.</summary>
    public static int WorkspaceLength(int order, int columns) => TLanes.Count * (SymmetricVector.Length(order) + order * columns + 1);

    /// <summary>Factors matrices first … end − 1, from triangles to factors, which may be the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Factor(
        int order, double* triangles, double offDiagonalFactor, double* factors, bool* succeeded, double* workspace, int first, int end)
    {
        int lanes = TLanes.Count, length = SymmetricVector.Length(order);
        double* a = workspace, success = a + length * lanes;
        for (int start = first; start < end; start += lanes)
        {
            int matrices = Math.Min(lanes, end - start);
            LaneInterleaving<TLanes, TVector>.Gather(triangles + (nint)start * length, length, matrices, a);
            TLanes.Store(Factor(order, a, TLanes.Broadcast(offDiagonalFactor)), success);
            LaneInterleaving<TLanes, TVector>.Scatter(a, length, matrices, factors + (nint)start * length);
            for (int lane = 0; lane < matrices; lane++)
                succeeded[start + lane] = success[lane] != 0;
        }
    }

    /// <summary>Right-hand sides of matrices first … end − 1, each order × columns by rows, ← L⁻¹B, L'⁻¹B or, with both, A⁻¹B.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Solve(int order, double* factors, double* b, int columns, bool lower, bool upper, double* workspace, int first,
        int end)
    {
        int lanes = TLanes.Count, length = SymmetricVector.Length(order);
        double* l = workspace, x = l + length * lanes;
        for (int start = first; start < end; start += lanes)
        {
            int matrices = Math.Min(lanes, end - start);
            double* side = b + (nint)start * order * columns;
            LaneInterleaving<TLanes, TVector>.Gather(factors + (nint)start * length, length, matrices, l);
            LaneInterleaving<TLanes, TVector>.Gather(side, order * columns, matrices, x);
            if (lower)
                SolveLower(order, l, x, columns);
            if (upper)
                SolveUpper(order, l, x, columns);
            LaneInterleaving<TLanes, TVector>.Scatter(x, order * columns, matrices, side);
        }
    }

    /// <summary>
    /// Row by row, l_ij = (a_ij − Σ_k&lt;j l_ik l_jk)/l_jj. Returns 1 in the lanes whose pivots are all positive and finite, 0 in others.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TVector Factor(int order, double* a, TVector offDiagonalFactor)
    {
        int lanes = TLanes.Count;
        TVector success = TLanes.Broadcast(1);
        double* rowI = a;
        for (int i = 0; i < order; i++)
        {
            double* rowJ = a;
            for (int j = 0; j < i; j++, rowJ += j * lanes)
            {
                TVector rest = Subtract(TLanes.Multiply(TLanes.Load(rowI + j * lanes), offDiagonalFactor), rowI, rowJ, j);
                TLanes.Store(TLanes.Divide(rest, TLanes.Load(rowJ + j * lanes)), rowI + j * lanes);
            }
            TVector pivot = Subtract(TLanes.Load(rowI + i * lanes), rowI, rowI, i);
            TVector valid = TLanes.And(TLanes.LessThan(TLanes.Zero, pivot),
                TLanes.LessThan(pivot, TLanes.Broadcast(double.PositiveInfinity)));
            success = TLanes.Select(valid, success, TLanes.Zero);
            TLanes.Store(TLanes.Sqrt(pivot), rowI + i * lanes);
            rowI += (i + 1) * lanes;
        }
        return success;
    }

    /// <summary>start − Σ x_k y_k over <paramref name="count"/> entries.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Subtract(TVector start, double* x, double* y, int count)
    {
        for (double* end = x + count * TLanes.Count; x != end; x += TLanes.Count, y += TLanes.Count)
            start = TLanes.MultiplySubtractFrom(TLanes.Load(x), TLanes.Load(y), start);
        return start;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SolveLower(int order, double* l, double* x, int columns)
    {
        int lanes = TLanes.Count;
        for (int i = 0; i < order; i++, l += lanes)
        {
            double* row = x + i * columns * lanes;
            for (int k = 0; k < i; k++, l += lanes)
                SubtractRow(row, x + k * columns * lanes, TLanes.Load(l), columns);
            DivideRow(row, TLanes.Load(l), columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SolveUpper(int order, double* l, double* x, int columns)
    {
        int lanes = TLanes.Count;
        for (int i = order - 1; i >= 0; i--)
        {
            double* factorRow = l + SymmetricVector.Length(i) * lanes, row = x + i * columns * lanes;
            DivideRow(row, TLanes.Load(factorRow + i * lanes), columns);
            for (int k = 0; k < i; k++)
                SubtractRow(x + k * columns * lanes, row, TLanes.Load(factorRow + k * lanes), columns);
        }
    }

    /// <summary>target ← target − factor · source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SubtractRow(double* target, double* source, TVector factor, int columns)
    {
        for (double* end = target + columns * TLanes.Count; target != end; target += TLanes.Count, source += TLanes.Count)
            TLanes.Store(TLanes.MultiplySubtractFrom(factor, TLanes.Load(source), TLanes.Load(target)), target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DivideRow(double* row, TVector divisor, int columns)
    {
        for (double* end = row + columns * TLanes.Count; row != end; row += TLanes.Count)
            TLanes.Store(TLanes.Divide(TLanes.Load(row), divisor), row);
    }
}
