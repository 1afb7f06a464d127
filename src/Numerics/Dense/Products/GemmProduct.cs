using System.Numerics;

namespace Copositive.Numerics;

/// <summary>
/// One product C ← βC + αAB on a region of C, with A(i, l) at A[i·ARow + l·AColumn], B(l, j) at B[l·BRow + j·BColumn] and C(i, j) at
/// C[i·CRow + j].
/// </summary>
/// <typeparam name="T">The number; all strides count numbers.</typeparam>
internal unsafe struct GemmProduct<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public GemmRegion Region;
    public int Rows, Columns, Depth;
    public T Alpha;
    public T* A;
    public nint ARow, AColumn;
    public T* B;
    public nint BRow, BColumn;

    /// <summary>β; when zero, C is not read.</summary>
    public T Beta;

    public T* C;
    public nint CRow;

    /// <summary>When this is a block of a larger product, the rows and columns of C before it, which tell where the diagonal is.</summary>
    public int RowsBefore, ColumnsBefore;

    /// <summary>The product restricted to some rows of C.</summary>
    public readonly GemmProduct<T> RowRange(int start, int end)
    {
        GemmProduct<T> part = this;
        part.Rows = end - start;
        part.RowsBefore += start;
        part.A += start * ARow;
        part.C += start * CRow;
        return part;
    }

    /// <summary>The product restricted to some columns of C.</summary>
    public readonly GemmProduct<T> ColumnRange(int start, int end)
    {
        GemmProduct<T> part = this;
        part.Columns = end - start;
        part.ColumnsBefore += start;
        part.B += start * BColumn;
        part.C += start;
        return part;
    }

    /// <summary>The part of the sums over some of the inner dimension; after the first, what is there is added to.</summary>
    public readonly GemmProduct<T> DepthRange(int start, int end)
    {
        GemmProduct<T> part = this;
        part.Depth = end - start;
        part.A += start * AColumn;
        part.B += start * BRow;
        if (start > 0)
            part.Beta = T.One;
        return part;
    }
}
