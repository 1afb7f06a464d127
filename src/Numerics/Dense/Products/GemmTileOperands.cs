namespace Copositive.Numerics;

/// <summary>
/// Register tiles of one shape, one below the other, for <see cref="GemmTile{TLanes,TVector,T,TRows,TWidth}"/>; strides count numbers.
/// </summary>
/// <typeparam name="T">The number.</typeparam>
internal unsafe struct GemmTileOperands<T>
    where T : unmanaged
{
    /// <summary>The first tile's rows of A, the distance between its rows and that between its columns.</summary>
    public T* A;
    public nint ARow, AColumn;

    /// <summary>The tiles' columns of B, next to each other, and the distance between its rows.</summary>
    public T* B;
    public nint BRow;

    /// <summary>Where the last vector begins in a row of B. It may overlap the vector before.</summary>
    public nint BLast;

    /// <summary>The first tile of C and the distance between its rows.</summary>
    public T* C;
    public nint CRow;

    /// <summary>Where the last vector begins in a row of the tile of C. It may overlap the vector before.</summary>
    public nint CLast;

    /// <summary>The inner dimension, at least 1.</summary>
    public nint Depth;

    public T Alpha, Beta;
}
