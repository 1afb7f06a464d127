namespace Copositive.Numerics;

/// <summary>One product C ← [C +] αAB for <see cref="GemmKernel{TLanes,TVector}"/>; strides are in doubles.</summary>
internal unsafe ref struct GemmProduct
{
    public GemmRegion Region;
    public int Rows, Columns, Depth;
    public double Alpha;
    public double* A;
    public nint ARow, AColumn;
    public double* B;
    public nint BRow, BColumn;

    /// <summary>Whether C is added to rather than overwritten.</summary>
    public bool Accumulate;

    public double* C;
    public nint CRow;
}
