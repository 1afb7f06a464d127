namespace Copositive.Numerics;

/// <summary>
/// TX = B to be solved in place, T lower triangular of order n in logical order: T(i, j) at T[i·TRow + j·TColumn] and X(i, j) at
/// X[i·XRow + j·XColumn]. Transposes exchange strides; an upper triangular system is a lower one in reverse order, with negative strides.
/// </summary>
internal unsafe struct TriangularSystem
{
    /// <summary>n, and the number of columns of X.</summary>
    public int Order, Columns;

    /// <summary>T's first entry in logical order.</summary>
    public double* T;

    /// <summary>T's strides.</summary>
    public nint TRow, TColumn;

    /// <summary>Whether T's diagonal is 1 and not stored.</summary>
    public bool HasUnitDiagonal;

    /// <summary>X's first entry in logical order.</summary>
    public double* X;

    /// <summary>X's strides: XColumn is 1, or XRow is 1 or −1 and XColumn positive.</summary>
    public nint XRow, XColumn;

    /// <summary>LX = B, row-major.</summary>
    public static TriangularSystem Lower(
        int n, double* l, nint lStride, double* x, nint xStride, int columns, bool hasUnitDiagonal = false) => new()
    {
        Order = n,
        Columns = columns,
        T = l,
        TRow = lStride,
        TColumn = 1,
        HasUnitDiagonal = hasUnitDiagonal,
        X = x,
        XRow = xStride,
        XColumn = 1,
    };

    /// <summary>LX' = B', that is XL' = B, for a row-major X of <paramref name="rows"/> rows.</summary>
    public static TriangularSystem LowerFromTheRight(
        int n, double* l, nint lStride, double* x, nint xStride, int rows, bool hasUnitDiagonal = false)
    {
        TriangularSystem system = Lower(n, l, lStride, x, 1, rows, hasUnitDiagonal);
        system.XColumn = xStride;
        return system;
    }

    /// <summary>T'X = B in place of TX = B: the order is reversed.</summary>
    public readonly TriangularSystem Transposed()
    {
        TriangularSystem system = this;
        system.T += (Order - 1) * (TRow + TColumn);
        system.TRow = -TColumn;
        system.TColumn = -TRow;
        system.X += (Order - 1) * XRow;
        system.XRow = -XRow;
        return system;
    }

    /// <summary>The columns from <paramref name="first"/> on.</summary>
    public readonly TriangularSystem Slice(int first, int count)
    {
        TriangularSystem system = this;
        system.X += first * XColumn;
        system.Columns = count;
        return system;
    }

    /// <summary>The diagonal block of the unknowns from <paramref name="first"/> on.</summary>
    public readonly TriangularSystem Block(int first, int count)
    {
        TriangularSystem system = this;
        system.T += first * (TRow + TColumn);
        system.X += first * XRow;
        system.Order = count;
        return system;
    }

    /// <summary>
    /// X_i ← X_i − T_ik X_k for the block k of <paramref name="width"/> unknowns from <paramref name="first"/> on and all i after it.
    /// </summary>
    public readonly void Eliminate(int first, int width)
    {
        int start = first + width, rest = Order - start;
        double* t = T + start * TRow + first * TColumn, solved = X + first * XRow, x = X + start * XRow;
        nint tRow = TRow, tColumn = TColumn, xRow = XRow;
        if (xRow < 0)
        {
            // The same product in the order of storage.
            t += (rest - 1) * tRow + (width - 1) * tColumn;
            solved += (width - 1) * xRow;
            x += (rest - 1) * xRow;
            (tRow, tColumn, xRow) = (-tRow, -tColumn, -xRow);
        }
        if (XColumn == 1)
            Gemm.MultiplyAdd(GemmRegion.Full, rest, Columns, width, -1, t, tRow, tColumn, solved, xRow, 1, 1, x, xRow);
        else
            Gemm.MultiplyAdd(GemmRegion.Full, Columns, rest, width, -1, solved, XColumn, xRow, t, tColumn, tRow, 1, x, XColumn);
    }
}
