using System.Numerics;
using System.Runtime.CompilerServices;

namespace Copositive.Numerics;

/// <summary>
/// C ← βC + αAB on tiles of <typeparamref name="TRows"/> rows by <typeparamref name="TWidth"/> vectors, whose sums stay in registers: for
/// each step of the inner dimension, the vectors of a row of B times each entry of a column of A.
/// </summary>
/// <remarks>
/// Entries of A are read one by one, so its strides may be any; rows of B and C are read as vectors. Columns that do not fill whole vectors
/// need no special case, as the last vector overlaps the one before: what both hold is computed twice by the same operations.
/// </remarks>
internal static unsafe class GemmTile<TLanes, TVector, T, TRows, TWidth>
    where TLanes : struct, ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TRows : struct, ITileSize
    where TWidth : struct, ITileSize
{
    /// <summary>Computes a number of tiles, one below the other.</summary>
    public static void Run(in GemmTileOperands<T> operands, int tiles)
    {
        T* a = operands.A, c = operands.C;
        for (int tile = 0; tile < tiles; tile++)
        {
            RunOne(in operands, a, c);
            a += TRows.Value * operands.ARow;
            c += TRows.Value * operands.CRow;
        }
    }

    /// <summary>Not inlined: inside the loop over tiles the compiler would not keep all sums in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void RunOne(in GemmTileOperands<T> operands, T* a, T* c)
    {
        GemmTileRow<TLanes, TVector, T, TWidth> r0 = default, r1 = default, r2 = default, r3 = default;
        GemmTileRow<TLanes, TVector, T, TWidth> r4 = default, r5 = default, r6 = default, r7 = default;
        nint row = operands.ARow, column = operands.AColumn, rowOfB = operands.BRow, lastOfB = operands.BLast, depth = operands.Depth;
        T* a3 = a + 3 * row, a6 = a3 + 3 * row, b = operands.B;
        do
        {
            TVector first = TLanes.Load(b), middle = first, last = first;
            if (TWidth.Value > 2)
                middle = TLanes.Load(b + TLanes.Count);
            if (TWidth.Value > 1)
                last = TLanes.Load(b + lastOfB);
            r0.Add(a[0], first, middle, last);
            if (TRows.Value > 1)
                r1.Add(a[row], first, middle, last);
            if (TRows.Value > 2)
                r2.Add(a[2 * row], first, middle, last);
            if (TRows.Value > 3)
                r3.Add(a3[0], first, middle, last);
            if (TRows.Value > 4)
                r4.Add(a3[row], first, middle, last);
            if (TRows.Value > 5)
                r5.Add(a3[2 * row], first, middle, last);
            if (TRows.Value > 6)
                r6.Add(a6[0], first, middle, last);
            if (TRows.Value > 7)
                r7.Add(a6[row], first, middle, last);
            a += column;
            a3 += column;
            a6 += column;
            b += rowOfB;
        }
        while (--depth > 0);
        nint rowOfC = operands.CRow;
        r0.Store(c, in operands);
        if (TRows.Value > 1)
            r1.Store(c + rowOfC, in operands);
        if (TRows.Value > 2)
            r2.Store(c + 2 * rowOfC, in operands);
        if (TRows.Value > 3)
            r3.Store(c + 3 * rowOfC, in operands);
        if (TRows.Value > 4)
            r4.Store(c + 4 * rowOfC, in operands);
        if (TRows.Value > 5)
            r5.Store(c + 5 * rowOfC, in operands);
        if (TRows.Value > 6)
            r6.Store(c + 6 * rowOfC, in operands);
        if (TRows.Value > 7)
            r7.Store(c + 7 * rowOfC, in operands);
    }
}
